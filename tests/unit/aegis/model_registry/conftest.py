"""Keys and a model, as files."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.unit.aegis.model_registry.keys import KeyPair


@pytest.fixture(scope="session")
def trusted(tmp_path_factory: pytest.TempPathFactory) -> KeyPair:
    """The key that counts."""
    return KeyPair.make(tmp_path_factory.mktemp("trusted"), "release")


@pytest.fixture(scope="session")
def stranger(tmp_path_factory: pytest.TempPathFactory) -> KeyPair:
    """A key that does not count."""
    return KeyPair.make(tmp_path_factory.mktemp("stranger"), "stranger")


@pytest.fixture
def model(folder: Path) -> Path:
    """A model of several pieces."""
    file = folder / "model.safetensors"
    file.write_bytes(b"weights\n" * 100_000)
    return file
