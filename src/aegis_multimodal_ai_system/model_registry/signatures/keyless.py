"""A signature that was made with a certificate, for which no key was kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from cryptography import x509

from aegis_multimodal_ai_system.model_registry.signatures.signature import Signature


@dataclass(frozen=True, slots=True, kw_only=True)
class KeylessSignature(Signature):
    """A signature in a bundle with a certificate and an entry of a transparency log.

    Attributes:
        certificate: the certificate, which says who signed. It counts when the bundle was verified.
        logged_at: when the log says that it got the signature, or ``None`` where only a time stamp says it.
        bundle: the whole bundle, as it was read: it is stored and verified again.
    """

    certificate: x509.Certificate
    logged_at: datetime | None
    bundle: bytes
