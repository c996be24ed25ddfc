"""Models are loaded when they are what was registered and are signed as the policy demands, and else not."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any, NoReturn

import pytest
from sqlalchemy import update

from aegis_multimodal_ai_system.config import load
from aegis_multimodal_ai_system.model_registry import (
    Catalogue,
    ModelRegistry,
    Policy,
    Stage,
    errors,
    read_signature,
    sign_file,
    write_signature,
)
from aegis_multimodal_ai_system.model_registry.catalogue.database import connect
from aegis_multimodal_ai_system.model_registry.catalogue.tables import VERSIONS
from aegis_multimodal_ai_system.model_registry.policy import TrustedKey
from aegis_multimodal_ai_system.storage import LocalStorageAdapter
from codomyrmex.cloud import (
    BucketNotFoundError,
    ConfigurationError,
    IntegrityError,
    LocalFileError,
    NotFoundError,
    ObjectInfo,
)
from tests.unit.aegis.model_registry.keys import KeyPair

NOW = timedelta()


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file of SQLite with the tables and nothing in them."""
    file = tmp_path_factory.mktemp("empty") / "registry.sqlite"
    Catalogue.open(f"sqlite:///{file}").close()
    return file


@pytest.fixture
def registry(folder: Path, trusted: KeyPair, empty: Path) -> Iterator[ModelRegistry]:
    """A registry in which one key counts, with a model that needs no signature and one of any format."""
    storage = LocalStorageAdapter("aegis", root=folder / "store")
    storage.client.create_bucket("aegis")
    policy = Policy({"release": TrustedKey(trusted.key)}, unsigned=("scratch",), unsafe=("legacy",))
    shutil.copy(empty, folder / "registry.sqlite")
    catalogue = Catalogue.open(f"sqlite:///{folder / 'registry.sqlite'}")
    with ModelRegistry(storage, catalogue, policy, cache=folder / "cache") as made:
        yield made


@pytest.fixture
def registered(registry: ModelRegistry, model: Path, trusted: KeyPair) -> str:
    """The address of a model that is registered."""
    return registry.register("chat", model, signer=trusted.signer).uri


def cached(folder: Path) -> list[Path]:
    """All files of the cache."""
    return [path for path in (folder / "cache").rglob("*") if path.is_file()]


def keys(registry: ModelRegistry) -> list[str]:
    """The keys of all objects."""
    return [found.key for found in registry.storage.list()]


def replace(registry: ModelRegistry, key: str, content: bytes, folder: Path) -> None:
    """Change an object behind the registry's back."""
    file = folder / "replacement"
    file.write_bytes(content)
    registry.storage.upload(file, key)


def test_what_is_registered_is_loaded(registry: ModelRegistry, model: Path, trusted: KeyPair) -> None:
    registry.register("base", model, signer=trusted.signer)
    made = registry.register(
        "chat",
        model,
        signer=trusted.signer,
        parents=("aegis://base/staging",),
        provenance={"commit": "c0ffee"},
    )
    assert (made.uri, made.signer, made.key_hint) == ("aegis://chat/1", "release", trusted.key.hint)
    assert (made.parents, made.provenance["commit"]) == (("aegis://base/1",), "c0ffee")
    assert made.size == model.stat().st_size
    path = registry.load_artifact(made.uri)
    assert path.name == "model.safetensors"
    assert path.read_bytes() == model.read_bytes()
    assert registry.promote(made.uri).stage is Stage.PRODUCTION
    assert registry.load_artifact("aegis://chat/production") == path
    assert [found.uri for found in registry.list(stage=Stage.PRODUCTION)] == [made.uri]
    assert registry.get(made.uri).stage is Stage.PRODUCTION


@pytest.mark.parametrize("form", [0, 1])
def test_a_signature_that_cosign_made_comes_along(
    registry: ModelRegistry, model: Path, trusted: KeyPair, form: int
) -> None:
    files = write_signature(sign_file(model, trusted.signer), model)
    made = registry.register("chat", model, signature=read_signature(files[form]))
    assert made.signer == "release"
    assert registry.load_artifact(made.uri).read_bytes() == model.read_bytes()


