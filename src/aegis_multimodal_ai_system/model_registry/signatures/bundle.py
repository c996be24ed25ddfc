"""The Sigstore bundle, as ``cosign sign-blob --bundle`` writes it, with a key or keyless.

It is the JSON of a protobuf message:
https://github.com/sigstore/protobuf-specs/blob/main/protos/sigstore_bundle.proto. Signed with a key, it may
have timestamps and entries of logs, which are left alone: what counts is the key of the policy. Signed
keyless, it is kept whole.
"""

from __future__ import annotations

import base64
import json
from typing import Any

from aegis_multimodal_ai_system.model_registry.errors import MalformedSignatureError
from aegis_multimodal_ai_system.model_registry.signatures.certificate_field import (
    certificate_of,
    refuse_bare_key,
)
from aegis_multimodal_ai_system.model_registry.signatures.keyless import KeylessSignature
from aegis_multimodal_ai_system.model_registry.signatures.log_entry import logged_at
from aegis_multimodal_ai_system.model_registry.signatures.signature import Signature, decode_base64

MEDIA_TYPE = "application/vnd.dev.sigstore.bundle.v0.3+json"
# Version 0.3 also under its first name, and the older ones, which differ only in where a certificate stands.
_MEDIA_TYPES = (
    MEDIA_TYPE,
    *(f"application/vnd.dev.sigstore.bundle+json;version={version}" for version in ("0.3", "0.2", "0.1")),
)
_SHA256_BYTES = 32


def parse_bundle(text: bytes) -> Signature:
    """The signature in a bundle; a `KeylessSignature` where it was made with a certificate.

    Args:
        text: the bundle's JSON.

    Raises:
        MalformedSignatureError: it is no bundle with one signature of a file, of version 0.1 to 0.3.
        BareKeyError: a public key stands where a certificate belongs.
        MissingLogEntryError: it is keyless, and no transparency log says when it was made.
    """
    document = _document(text)
    if "base64Signature" in document:
        _refuse_older_bundle(document)
    if document.get("mediaType") not in _MEDIA_TYPES:
        raise MalformedSignatureError("The bundle is not one of version 0.1 to 0.3, by its mediaType.")
    material = _object(document, "verificationMaterial")
    certificate = certificate_of(material)
    hint = _text(_object(material, "publicKey"), "hint", "") if certificate is None else None
    if "dsseEnvelope" in document:
        raise MalformedSignatureError("The bundle holds a DSSE envelope and no signature of a file.")
    message = _object(document, "messageSignature")
    value = decode_base64(_text(message, "signature"), "The bundle's signature")
    if certificate is None:
        return Signature(value, _digest(message), hint or None)
    return KeylessSignature(
        value, _digest(message), certificate=certificate, logged_at=logged_at(material), bundle=text
    )


def format_bundle(signature: Signature) -> bytes:
    """The bundle of a signature.

    Args:
        signature: a keyless one, or one with its digest and the hint of its key.
    """
    if isinstance(signature, KeylessSignature):
        return signature.bundle
    if signature.digest is None or signature.key_hint is None:
        raise ValueError("a bundle needs the digest and the hint of the key")
    document = {
        "mediaType": MEDIA_TYPE,
        "verificationMaterial": {"publicKey": {"hint": signature.key_hint}},
        "messageSignature": {
            "messageDigest": {"algorithm": "SHA2_256", "digest": _base64(signature.digest)},
            "signature": _base64(signature.value),
        },
    }
    return json.dumps(document, separators=(",", ":")).encode() + b"\n"


def _document(text: bytes) -> dict[str, Any]:
    try:
        document = json.loads(text.decode("utf-8"), object_pairs_hook=_without_repeats)
    except (ValueError, RecursionError):
        raise MalformedSignatureError("The bundle is not valid JSON.") from None
    if not isinstance(document, dict):
        raise MalformedSignatureError("The bundle is not a JSON object.")
    return document


def _without_repeats(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    # Of two fields of a name, one reader would take the first and another the last.
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a field is there twice")
    return found


def _refuse_older_bundle(document: dict[str, Any]) -> None:
    certificate = document.get("cert")
    if isinstance(certificate, str) and certificate:
        refuse_bare_key(decode_base64(certificate, "The bundle's certificate"))
    raise MalformedSignatureError(
        "The bundle is of cosign's older form; let cosign write the new one, with --new-bundle-format."
    )


def _digest(message: dict[str, Any]) -> bytes | None:
    if "messageDigest" not in message:
        return None
    found = _object(message, "messageDigest")
    if found.get("algorithm") != "SHA2_256":
        raise MalformedSignatureError("The bundle's digest is of another algorithm than SHA2_256.")
    digest = decode_base64(_text(found, "digest"), "The bundle's digest")
    if len(digest) != _SHA256_BYTES:
        raise MalformedSignatureError("The bundle's digest is not as long as a SHA-256.")
    return digest


def _object(parent: dict[str, Any], name: str) -> dict[str, Any]:
    found = parent.get(name)
    if not isinstance(found, dict):
        raise MalformedSignatureError(f"The bundle has no {name}, or one that is not a JSON object.")
    return found


def _text(parent: dict[str, Any], name: str, default: str | None = None) -> str:
    found = parent.get(name, default)
    if not isinstance(found, str):
        raise MalformedSignatureError(f"The bundle has no {name}, or one that is no text.")
    return found


def _base64(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")
