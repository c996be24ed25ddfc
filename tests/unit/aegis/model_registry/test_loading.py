"""What happens while a model is loaded: its object is replaced, or the process is killed."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest

from aegis_multimodal_ai_system.model_registry import Catalogue, ModelRegistry, Policy
from aegis_multimodal_ai_system.storage import LocalStorageAdapter, MinIOStorageAdapter
from codomyrmex.cloud import PreconditionFailedError
from codomyrmex.cloud.common.storage import Progress
from tests.servers.s3_server import S3Server

ROOT = Path(__file__).parents[4]
RANGES = 17 * 1024 * 1024  # more than are asked for at once

# Loads a model, and stops when it has its first bytes, until somebody writes to it.
LOADING = """\
import sys
from aegis_multimodal_ai_system.model_registry import Catalogue, ModelRegistry, Policy
from aegis_multimodal_ai_system.storage import LocalStorageAdapter

def stop(done, total):
    print("loading", flush=True)
    sys.stdin.readline()

class Stopping(LocalStorageAdapter):
    def download_verified(self, key, file_path, sha256, *, progress=None):
        return super().download_verified(key, file_path, sha256, progress=stop)

storage = Stopping("aegis", root="store")
catalogue = Catalogue.open("sqlite:///registry.sqlite")
with ModelRegistry(storage, catalogue, Policy(unsigned=("*",)), cache="cache") as registry:
    print(registry.load_artifact("aegis://scratch/1").read_text(), flush=True)
"""


def left(folder: Path) -> list[Path]:
    """All files in the cache."""
    return [path for path in (folder / "cache").rglob("*") if path.is_file()]


@pytest.fixture
def registry(folder: Path) -> Iterator[ModelRegistry]:
    """A registry in a folder, with a model that needs no signature."""
    storage = LocalStorageAdapter("aegis", root=folder / "store")
    storage.client.create_bucket("aegis")
    catalogue = Catalogue.open(f"sqlite:///{folder / 'registry.sqlite'}")
    (folder / "model.txt").write_text("weights")
    with ModelRegistry(storage, catalogue, Policy(unsigned=("*",)), cache=folder / "cache") as made:
        made.register("scratch", folder / "model.txt")
        (folder / "model.txt").write_text("other weights")
        made.register("scratch", folder / "model.txt")
        yield made


@pytest.fixture
def loading(registry: ModelRegistry, folder: Path) -> Iterator[subprocess.Popen[str]]:
    """A process that has begun to load a model."""
    registry.close()
    command = [sys.executable, "-c", LOADING]
    environment = {"PYTHONPATH": str(ROOT / "src"), "HOME": str(folder)}
    pipe = subprocess.PIPE
    with subprocess.Popen(
        command, env=environment, stdin=pipe, stdout=pipe, text=True, cwd=folder
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "loading\n"
        try:
            yield process
        finally:
            process.kill()


def test_what_a_killed_process_left_is_removed(
    registry: ModelRegistry, folder: Path, loading: subprocess.Popen[str]
) -> None:
    assert len(left(folder)) == 1
    loading.kill()
    loading.wait()
    path = registry.load_artifact("aegis://scratch/2")
    assert left(folder) == [path]
    assert [one.name for one in (folder / "cache").iterdir()] == [path.parent.name]


def test_what_another_process_works_in_is_not(
    registry: ModelRegistry, folder: Path, loading: subprocess.Popen[str]
) -> None:
    path = registry.load_artifact("aegis://scratch/2")
    assert len(left(folder)) == 2
    said, _ = loading.communicate("\n")
    assert said.endswith("weights\n")
    assert len(left(folder)) == 2
    assert registry.load_artifact("aegis://scratch/1") != path


class _Replaced(MinIOStorageAdapter):
    """A store in which an object is replaced when its first bytes have been read."""

    def download_verified(
        self,
        key: str,
        file_path: str | os.PathLike[str],
        sha256: bytes,
        *,
        progress: Progress | None = None,
    ) -> Path:
        replaced = False

        def replace(done: int, _total: int | None) -> None:
            nonlocal replaced
            if done and not replaced:
                replaced = True
                self.upload("other.bin", key)

        return super().download_verified(key, file_path, sha256, progress=replace)


def test_an_object_that_is_replaced_while_it_is_downloaded(folder: Path, moto_server: S3Server) -> None:
    arguments = {
        "bucket": f"models-{uuid4().hex[:12]}",
        "endpoint_url": moto_server.endpoint,
        "access_key": moto_server.access_key,
        "secret_key": moto_server.secret_key,
    }
    with _Replaced(**arguments) as storage:
        storage.client.create_bucket(storage.bucket)
        (folder / "model.bin").write_bytes(b"w" * RANGES)
        (folder / "other.bin").write_bytes(b"o" * RANGES)
        catalogue = Catalogue.open(f"sqlite:///{folder / 'registry.sqlite'}")
        with ModelRegistry(storage, catalogue, Policy(unsigned=("*",)), cache=folder / "cache") as registry:
            made = registry.register("scratch", folder / "model.bin")
            with pytest.raises(PreconditionFailedError, match="replaced while it was being read"):
                registry.load_artifact(made.uri)
            assert list((folder / "cache").iterdir()) == []
