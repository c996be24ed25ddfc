"""Whether a trusted key made a signature, and if not, why."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from aegis_multimodal_ai_system.model_registry.errors import (
    InvalidSignatureError,
    SwappedSignatureError,
    UntrustedKeyError,
)

if TYPE_CHECKING:
    from aegis_multimodal_ai_system.model_registry.signatures.public_key import PublicKey
    from aegis_multimodal_ai_system.model_registry.signatures.signature import Signature


def verify(signature: Signature, digest: bytes, keys: Mapping[str, PublicKey], what: str) -> str:
    """Let pass a signature of these bytes by one of these keys.

    Keys come from whoever trusts them. What the signature says of its key chooses the words of a refusal and
    nothing else.

    Args:
        signature: the signature.
        digest: the SHA-256 of the bytes, computed here.
        keys: those that count, by name.
        what: what was signed, for messages.

    Returns:
        The name of the key.

    Raises:
        SwappedSignatureError: it is a signature of other bytes.
        UntrustedKeyError: it names a key that does not count.
        InvalidSignatureError: no key that counts made it of these bytes.
    """
    if signature.digest is not None and signature.digest != digest:
        raise SwappedSignatureError(f"The signature of {what} is one of another file.")
    for name, key in keys.items():
        if key.verifies(signature.value, digest):
            return name
    hinted = [name for name, key in keys.items() if key.hint == signature.key_hint]
    if hinted:
        raise InvalidSignatureError(
            f"The signature of {what} names the key {hinted[0]}, which did not make it."
        )
    if signature.key_hint is not None:
        raise UntrustedKeyError(
            f"The signature of {what} was made with a key that the policy does not trust."
        )
    raise InvalidSignatureError(f"No key that the policy trusts made the signature of {what}.")
