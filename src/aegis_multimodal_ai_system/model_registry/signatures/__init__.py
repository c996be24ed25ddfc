"""Signatures of files as cosign makes them, with a key, ECDSA on P-256 of a SHA-256, or keyless.

The names are imported on first use.
"""

from __future__ import annotations

from aegis_multimodal_ai_system.model_registry.requirements import require

# Type checkers take this name as true wherever it is from; importing typing costs more than this module.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from aegis_multimodal_ai_system.model_registry.signatures.aws_kms import AWSKMSSigner
    from aegis_multimodal_ai_system.model_registry.signatures.identities import Identity, verify_keyless
    from aegis_multimodal_ai_system.model_registry.signatures.key_file import KeyFileSigner
    from aegis_multimodal_ai_system.model_registry.signatures.keyless import KeylessSignature
    from aegis_multimodal_ai_system.model_registry.signatures.public_key import PublicKey
    from aegis_multimodal_ai_system.model_registry.signatures.signature import Signature
    from aegis_multimodal_ai_system.model_registry.signatures.signer import Signer
    from aegis_multimodal_ai_system.model_registry.signatures.signer_uri import open_signer
    from aegis_multimodal_ai_system.model_registry.signatures.signing import (
        read_signature,
        sign_file,
        write_signature,
    )
    from aegis_multimodal_ai_system.model_registry.signatures.trust_root import TrustRoot
    from aegis_multimodal_ai_system.model_registry.signatures.vault_transit import VaultTransitSigner
    from aegis_multimodal_ai_system.model_registry.signatures.verification import verify

__all__ = [
    "AWSKMSSigner",
    "Identity",
    "KeyFileSigner",
    "KeylessSignature",
    "PublicKey",
    "Signature",
    "Signer",
    "TrustRoot",
    "VaultTransitSigner",
    "open_signer",
    "read_signature",
    "sign_file",
    "verify",
    "verify_keyless",
    "write_signature",
]

_MODULES = {
    "AWSKMSSigner": "aws_kms",
    "Identity": "identities",
    "KeyFileSigner": "key_file",
    "KeylessSignature": "keyless",
    "PublicKey": "public_key",
    "Signature": "signature",
    "Signer": "signer",
    "TrustRoot": "trust_root",
    "VaultTransitSigner": "vault_transit",
    "open_signer": "signer_uri",
    "read_signature": "signing",
    "sign_file": "signing",
    "verify": "verification",
    "verify_keyless": "identities",
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
