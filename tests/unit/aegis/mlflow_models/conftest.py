"""A registry in the folder of the test, and keys."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from aegis_multimodal_ai_system import config
from aegis_multimodal_ai_system.model_registry import ModelRegistry
from aegis_multimodal_ai_system.storage import LocalStorageAdapter
from tests.unit.aegis.model_registry.keys import KeyPair

Policed = Callable[[str], ModelRegistry]


@pytest.fixture(scope="session")
def pairs(tmp_path_factory: pytest.TempPathFactory) -> dict[str, KeyPair]:
    """The key that counts, and one that does not."""
    folder = tmp_path_factory.mktemp("keys")
    return {name: KeyPair.make(folder, name) for name in ("release", "stranger")}


@pytest.fixture
def policed(folder: Path, pairs: dict[str, KeyPair], monkeypatch: pytest.MonkeyPatch) -> Iterator[Policed]:
    """Gives the registry of the settings, under a policy with these permissions."""
    settings = {
        "OBJECT_STORE_TYPE": "local",
        "OBJECT_STORE_ROOT": str(folder / "store"),
        "DATABASE_URL": f"sqlite:///{folder / 'registry.sqlite'}",
        "MODEL_SIGNATURE_POLICY": str(folder / "policy.toml"),
    }
    for name, value in settings.items():
        monkeypatch.setenv(name, value)
    vars(config).pop("cfg", None)
    LocalStorageAdapter("aegis", root=folder / "store").client.create_bucket("aegis")
    opened = []

    def under(permissions: str) -> ModelRegistry:
        key = f'[keys.release]\nfile = "{pairs["release"].public}"\n'
        (folder / "policy.toml").write_text(f"{key}[allow]\n{permissions}\n")
        opened.append(ModelRegistry.from_settings())
        return opened[-1]

    yield under
    for registry in opened:
        registry.close()
    vars(config).pop("cfg", None)