def test_what_was_loaded_is_not_downloaded_again_and_checked_all_the_same(
    registry: ModelRegistry, registered: str, folder: Path
) -> None:
    path = registry.load_artifact(registered)
    registry.storage.delete(registry.get(registered).key)
    assert registry.load_artifact(registered) == path
    path.write_bytes(b"changed on this machine")
    with pytest.raises(errors.ArtifactMissingError):
        registry.load_artifact(registered)
    assert cached(folder) == []


def test_a_changed_file_of_the_cache_is_replaced(
    registry: ModelRegistry, registered: str, model: Path
) -> None:
    path = registry.load_artifact(registered)
    path.write_bytes(b"changed on this machine")
    assert registry.load_artifact(registered).read_bytes() == model.read_bytes()


@pytest.mark.parametrize("content", [b"weightz\n" * 100_000, b"short", b"weights\n" * 200_000, b""])
def test_a_tampered_file(registry: ModelRegistry, registered: str, folder: Path, content: bytes) -> None:
    replace(registry, registry.get(registered).key, content, folder)
    with pytest.raises(errors.DigestMismatchError, match="aegis://chat/1 is not the one that was registered"):
        registry.load_artifact(registered)
    assert cached(folder) == []


def test_what_arrives_damaged_is_fetched_once_more(
    registry: ModelRegistry, registered: str, model: Path, folder: Path
) -> None:
    class Damaging(LocalStorageAdapter):
        def download_verified(self, key: str, *_arguments: Any, **_options: Any) -> NoReturn:
            raise IntegrityError(f"{key} arrived damaged.")

    registry.storage = Damaging("aegis", root=folder / "store")
    assert registry.load_artifact(registered).read_bytes() == model.read_bytes()


def test_a_file_and_a_row_that_were_changed_together(
    registry: ModelRegistry, registered: str, folder: Path
) -> None:
    content = b"evil"
    replace(registry, registry.get(registered).key, content, folder)
    engine = connect(f"sqlite:///{folder / 'registry.sqlite'}")
    with engine.begin() as connection:
        digest = "4" * 64
        connection.exec_driver_sql("UPDATE aegis_model_versions SET digest = ?, size = 4", (digest,))
    engine.dispose()
    with pytest.raises(errors.SwappedSignatureError):
        registry.load_artifact(registered)
    assert cached(folder) == []


def test_a_swapped_signature(
    registry: ModelRegistry, registered: str, folder: Path, trusted: KeyPair
) -> None:
    other = folder / "other.safetensors"
    other.write_bytes(b"other weights")
    _, bundle = write_signature(sign_file(other, trusted.signer), other)
    registry.load_artifact(registered)
    replace(registry, registry.get(registered).key + ".sigstore.json", bundle.read_bytes(), folder)
    with pytest.raises(errors.SwappedSignatureError, match="signature of chat is one of another file"):
        registry.load_artifact(registered)
    assert cached(folder) == []


def test_a_signature_by_another_key(
    registry: ModelRegistry, registered: str, folder: Path, model: Path, stranger: KeyPair
) -> None:
    _, bundle = write_signature(sign_file(model, stranger.signer), model)
    replace(registry, registry.get(registered).key + ".sigstore.json", bundle.read_bytes(), folder)
    with pytest.raises(errors.UntrustedKeyError):
        registry.load_artifact(registered)


def test_a_signature_that_is_gone(registry: ModelRegistry, registered: str, folder: Path) -> None:
    registry.load_artifact(registered)
    registry.storage.delete(registry.get(registered).key + ".sigstore.json")
    with pytest.raises(errors.MissingSignatureError, match="chat has no signature"):
        registry.load_artifact(registered)
    assert cached(folder) == []


@pytest.mark.parametrize("content", [b"{}", b"%", b"A" * 3_000_000])
def test_a_signature_that_is_none(
    registry: ModelRegistry, registered: str, folder: Path, content: bytes
) -> None:
    replace(registry, registry.get(registered).key + ".sigstore.json", content, folder)
    with pytest.raises(errors.MalformedSignatureError):
        registry.load_artifact(registered)


def test_a_key_that_counts_no_longer(registry: ModelRegistry, registered: str, folder: Path) -> None:
    registry.load_artifact(registered)
    registry.policy = Policy()
    with pytest.raises(errors.UntrustedKeyError):
        registry.load_artifact(registered)
    assert cached(folder) == []


