"""Adapters by name: ours, and those that another package installs."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from aegis_multimodal_ai_system.storage import StorageClient
from aegis_multimodal_ai_system.storage.registry import GROUP, adapter, adapter_names
from codomyrmex.cloud import ConfigurationError

ROOT = Path(__file__).parents[4]
ADAPTER = """\
from aegis_multimodal_ai_system.storage import CloudStorageAdapter
from codomyrmex.cloud import MemoryStorageClient


class CumulusStorageAdapter(CloudStorageAdapter):
    @classmethod
    def from_settings(cls, settings):
        settings.require("OBJECT_STORE_SECRET_KEY")
        adapter = cls(MemoryStorageClient(), settings.OBJECT_STORE_BUCKET)
        adapter.client.create_bucket(adapter.bucket)
        return adapter
"""
PROGRAM = """\
from pathlib import Path
from aegis_multimodal_ai_system import config
from aegis_multimodal_ai_system.storage import create_storage_client
try:
    client = create_storage_client()
except ValueError as error:
    print(error)
else:
    Path("model").write_bytes(b"weights")
    client.upload("model", "ada/1")
    print(client, [(found.key, found.size) for found in client.list()])
"""

Run = Callable[..., str]


def install(folder: Path, package: str, entry_points: str) -> None:
    """What installing a package leaves behind for others to find."""
    metadata = folder / f"{package}-1.dist-info"
    metadata.mkdir()
    (metadata / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {package}\nVersion: 1\n")
    (metadata / "entry_points.txt").write_text(f"[{GROUP}]\n{entry_points}\n")


@pytest.fixture
def installed(folder: Path) -> Path:
    """A folder of the path, with a package that adds a cloud."""
    there = folder / "installed"
    there.mkdir()
    (there / "cumulus.py").write_text(ADAPTER)
    install(there, "cumulus", "cumulus = cumulus:CumulusStorageAdapter")
    return there


@pytest.fixture
def run(installed: Path) -> Run:
    """Runs the program with that package installed."""

    def run_with(**variables: str) -> str:
        done = subprocess.run(
            [sys.executable, "-c", PROGRAM],
            env={
                "PYTHONPATH": f"{installed}:{ROOT / 'src'}",
                "OBJECT_STORE_BUCKET": "models",
                "OBJECT_STORE_SECRET_KEY": "hush",
                "OBJECT_STORE_TYPE": "cumulus",
                **variables,
            },
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    return run_with


def test_a_package_adds_a_cloud_by_a_module_and_an_entry_point(run: Run) -> None:
    assert run() == "CumulusStorageAdapter('models', MemoryStorageClient()) [('ada/1', 7)]\n"


def test_its_settings_are_required_like_ours(run: Run) -> None:
    expected = "OBJECT_STORE_SECRET_KEY must be set for the object store cumulus.\n"
    assert run(OBJECT_STORE_SECRET_KEY="") == expected


def test_its_name_is_among_those_that_may_be(run: Run) -> None:
    assert run(OBJECT_STORE_TYPE="nimbus") == (
        "OBJECT_STORE_TYPE in the environment must be one of "
        "minio, local, s3, gcs, azure, infomaniak, cumulus.\n"
    )


def test_ours_are_not_replaced(run: Run, installed: Path) -> None:
    install(installed, "thief", "local = cumulus:CumulusStorageAdapter")
    root = installed.parent / "account"
    (root / "models").mkdir(parents=True)
    assert run(OBJECT_STORE_TYPE="local", OBJECT_STORE_ROOT=str(root)).startswith("LocalStorageAdapter(")


def test_two_of_a_name_are_refused(run: Run, installed: Path) -> None:
    install(installed, "another", "cumulus = another:Adapter")
    expected = "There are two storage adapters cumulus: another:Adapter and cumulus:CumulusStorageAdapter.\n"
    assert run() == expected


@pytest.mark.parametrize(
    ("target", "reason"),
    [
        ("missing:Adapter", "cannot be imported: No module named 'missing'"),
        ("cumulus:Missing", "cannot be imported: module 'cumulus' has no attribute 'Missing'"),
        ("cumulus:ADAPTER", "is no StorageClient"),
        ("pathlib:Path", "is no StorageClient"),
    ],
)
def test_what_is_no_adapter_is_refused(run: Run, installed: Path, target: str, reason: str) -> None:
    (installed / "cumulus.py").write_text(ADAPTER + "\nADAPTER = 1\n")
    install(installed, "broken", f"broken = {target}")
    expected = f"The storage adapter broken ({target}) {reason}.\n"
    assert run(OBJECT_STORE_TYPE="broken") == expected


def test_every_name_of_ours_has_its_adapter() -> None:
    assert adapter_names()[:6] == ("minio", "local", "s3", "gcs", "azure", "infomaniak")
    kinds = [adapter(name) for name in adapter_names()[:6]]
    assert len(set(kinds)) == 6
    assert all(issubclass(kind, StorageClient) for kind in kinds)
    with pytest.raises(ConfigurationError, match=r"^There is no storage adapter nimbus; there are minio, "):
        adapter("nimbus")
