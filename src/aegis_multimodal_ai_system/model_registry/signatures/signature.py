"""A signature of a file, and the file with the ending ``.sig`` that cosign writes it to.

``cosign sign-blob --key`` makes an ECDSA signature on P-256 of the file's SHA-256, in DER; the ``.sig`` file
is that in base64. See https://docs.sigstore.dev/cosign/signing/signing_with_blobs/ and, for the encoding,
https://www.rfc-editor.org/rfc/rfc3279#section-2.2.3.
"""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass

from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature

from aegis_multimodal_ai_system.model_registry.errors import MalformedSignatureError


@dataclass(frozen=True, slots=True)
class Signature:
    """A signature, and what it says of itself, which proves nothing and makes errors clear.

    Attributes:
        value: the signature in DER.
        digest: the SHA-256 that it says it signs, or ``None``.
        key_hint: which key it says it was made with, or ``None``.
    """

    value: bytes
    digest: bytes | None = None
    key_hint: str | None = None

    def __post_init__(self) -> None:
        try:
            decode_dss_signature(self.value)
        except ValueError:
            raise MalformedSignatureError("The signature is not one of ECDSA in DER.") from None


def parse_sig(text: bytes) -> Signature:
    """The signature in a ``.sig`` file.

    Args:
        text: the file's content.

    Raises:
        MalformedSignatureError: it is no base64, or no signature of ECDSA.
    """
    return Signature(decode_base64(text.strip(), "The signature file"))


def format_sig(signature: Signature) -> bytes:
    """The content of a ``.sig`` file: base64 without a line break, as cosign has it.

    Args:
        signature: the signature.
    """
    return base64.b64encode(signature.value)


def decode_base64(text: str | bytes, what: str) -> bytes:
    """Bytes from base64 of the standard alphabet, padded.

    Args:
        text: the base64.
        what: what holds it, as it begins a message.

    Raises:
        MalformedSignatureError: it is something else.
    """
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise MalformedSignatureError(f"{what} is not valid base64.") from None
