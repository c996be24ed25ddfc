"""A public key on the curve P-256: what a signature is verified with."""

from __future__ import annotations

import base64
import hashlib

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import Prehashed
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_pem_public_key

PREHASHED = ec.ECDSA(Prehashed(hashes.SHA256()))
"""ECDSA over a SHA-256 that is known already, so that a large file is read once."""


class PublicKey:
    """A public key on P-256.

    Args:
        key: the key.

    Raises:
        ValueError: it is on another curve; the message completes the sentence that begins with its name.
    """

    def __init__(self, key: ec.EllipticCurvePublicKey) -> None:
        if not isinstance(key.curve, ec.SECP256R1):
            raise ValueError("is on the curve " + key.curve.name + ", and only P-256 counts")
        self._key = key

    @classmethod
    def from_pem(cls, pem: bytes) -> PublicKey:
        """The key of a PEM file ``PUBLIC KEY``, as ``cosign.pub`` is.

        Args:
            pem: the file's content.

        Raises:
            ValueError: it is something else; the message completes the sentence that begins with its name.
        """
        # OpenSSL would also find a key in other blocks, as in a certificate request.
        if not pem.strip().startswith(b"-----BEGIN PUBLIC KEY-----"):
            raise ValueError("is no public key in PEM")
        try:
            key = load_pem_public_key(pem)
        except (ValueError, UnsupportedAlgorithm):
            raise ValueError("is no public key in PEM") from None
        if not isinstance(key, ec.EllipticCurvePublicKey):
            raise ValueError("is no key of ECDSA on P-256")
        return cls(key)

    @property
    def hint(self) -> str:
        """How bundles name it: the SHA-256 of its DER, in base64.

        That is what sigstore-go and cosign write:
        https://github.com/sigstore/sigstore-go/blob/main/docs/signing.md.
        """
        der = self._key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
        return base64.b64encode(hashlib.sha256(der).digest()).decode("ascii")

    def verifies(self, signature: bytes, digest: bytes) -> bool:
        """Whether the signature was made with this key, of bytes with this digest.

        Args:
            signature: in DER.
            digest: the SHA-256 of the bytes.
        """
        try:
            self._key.verify(signature, digest, PREHASHED)
        except InvalidSignature:
            return False
        return True

    def pem(self) -> bytes:
        """The key as a PEM file ``PUBLIC KEY``."""
        return self._key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, PublicKey) and self._key == other._key

    def __hash__(self) -> int:
        return hash(self.hint)

    def __repr__(self) -> str:
        return f"PublicKey({self.hint!r})"
