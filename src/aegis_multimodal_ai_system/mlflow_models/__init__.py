"""Models of MLflow that are signed when they are logged, and verified before they are loaded.

The names are imported on first use.
"""

from __future__ import annotations

# Type checkers take this name as true wherever it is from; importing typing costs more than this module.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from aegis_multimodal_ai_system.mlflow_models.errors import MalformedModelError, TrackingError
    from aegis_multimodal_ai_system.mlflow_models.loading import load_model
    from aegis_multimodal_ai_system.mlflow_models.recording import log_model
    from aegis_multimodal_ai_system.mlflow_models.repository import VerifiedModelRepository

__all__ = [
    "MalformedModelError",
    "TrackingError",
    "VerifiedModelRepository",
    "load_model",
    "log_model",
    "model_repository",
]

_MODULES = {
    "MalformedModelError": "errors",
    "TrackingError": "errors",
    "VerifiedModelRepository": "repository",
    "load_model": "loading",
    "log_model": "recording",
}


def model_repository(
    artifact_uri: str, tracking_uri: str | None = None, registry_uri: str | None = None
) -> VerifiedModelRepository:
    """What MLflow's entry point ``mlflow.artifact_repository`` names, for ``aegis://NAME/VERSION``.

    It is here since MLflow asks for it whenever it is imported, also by the modules of this package.

    Args:
        artifact_uri: the address.
        tracking_uri: as MLflow passes it on.
        registry_uri: the same.

    Raises:
        MlflowException: see `VerifiedModelRepository`.
    """
    from aegis_multimodal_ai_system.mlflow_models.repository import VerifiedModelRepository

    return VerifiedModelRepository(artifact_uri, tracking_uri, registry_uri)


def __getattr__(name: str) -> Any:
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"{__name__}.{_MODULES[name]}"), name)


def __dir__() -> list[str]:
    return __all__
