"""What stands in a bundle in the place of a certificate; none of it lets a model in."""

from __future__ import annotations

from typing import Any, NoReturn

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.serialization import load_der_public_key, load_pem_public_key

from aegis_multimodal_ai_system.model_registry.errors import (
    BareKeyError,
    KeylessSignatureError,
    MalformedSignatureError,
)
from aegis_multimodal_ai_system.model_registry.signatures.signature import decode_base64


def refuse_certificate(material: dict[str, Any]) -> None:
    """Let pass what a bundle says of its key only where it has no certificate.

    Args:
        material: the bundle's ``verificationMaterial``.

    Raises:
        BareKeyError: the certificate is a public key.
        KeylessSignatureError: it is a certificate.
        MalformedSignatureError: it is neither.
    """
    if "certificate" in material:
        _refuse(material["certificate"])
    if "x509CertificateChain" in material:
        chain = material["x509CertificateChain"]
        certificates = chain.get("certificates") if isinstance(chain, dict) else None
        _refuse(certificates[0] if isinstance(certificates, list) and certificates else None)


def _refuse(certificate: Any) -> NoReturn:
    raw = certificate.get("rawBytes") if isinstance(certificate, dict) else None
    if not isinstance(raw, str):
        raise MalformedSignatureError("The bundle has a certificate without rawBytes.")
    data = decode_base64(raw, "The bundle's certificate")
    if _is_public_key(data):
        raise BareKeyError(
            "The bundle has a bare public key where a certificate belongs; anybody can put one there."
        )
    if not _is_certificate(data):
        raise MalformedSignatureError("The bundle's certificate cannot be read.")
    raise KeylessSignatureError(
        "The bundle was signed keyless, with a certificate, which is not supported; sign with a key."
    )


def _is_public_key(data: bytes) -> bool:
    load = load_pem_public_key if data.startswith(b"-----") else load_der_public_key
    try:
        load(data)
    except (ValueError, UnsupportedAlgorithm):
        return False
    return True


def _is_certificate(data: bytes) -> bool:
    load = x509.load_pem_x509_certificate if data.startswith(b"-----") else x509.load_der_x509_certificate
    try:
        load(data)
    except ValueError:
        return False
    return True
