"""Keys and a model, as files, and a Sigstore that has signed that model keyless."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import available
from tests.servers.sigstore.npm import NpmSigstore, npm_sigstore
from tests.unit.aegis.model_registry.keyless import SCENARIOS, WEIGHTS, PrivateSigstore
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
    file.write_bytes(WEIGHTS)
    return file


@pytest.fixture(scope="session")
def npm(pytestconfig: pytest.Config) -> Iterator[NpmSigstore]:
    """Sigstore's programs for JavaScript."""
    with available("npm-sigstore", npm_sigstore, pytestconfig) as programs:
        yield programs


@pytest.fixture(scope="session")
def sigstore(npm: NpmSigstore, tmp_path_factory: pytest.TempPathFactory) -> PrivateSigstore:
    """A Sigstore of its own, with the bundles of the model."""
    folder = tmp_path_factory.mktemp("sigstore")
    artifact = folder / "artifact"
    artifact.write_bytes(WEIGHTS)
    return PrivateSigstore.write(folder, *npm.private_instance(artifact, SCENARIOS))
