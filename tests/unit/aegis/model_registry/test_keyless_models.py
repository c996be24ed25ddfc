"""Models that were signed keyless are registered and loaded as the policy says, and else not."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from aegis_multimodal_ai_system.model_registry import Catalogue, ModelRegistry, Policy, errors, read_signature
from aegis_multimodal_ai_system.model_registry.policy import TrustedIdentity
from aegis_multimodal_ai_system.storage import LocalStorageAdapter
from tests.unit.aegis.model_registry.keyless import WORKFLOW, PrivateSigstore


@pytest.fixture
def registry(folder: Path, sigstore: PrivateSigstore) -> Iterator[ModelRegistry]:
    """A registry in which one identity counts."""
    storage = LocalStorageAdapter("aegis", root=folder / "store")
    storage.client.create_bucket("aegis")
    policy = Policy(identities={"release": TrustedIdentity(sigstore.identity(), ("chat*",))})
    catalogue = Catalogue.open(f"sqlite:///{folder / 'registry.sqlite'}")
    with ModelRegistry(storage, catalogue, policy, cache=folder / "cache") as made:
        yield made


@pytest.fixture
def registered(registry: ModelRegistry, model: Path, sigstore: PrivateSigstore) -> str:
    """The address of a model that is registered."""
    return registry.register("chat", model, signature=read_signature(sigstore.bundle("release"))).uri


def replace(registry: ModelRegistry, key: str, content: bytes) -> None:
    """Change an object behind the registry's back."""
    file = Path("replacement")
    file.write_bytes(content)
    registry.storage.upload(file, key)


def cached(folder: Path) -> list[Path]:
    """All that is in the cache."""
    return [path for path in (folder / "cache").rglob("*") if path.is_file()]


def test_a_model_is_registered_with_its_bundle_and_loaded(
    registry: ModelRegistry, registered: str, model: Path, sigstore: PrivateSigstore
) -> None:
    found = registry.get(registered)
    assert (found.signer, found.key_hint) == ("release", None)
    stored = b"".join(registry.storage.stream(found.key + ".sigstore.json"))
    assert stored == sigstore.bundle("release").read_bytes()
    path = registry.load_artifact(registered)
    assert path.read_bytes() == model.read_bytes()
    assert registry.load_artifact(registered) == path


def test_a_tampered_file(registry: ModelRegistry, registered: str, folder: Path) -> None:
    replace(registry, registry.get(registered).key, b"weightz\n" * 100_000)
    with pytest.raises(errors.DigestMismatchError):
        registry.load_artifact(registered)
    assert cached(folder) == []


@pytest.mark.parametrize(
    ("scenario", "error"),
    [
        ("other_branch", errors.UntrustedIdentityError),
        ("expired", errors.CertificateTimeError),
        ("other_authority", errors.UntrustedAuthorityError),
        ("other_tlog", errors.LogEntryError),
    ],
)
def test_a_bundle_that_does_not_count(
    registry: ModelRegistry,
    registered: str,
    model: Path,
    folder: Path,
    sigstore: PrivateSigstore,
    scenario: str,
    error: type[Exception],
) -> None:
    registry.load_artifact(registered)
    replace(registry, registry.get(registered).key + ".sigstore.json", sigstore.bundle(scenario).read_bytes())
    with pytest.raises(error):
        registry.load_artifact(registered)
    assert cached(folder) == []
    kept = len(list(registry.storage.list()))
    with pytest.raises(error):
        registry.register("chat", model, signature=read_signature(sigstore.bundle(scenario)))
    assert len(list(registry.storage.list())) == kept
    assert len(registry.list()) == 1


def test_a_swapped_bundle(
    registry: ModelRegistry, registered: str, folder: Path, sigstore: PrivateSigstore
) -> None:
    document = sigstore.document("release")
    digest = hashlib.sha256(b"other weights").digest()
    document["messageSignature"]["messageDigest"]["digest"] = base64.b64encode(digest).decode()
    replace(registry, registry.get(registered).key + ".sigstore.json", json.dumps(document).encode())
    with pytest.raises(errors.SwappedSignatureError):
        registry.load_artifact(registered)
    assert cached(folder) == []


def test_an_identity_that_counts_for_other_models(
    registry: ModelRegistry, model: Path, sigstore: PrivateSigstore
) -> None:
    with pytest.raises(errors.UntrustedIdentityError, match="the policy trusts no identity for it"):
        registry.register("vision", model, signature=read_signature(sigstore.bundle("release")))


def test_an_identity_that_counts_no_longer(registry: ModelRegistry, registered: str, folder: Path) -> None:
    registry.load_artifact(registered)
    registry.policy = Policy()
    with pytest.raises(errors.UntrustedIdentityError):
        registry.load_artifact(registered)
    assert cached(folder) == []


def test_an_identity_of_the_public_sigstore(registry: ModelRegistry, registered: str, folder: Path) -> None:
    (folder / "policy.toml").write_text(
        f'[identities.release]\nissuer = "https://issuer.example"\nidentity = "{WORKFLOW}"\n'
    )
    from aegis_multimodal_ai_system.model_registry import load_policy

    registry.policy = load_policy(folder / "policy.toml")
    with pytest.raises(errors.UntrustedAuthorityError):
        registry.load_artifact(registered)
    assert cached(folder) == []
