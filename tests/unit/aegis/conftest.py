"""Each test begins in an empty folder, where no ``.env`` lies."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current folder of the test."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def environment(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Sets variables for the test."""

    def set_all(**variables: str) -> None:
        for name, value in variables.items():
            monkeypatch.setenv(name, value)

    return set_all


@pytest.fixture
def yaml(folder: Path, environment: Callable[..., None]) -> Callable[[str], Path]:
    """Writes the YAML file and names it."""

    def write(text: str) -> Path:
        file = folder / "deployment" / "aegis.yaml"
        file.parent.mkdir()
        file.write_text(text, encoding="utf-8")
        environment(AEGIS_CONFIG=str(file))
        return file

    return write


@pytest.fixture
def secret_files(folder: Path, environment: Callable[..., None]) -> Callable[..., Path]:
    """Mounts secrets as Kubernetes does: each name leads by a link to a file in a hidden folder."""

    def mount(**secrets: str) -> Path:
        mounted = folder / "secrets"
        (mounted / "..data").mkdir(parents=True)
        for name, secret in secrets.items():
            (mounted / "..data" / name).write_text(secret, encoding="utf-8")
            (mounted / name).symlink_to(Path("..data", name))
        environment(AEGIS_SECRETS_DIR=str(mounted))
        return mounted

    return mount
