"""Whose signatures count, for which models, and what else a model must be to be let in.

The names are imported on first use.
"""

from __future__ import annotations

from aegis_multimodal_ai_system.model_registry.requirements import require

# Type checkers take this name as true wherever it is from; importing typing costs more than this module.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from aegis_multimodal_ai_system.model_registry.policy.file import load_policy
    from aegis_multimodal_ai_system.model_registry.policy.policy import Policy, TrustedIdentity, TrustedKey

__all__ = ["Policy", "TrustedIdentity", "TrustedKey", "load_policy"]

_MODULES = {
    "Policy": "policy",
    "TrustedIdentity": "policy",
    "TrustedKey": "policy",
    "load_policy": "file",
}

require("cryptography")


def __getattr__(name: str) -> Any:
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"{__name__}.{_MODULES[name]}"), name)


def __dir__() -> list[str]:
    return __all__
