"""The interface behind which a key signs, be it in a file, in a key management service or in Vault."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import NoReturn

from aegis_multimodal_ai_system.model_registry.signatures.public_key import PublicKey


class Signer(ABC):
    """A private key that signs SHA-256 digests with ECDSA on P-256.

    A service that keeps the key gets 32 bytes and never the file: Vault's transit engine with ``prehashed``
    and the marshalling ``asn1``, the ``DIGEST`` message type of AWS KMS.
    """

    @property
    @abstractmethod
    def public_key(self) -> PublicKey:
        """The key that others verify with."""

    @abstractmethod
    def sign_digest(self, digest: bytes) -> bytes:
        """The signature in DER.

        Args:
            digest: the SHA-256 of what is signed.

        Raises:
            SigningError: the key cannot sign now.
        """

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.public_key.hint!r})"

    def __reduce_ex__(self, protocol: object) -> NoReturn:
        raise TypeError("a signer can hold a private key and is not pickled; make it in the other process")