def test_an_unsafe_format_that_is_permitted_no_longer(
    registry: ModelRegistry, folder: Path, trusted: KeyPair
) -> None:
    file = folder / "model.pkl"
    file.write_bytes(b"\x80\x04N.")
    made = registry.register("legacy", file, signer=trusted.signer)
    assert registry.load_artifact(made.uri).name == "model.pkl"
    registry.policy = Policy(registry.policy.keys)
    for _ in range(2):  # from the cache, and from the store
        with pytest.raises(errors.UnsafeFormatError, match="legacy is a pickle"):
            registry.load_artifact(made.uri)
        assert cached(folder) == []


def test_an_object_that_is_gone(registry: ModelRegistry, registered: str, folder: Path) -> None:
    registry.storage.delete(registry.get(registered).key)
    with pytest.raises(
        errors.ArtifactMissingError, match="is registered, and its object models/chat/"
    ) as caught:
        registry.load_artifact(registered)
    assert isinstance(caught.value, NotFoundError)
    assert cached(folder) == []


def test_a_bucket_that_is_gone(registry: ModelRegistry, registered: str) -> None:
    registry.storage.bucket = "another"
    with pytest.raises(BucketNotFoundError):
        registry.load_artifact(registered)


@pytest.mark.parametrize(
    ("column", "value", "reason"),
    [
        ("file_name", "../../evil", "has a name that is a path"),
        ("file_name", "..", "has a name that is a path"),
        ("file_name", "", "has a name that is a path"),
        ("digest", "../../evil", "is not a SHA-256"),
    ],
)
def test_what_the_database_has_does_not_lead_out_of_the_cache(
    registry: ModelRegistry, registered: str, folder: Path, column: str, value: str, reason: str
) -> None:
    engine = connect(f"sqlite:///{folder / 'registry.sqlite'}")
    with engine.begin() as connection:
        connection.execute(update(VERSIONS).values({column: value}))
    engine.dispose()
    with pytest.raises(errors.RegistryError, match=reason):
        registry.load_artifact(registered)


def test_what_could_not_be_loaded_is_not_registered(
    registry: ModelRegistry, model: Path, folder: Path, stranger: KeyPair
) -> None:
    pickled = folder / "model.pkl"
    pickled.write_bytes(b"")
    with pytest.raises(errors.MissingSignatureError):
        registry.register("chat", model)
    with pytest.raises(errors.UntrustedKeyError):
        registry.register("chat", model, signer=stranger.signer)
    with pytest.raises(errors.UnsafeFormatError):
        registry.register("scratch", pickled)
    with pytest.raises(NotFoundError, match="aegis://none/1 is not registered"):
        registry.register("scratch", model, parents=("aegis://none/1",))
    with pytest.raises(LocalFileError):
        registry.register("scratch", folder / "none")
    with pytest.raises(ValueError, match="not both"):
        registry.register("chat", model, signer=stranger.signer, signature=sign_file(model, stranger.signer))
    assert keys(registry) == []
    assert registry.list() == []


def test_a_file_that_changes_while_it_is_registered(
    registry: ModelRegistry, model: Path, trusted: KeyPair, folder: Path
) -> None:
    class Meanwhile(LocalStorageAdapter):
        def upload(self, file_path: str | os.PathLike[str], key: str, **options: Any) -> ObjectInfo:
            stored = super().upload(file_path, key, **options)
            changes[-1]()
            return stored

    changes: list[Callable[[], object]] = [model.touch]  # another time, and the same bytes
    registry.storage = Meanwhile("aegis", root=folder / "store")
    assert registry.register("chat", model, signer=trusted.signer).version == 1
    kept = keys(registry)
    other = b"Weights\n" * 100_000
    for change, reason in (
        (lambda: model.write_bytes(other), "changed while it was registered"),
        (model.unlink, "cannot be read"),
    ):
        changes.append(change)
        with pytest.raises(LocalFileError, match=reason):
            registry.register("chat", model, signer=trusted.signer)
        assert len(registry.list()) == 1
        assert keys(registry) == kept


def test_a_model_that_needs_no_signature(registry: ModelRegistry, model: Path) -> None:
    made = registry.register("scratch", model)
    assert (made.signer, made.key_hint) == (None, None)
    assert keys(registry) == [made.key]
    assert registry.load_artifact(made.uri).read_bytes() == model.read_bytes()


