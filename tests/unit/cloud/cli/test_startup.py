"""What a run costs before it does anything."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from codomyrmex import __version__
from tests.servers.s3_server import S3Server
from tests.unit.cloud.cli.conftest import PROGRAM, Cmx


def imported_by(*arguments: str) -> set[str]:
    """The top-level packages that a run of ``cmx`` imports."""
    command = [sys.executable, "-X", "importtime", *PROGRAM[1:], *arguments]
    done = subprocess.run(command, capture_output=True, check=True, timeout=300, text=True)
    timings = [line for line in done.stderr.splitlines() if line.startswith("import time:")]
    return {line.rpartition("|")[2].strip().partition(".")[0] for line in timings[1:]}


@pytest.mark.usefixtures("root")
def test_version_imports_nothing_third_party() -> None:
    assert imported_by("--version") <= sys.stdlib_module_names | {
        "codomyrmex",
        "_distutils_hack",
        "sitecustomize",
    }
    assert "click" not in imported_by("--version")


def test_version_is_printed(cmx: Cmx) -> None:
    outcome = cmx("--version")
    assert (outcome.code, outcome.out) == (0, f"cmx {__version__}\n")


HEAVY = {"boto3", "botocore", "fsspec", "opentelemetry", "pycurl", "pydantic", "rich"}
HEAVY |= {"structlog", "tomllib"}


@pytest.mark.usefixtures("store")
@pytest.mark.parametrize("command", ["ls local://", "ls local://b", "ls memory://", "du local://b"])
def test_an_embedded_store_needs_no_settings_no_sdk_no_wire_and_no_bars(command: str) -> None:
    assert not imported_by(*command.split()) & HEAVY


@pytest.mark.usefixtures("store")
def test_a_copy_into_an_embedded_store_needs_none_of_these_either(tmp_path: Path) -> None:
    file = tmp_path / "f"
    file.write_bytes(b"x")
    assert not imported_by("cp", str(file), "local://b/f") & HEAVY


@pytest.mark.usefixtures("store")
def test_a_profile_of_the_file_needs_a_reader_of_toml_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "cloud.toml"
    monkeypatch.setenv("CODOMYRMEX_CONFIG", str(file))
    file.write_text('[profiles.archive]\nprovider = "memory"\n')
    assert imported_by("ls", "archive://") & HEAVY == {"tomllib"}


def test_a_service_needs_the_wire_alone(moto_server: S3Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MINIO_ENDPOINT", moto_server.endpoint)
    monkeypatch.setenv("MINIO_ACCESS_KEY", moto_server.access_key)
    monkeypatch.setenv("MINIO_SECRET_KEY", moto_server.secret_key)
    assert imported_by("ls", "minio://") & (HEAVY | {"email"}) == {"pycurl"}


def test_help_names_every_command_and_exit_code(cmx: Cmx) -> None:
    outcome = cmx("--help")
    assert outcome.code == 0
    for word in ("ls", "cp", "cat", "put", "stat", "rm", "mb", "rb", "presign", "du", "providers", "doctor"):
        assert f"\n  {word} " in outcome.out
    for code in (0, 1, 2, 3, 4, 5, 6, 7, 70, 130, 141):
        assert f"\n  {code} " in outcome.out
    assert cmx().out == outcome.out
