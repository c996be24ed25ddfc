"""What is no signature by a trusted key is refused, each with its own error."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from aegis_multimodal_ai_system.model_registry import errors
from aegis_multimodal_ai_system.model_registry.signatures import (
    Signature,
    read_signature,
    sign_file,
    verify,
    write_signature,
)
from aegis_multimodal_ai_system.model_registry.signatures.bundle import format_bundle
from aegis_multimodal_ai_system.model_registry.signatures.digest import file_digest
from tests.unit.aegis.model_registry.keys import KeyPair, openssl

Change = Callable[[dict[str, Any]], object]


@pytest.fixture
def bundle(trusted: KeyPair, model: Path) -> Path:
    """The bundle of the model."""
    return write_signature(sign_file(model, trusted.signer), model)[1]


def changed(bundle: Path, change: Change) -> Path:
    """The bundle after a change."""
    document = json.loads(bundle.read_bytes())
    change(document)
    bundle.write_text(json.dumps(document))
    return bundle


def test_a_signature_of_another_file(trusted: KeyPair, model: Path, bundle: Path) -> None:
    model.write_bytes(b"other weights")
    with pytest.raises(errors.SwappedSignatureError, match="The signature of it is one of another file"):
        verify(read_signature(bundle), file_digest(model), {"release": trusted.key}, "it")


def test_a_key_that_does_not_count(stranger: KeyPair, model: Path, bundle: Path) -> None:
    with pytest.raises(errors.UntrustedKeyError, match="a key that the policy does not trust"):
        verify(read_signature(bundle), file_digest(model), {"stranger": stranger.key}, "it")


def test_a_bundle_that_lies_about_its_key(trusted: KeyPair, stranger: KeyPair, model: Path) -> None:
    made = sign_file(model, stranger.signer)
    lying = Signature(made.value, made.digest, trusted.key.hint)
    with pytest.raises(errors.InvalidSignatureError, match="names the key release, which did not make it"):
        verify(lying, file_digest(model), {"release": trusted.key}, "it")


def test_a_bundle_that_lies_about_its_digest(trusted: KeyPair, model: Path, folder: Path) -> None:
    other = folder / "other"
    other.write_bytes(b"other weights")
    made = sign_file(other, trusted.signer)
    lying = Signature(made.value, file_digest(model), made.key_hint)
    with pytest.raises(errors.InvalidSignatureError):
        verify(lying, file_digest(model), {"release": trusted.key}, "it")


def test_a_sig_file_says_nothing_of_its_key(stranger: KeyPair, trusted: KeyPair, model: Path) -> None:
    sig, _ = write_signature(sign_file(model, stranger.signer), model)
    with pytest.raises(
        errors.InvalidSignatureError, match="No key that the policy trusts made the signature"
    ):
        verify(read_signature(sig), file_digest(model), {"release": trusted.key}, "it")


def test_no_keys_let_nothing_in(model: Path, bundle: Path) -> None:
    with pytest.raises(errors.UntrustedKeyError):
        verify(read_signature(bundle), file_digest(model), {}, "it")


def put_certificate(material: bytes, field: str) -> Change:
    """Puts something in the place of the key's hint."""
    raw = {"rawBytes": base64.b64encode(material).decode()}

    def change(document: dict[str, Any]) -> None:
        found = {"certificates": [raw]} if field == "x509CertificateChain" else raw
        document["verificationMaterial"][field] = found
        del document["verificationMaterial"]["publicKey"]

    return change


@pytest.mark.parametrize("field", ["certificate", "x509CertificateChain"])
@pytest.mark.parametrize("form", ["DER", "PEM"])
def test_a_bare_key_in_place_of_a_certificate(stranger: KeyPair, bundle: Path, field: str, form: str) -> None:
    key = openssl("pkey", "-pubin", "-in", stranger.public, "-outform", form)
    with pytest.raises(errors.BareKeyError, match="a bare public key where a certificate belongs"):
        read_signature(changed(bundle, put_certificate(key, field)))