def test_an_upload_that_fails_leaves_no_row(registry: ModelRegistry, model: Path, trusted: KeyPair) -> None:
    registry.storage.bucket = "another"
    with pytest.raises(BucketNotFoundError):
        registry.register("chat", model, signer=trusted.signer)
    assert registry.list() == []


def test_a_database_that_fails_leaves_nothing_that_gc_does_not_find(
    registry: ModelRegistry, registered: str, model: Path, trusted: KeyPair, folder: Path
) -> None:
    kept = keys(registry)
    engine = connect(f"sqlite:///{folder / 'registry.sqlite'}")
    with engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE aegis_model_versions RENAME TO elsewhere")
    with pytest.raises(errors.CatalogueUnavailableError):
        registry.register("chat", model, signer=trusted.signer)
    with engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE elsewhere RENAME TO aegis_model_versions")
    engine.dispose()
    assert len(keys(registry)) == len(kept) + 2
    assert len(list(registry.orphans(older_than=NOW))) == 2
    assert list(registry.orphans()) == []  # they may belong to a registration that is under way
    assert registry.gc() == 0
    assert registry.gc(older_than=NOW) == 2
    assert keys(registry) == kept
    registry.load_artifact(registered)


def test_gc_leaves_what_only_looks_like_a_signature(registry: ModelRegistry, folder: Path) -> None:
    file = folder / "model.sigstore.json"
    file.write_bytes(b"{}")
    made = registry.register("scratch", file)
    assert registry.gc(older_than=NOW) == 0
    assert registry.load_artifact(made.uri).read_bytes() == b"{}"


def test_gc_leaves_what_is_not_the_registry_s(registry: ModelRegistry, model: Path) -> None:
    registry.storage.upload(model, "reports/1")
    assert registry.gc(older_than=NOW) == 0
    assert keys(registry) == ["reports/1"]


def test_the_cache_is_the_user_s_alone(registry: ModelRegistry, registered: str) -> None:
    path = registry.load_artifact(registered)
    assert os.stat(path.parent).st_mode & 0o077 == 0


def test_a_cache_that_cannot_be_written(registry: ModelRegistry, registered: str, folder: Path) -> None:
    (folder / "cache").write_bytes(b"a file where the cache should be")
    with pytest.raises(LocalFileError, match="cannot be written"):
        registry.load_artifact(registered)


def test_importing_it_loads_nothing_of_the_extra() -> None:
    program = (
        "import sys, aegis_multimodal_ai_system.model_registry.signatures\n"
        "import aegis_multimodal_ai_system.model_registry.catalogue\n"
        "heavy = {'sqlalchemy', 'alembic', 'psycopg', 'cryptography', 'nacl', 'pydantic', 'sigstore'}\n"
        "print(sorted(heavy & set(sys.modules)))\n"
    )
    path = str(Path(__file__).parents[4] / "src")
    run = subprocess.run(
        [sys.executable, "-c", program], env={"PYTHONPATH": path}, capture_output=True, text=True
    )
    assert run.stdout == "[]\n", run.stderr


def test_the_registry_of_the_settings(folder: Path, trusted: KeyPair, model: Path) -> None:
    (folder / "policy.toml").write_text(f'[keys.release]\nfile = "{trusted.public}"\n')
    cfg = load(
        OBJECT_STORE_TYPE="local",
        OBJECT_STORE_ROOT=folder / "store",
        DATABASE_URL=f"sqlite:///{folder / 'registry.sqlite'}",
        MODEL_SIGNATURE_POLICY=folder / "policy.toml",
    )
    LocalStorageAdapter("aegis", root=folder / "store").client.create_bucket("aegis")
    with ModelRegistry.from_settings(cfg) as registry:
        made = registry.register("chat", model, signer=trusted.signer)
        assert registry.load_artifact(made.uri).is_relative_to(Path.home())
        assert repr(registry).startswith("ModelRegistry(LocalStorageAdapter('aegis'")


def test_without_a_policy_there_is_no_registry() -> None:
    with pytest.raises(ConfigurationError, match="MODEL_SIGNATURE_POLICY must name the policy"):
        ModelRegistry.from_settings(load(OBJECT_STORE_TYPE="local"))
