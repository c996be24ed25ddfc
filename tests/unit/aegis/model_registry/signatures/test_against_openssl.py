"""What is signed here, openssl and npm's own verifier verify, and the other way round."""

from __future__ import annotations

import base64
import json
from pathlib import Path

from aegis_multimodal_ai_system.model_registry.signatures import (
    read_signature,
    sign_file,
    verify,
    write_signature,
)
from aegis_multimodal_ai_system.model_registry.signatures.digest import file_digest
from tests.servers.sigstore.npm import NpmSigstore
from tests.unit.aegis.model_registry.keys import KeyPair, openssl

PUBLISHED = Path(__file__).parent / "published"


def test_openssl_verifies_what_is_signed_here(trusted: KeyPair, model: Path, folder: Path) -> None:
    sig, _ = write_signature(sign_file(model, trusted.signer), model)
    der = folder / "signature.der"
    der.write_bytes(base64.b64decode(sig.read_bytes()))
    said = openssl("dgst", "-sha256", "-verify", trusted.public, "-signature", der, model)
    assert said == b"Verified OK\n"


def test_what_openssl_signs_is_verified_here(trusted: KeyPair, model: Path) -> None:
    sig = Path(f"{model}.sig")
    sig.write_bytes(base64.encodebytes(openssl("dgst", "-sha256", "-sign", trusted.private, model)))
    # base64 of the shell breaks lines, cosign does not.
    sig.write_bytes(b"".join(sig.read_bytes().split()) + b"\n")
    assert verify(read_signature(sig), file_digest(model), {"release": trusted.key}, "model") == "release"


def test_openssl_hashes_the_same(model: Path) -> None:
    assert file_digest(model) == openssl("dgst", "-sha256", "-binary", model)


def test_npm_verifies_what_is_signed_here(
    trusted: KeyPair, stranger: KeyPair, model: Path, npm: NpmSigstore
) -> None:
    _, bundle = write_signature(sign_file(model, trusted.signer), model)
    npm.verify_key(bundle, model, trusted.public)
    assert "another hint" in npm.verify_key(bundle, model, stranger.public, check=False).stderr
    model.write_bytes(b"others")
    assert "another digest" in npm.verify_key(bundle, model, trusted.public, check=False).stderr


def test_what_npm_signs_is_verified_here(
    trusted: KeyPair, model: Path, folder: Path, npm: NpmSigstore
) -> None:
    bundle = folder / "bundle.json"
    bundle.write_bytes(npm.sign(trusted.private, model))
    signature = read_signature(bundle)
    assert signature.key_hint == trusted.key.hint
    assert verify(signature, file_digest(model), {"release": trusted.key}, "model") == "release"


def test_a_published_bundle_is_verified(folder: Path) -> None:
    from aegis_multimodal_ai_system.model_registry.signatures import PublicKey

    file = folder / "hello_world.txt"
    file.write_bytes(b"hello world")
    key = PublicKey.from_pem((PUBLISHED / "hello_world.pub").read_bytes())
    signature = read_signature(PUBLISHED / "hello_world.sigstore.json")
    assert signature.key_hint == key.hint
    assert verify(signature, file_digest(file), {"published": key}, "hello_world.txt") == "published"


def test_the_bundle_has_the_fields_of_the_published_one(trusted: KeyPair, model: Path) -> None:
    _, bundle = write_signature(sign_file(model, trusted.signer), model)
    ours = json.loads(bundle.read_bytes())
    theirs = json.loads((PUBLISHED / "hello_world.sigstore.json").read_bytes())
    del theirs["verificationMaterial"]["timestampVerificationData"]
    assert _shape(ours) == _shape(theirs)


def _shape(value: object) -> object:
    return {name: _shape(part) for name, part in value.items()} if isinstance(value, dict) else type(value)