def test_a_bare_key_in_cosign_s_older_bundle(stranger: KeyPair, folder: Path) -> None:
    cert = base64.b64encode(stranger.public.read_bytes()).decode()
    older = folder / "older.json"
    older.write_text(json.dumps({"base64Signature": "MEUC", "cert": cert}))
    with pytest.raises(errors.BareKeyError):
        read_signature(older)
    older.write_text(json.dumps({"base64Signature": "MEUC"}))
    with pytest.raises(errors.MalformedSignatureError, match="--new-bundle-format"):
        read_signature(older)


@pytest.mark.parametrize(
    ("kind", "reason"), [("EC", "no entry of a transparency log"), ("ED25519", "no key of")]
)
def test_a_certificate_of_one_s_own(bundle: Path, folder: Path, kind: str, reason: str) -> None:
    curve = ["-pkeyopt", "ec_paramgen_curve:P-256"] if kind == "EC" else []
    openssl("genpkey", "-algorithm", kind, *curve, "-out", folder / "own.key")
    made = openssl("req", "-x509", "-new", "-key", folder / "own.key", "-subj", "/CN=ada", "-outform", "DER")
    with pytest.raises(errors.MalformedSignatureError, match=reason):
        read_signature(changed(bundle, put_certificate(made, "certificate")))


def test_a_certificate_beside_a_hint(bundle: Path) -> None:
    def add(document: dict[str, Any]) -> None:
        document["verificationMaterial"]["certificate"] = {"rawBytes": "bm9uZQ=="}

    with pytest.raises(errors.MalformedSignatureError, match="certificate cannot be read"):
        read_signature(changed(bundle, add))


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda it: it.pop("mediaType"), "not one of version 0.1 to 0.3"),
        (lambda it: it.update(mediaType="application/vnd.dev.sigstore.bundle.v0.4+json"), "version 0.1 to"),
        (lambda it: it.pop("verificationMaterial"), "no verificationMaterial"),
        (lambda it: it["verificationMaterial"].pop("publicKey"), "no publicKey"),
        (lambda it: it["verificationMaterial"].update(publicKey={"hint": 7}), "no hint, or one"),
        (lambda it: it["verificationMaterial"].update(certificate=7), "certificate without rawBytes"),
        (
            lambda it: it["verificationMaterial"].update(x509CertificateChain=[]),
            "certificate without rawBytes",
        ),
        (lambda it: it.update(dsseEnvelope={}), "a DSSE envelope"),
        (lambda it: it.pop("messageSignature"), "no messageSignature"),
        (lambda it: it["messageSignature"].pop("signature"), "no signature"),
        (lambda it: it["messageSignature"].update(signature="%%%"), "signature is not valid base64"),
        (lambda it: it["messageSignature"].update(signature="AAAA"), "not one of ECDSA"),
        (
            lambda it: it["messageSignature"]["messageDigest"].update(algorithm="SHA2_512"),
            "another algorithm",
        ),
        (
            lambda it: it["messageSignature"]["messageDigest"].update(digest="AAAA"),
            "not as long as a SHA-256",
        ),
    ],
)
def test_a_malformed_bundle(bundle: Path, change: Change, reason: str) -> None:
    with pytest.raises(errors.MalformedSignatureError, match=reason):
        read_signature(changed(bundle, change))


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "not one of ECDSA"),
        (b"{", "not valid JSON"),
        (b'{"mediaType": "a", "mediaType": "b"}', "not valid JSON"),
        (b'{"a":' * 100_000, "not valid JSON"),
        (b"\xff\xfe", "not valid base64"),
        (b"c2lnbmF0dXJl", "not one of ECDSA"),
        (b"A" * 2_000_000, "larger than any signature"),
    ],
)
def test_what_is_no_signature_file(folder: Path, content: bytes, reason: str) -> None:
    file = folder / "signature"
    file.write_bytes(content)
    with pytest.raises(errors.MalformedSignatureError, match=reason):
        read_signature(file)


def test_a_bundle_may_have_no_digest_and_no_hint(trusted: KeyPair, model: Path, bundle: Path) -> None:
    def strip(document: dict[str, Any]) -> None:
        del document["messageSignature"]["messageDigest"]
        document["verificationMaterial"]["publicKey"] = {}

    signature = read_signature(changed(bundle, strip))
    assert (signature.digest, signature.key_hint) == (None, None)
    assert verify(signature, file_digest(model), {"release": trusted.key}, "it") == "release"
    with pytest.raises(ValueError, match="needs the digest"):
        format_bundle(signature)
