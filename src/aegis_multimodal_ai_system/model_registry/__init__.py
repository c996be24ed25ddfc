"""Models with their provenance: kept in any storage, listed in a database, never loaded unverified.

The names are imported on first use.
"""

from __future__ import annotations

# Type checkers take this name as true wherever it is from; importing typing costs more than this module.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from aegis_multimodal_ai_system.model_registry.catalogue import Catalogue, ModelVersion, Stage
    from aegis_multimodal_ai_system.model_registry.policy import Policy, load_policy
    from aegis_multimodal_ai_system.model_registry.registry import ModelRegistry
    from aegis_multimodal_ai_system.model_registry.signatures import (
        KeyFileSigner,
        Signer,
        open_signer,
        read_signature,
        sign_file,
        write_signature,
    )

__all__ = [
    "Catalogue",
    "KeyFileSigner",
    "ModelRegistry",
    "ModelVersion",
    "Policy",
    "Signer",
    "Stage",
    "load_policy",
    "open_signer",
    "read_signature",
    "sign_file",
    "write_signature",
]

_MODULES = {
    "Catalogue": "catalogue",
    "KeyFileSigner": "signatures",
    "ModelRegistry": "registry",
    "ModelVersion": "catalogue",
    "Policy": "policy",
    "Signer": "signatures",
    "Stage": "catalogue",
    "load_policy": "policy",
    "open_signer": "signatures",
    "read_signature": "signatures",
    "sign_file": "signatures",
    "write_signature": "signatures",
}


def __getattr__(name: str) -> Any:
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"{__name__}.{_MODULES[name]}"), name)


def __dir__() -> list[str]:
    return __all__
