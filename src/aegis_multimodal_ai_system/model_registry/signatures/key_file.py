"""A private key in a PEM file."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.types import PrivateKeyTypes
from cryptography.hazmat.primitives.serialization import load_der_private_key, load_pem_private_key

from aegis_multimodal_ai_system.model_registry.errors import SigningError
from aegis_multimodal_ai_system.model_registry.signatures.public_key import PREHASHED, PublicKey
from aegis_multimodal_ai_system.model_registry.signatures.signer import Signer
from aegis_multimodal_ai_system.storage.secret import reveal

if TYPE_CHECKING:
    from aegis_multimodal_ai_system.storage.secret import Secret

_COSIGN = re.compile(rb"-----BEGIN ENCRYPTED (SIGSTORE|COSIGN) PRIVATE KEY-----")


class KeyFileSigner(Signer):
    """Signs with the key of a file: PKCS#8 in PEM, encrypted or not, or ``cosign.key``.

    Args:
        path: the file.
        password: of an encrypted key. cosign encrypts always, with an empty password where none is given.

    Raises:
        SigningError: the file cannot be read, its password is wrong or missing, or it is no key on P-256.
        MissingDependencyError: it is cosign's own format, and PyNaCl is not installed.
    """

    def __init__(self, path: str | os.PathLike[str], *, password: Secret | None = None) -> None:
        try:
            pem = Path(path).read_bytes()
        except OSError as error:
            raise SigningError(f"The key {path} cannot be read: {error.strerror}.") from None
        try:
            key = _load(pem, (reveal(password) or "").encode())
            self._public_key = PublicKey(key.public_key())
        except ValueError as error:
            raise SigningError(f"The key {path} {error}.") from None
        self._key = key

    @property
    def public_key(self) -> PublicKey:
        return self._public_key

    def sign_digest(self, digest: bytes) -> bytes:
        return self._key.sign(digest, PREHASHED)


def _load(pem: bytes, password: bytes) -> ec.EllipticCurvePrivateKey:
    """The key; what is wrong is a ValueError that completes the sentence that begins with its name."""
    if _COSIGN.search(pem):
        from aegis_multimodal_ai_system.model_registry.signatures.cosign_key import decrypt

        key = _parsed(load_der_private_key, decrypt(pem, password), None)
    else:
        key = _parsed(load_pem_private_key, pem, password or None)
    if not isinstance(key, ec.EllipticCurvePrivateKey):
        raise ValueError("is no key of ECDSA on P-256")
    return key


def _parsed(load: Callable[..., PrivateKeyTypes], data: bytes, password: bytes | None) -> PrivateKeyTypes:
    try:
        return load(data, password)
    except TypeError:
        reason = (
            "is not encrypted, and a password was given" if password else "is encrypted; give its password"
        )
    except (ValueError, UnsupportedAlgorithm):
        reason = "is no private key in PEM, or its password is wrong"
    raise ValueError(reason)
