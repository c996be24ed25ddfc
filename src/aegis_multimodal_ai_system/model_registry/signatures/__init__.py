"""Signatures of files as cosign makes them with a key: ECDSA on P-256 of a SHA-256.

The names are imported on first use.
"""

from __future__ import annotations

from aegis_multimodal_ai_system.model_registry.requirements import require

# Type checkers take this name as true wherever it is from; importing typing costs more than this module.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from aegis_multimodal_ai_system.model_registry.signatures.key_file import KeyFileSigner
    from aegis_multimodal_ai_system.model_registry.signatures.public_key import PublicKey
    from aegis_multimodal_ai_system.model_registry.signatures.signature import Signature
    from aegis_multimodal_ai_system.model_registry.signatures.signer import Signer
    from aegis_multimodal_ai_system.model_registry.signatures.signing import (
        read_signature,
        sign_file,
        write_signature,
    )
    from aegis_multimodal_ai_system.model_registry.signatures.verification import verify

__all__ = [
    "KeyFileSigner",
    "PublicKey",
    "Signature",
    "Signer",
    "read_signature",
    "sign_file",
    "verify",
    "write_signature",
]

_MODULES = {
    "KeyFileSigner": "key_file",
    "PublicKey": "public_key",
    "Signature": "signature",
    "Signer": "signer",
    "read_signature": "signing",
    "sign_file": "signing",
    "verify": "verification",
    "write_signature": "signing",
}

require("cryptography")


def __getattr__(name: str) -> Any:
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"{__name__}.{_MODULES[name]}"), name)


def __dir__() -> list[str]:
    return __all__
