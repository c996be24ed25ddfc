"""What stands in a bundle in the place of a certificate."""

from __future__ import annotations

from typing import Any, NoReturn

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import load_der_public_key, load_pem_public_key

from aegis_multimodal_ai_system.model_registry.errors import BareKeyError, MalformedSignatureError
from aegis_multimodal_ai_system.model_registry.signatures.signature import decode_base64


def certificate_of(material: dict[str, Any]) -> x509.Certificate | None:
    """The certificate that a bundle was signed with, or ``None`` where it was signed with a key.

    Args:
        material: the bundle's ``verificationMaterial``.

    Raises:
        BareKeyError: the certificate is a public key.
        MalformedSignatureError: it is none with a key of ECDSA, or there is more than one place for it.
    """
    places = [name for name in ("certificate", "x509CertificateChain", "publicKey") if name in material]
    if "certificate" in material:
        found = _certificate(material["certificate"])
    elif "x509CertificateChain" in material:
        chain = material["x509CertificateChain"]
        certificates = chain.get("certificates") if isinstance(chain, dict) else None
        # The first is the signer's, https://github.com/sigstore/protobuf-specs/blob/main/protos/sigstore_common.proto.
        found = _certificate(certificates[0] if isinstance(certificates, list) and certificates else None)
    else:
        return None
    if len(places) > 1:
        raise MalformedSignatureError(f"The bundle has both {places[0]} and {places[1]}.")
    return found


def refuse_bare_key(data: bytes) -> None:
    """Let pass what is no public key.

    Args:
        data: what stands in the place of a certificate, in DER or PEM.

    Raises:
        BareKeyError: it is one.
    """
    load = load_pem_public_key if data.startswith(b"-----") else load_der_public_key
    try:
        load(data)
    except (ValueError, UnsupportedAlgorithm):
        return
    raise BareKeyError(
        "The bundle has a bare public key where a certificate belongs; anybody can put one there."
    )


def _certificate(field: Any) -> x509.Certificate:
    raw = field.get("rawBytes") if isinstance(field, dict) else None
    if not isinstance(raw, str):
        raise MalformedSignatureError("The bundle has a certificate without rawBytes.")
    data = decode_base64(raw, "The bundle's certificate")
    refuse_bare_key(data)
    try:
        certificate = x509.load_der_x509_certificate(data)
        key = certificate.public_key()
    except (ValueError, UnsupportedAlgorithm, x509.InvalidVersion):
        _unreadable()
    if not isinstance(key, ec.EllipticCurvePublicKey):
        raise MalformedSignatureError("The bundle's certificate has no key of ECDSA.")
    return certificate


def _unreadable() -> NoReturn:
    raise MalformedSignatureError("The bundle's certificate cannot be read.") from None
