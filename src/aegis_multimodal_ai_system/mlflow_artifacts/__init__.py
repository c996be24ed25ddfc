"""MLflow's artifacts in the bucket of the application: the plug-in for ``aegis-storage://PREFIX``.

The names are imported on first use.
"""

from __future__ import annotations

# Type checkers take this name as true wherever it is from; importing typing costs more than this module.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from aegis_multimodal_ai_system.mlflow_artifacts.repository import StorageArtifactRepository

__all__ = ["StorageArtifactRepository", "artifact_repository"]


def artifact_repository(
    artifact_uri: str, tracking_uri: str | None = None, registry_uri: str | None = None
) -> StorageArtifactRepository:
    """What MLflow's entry point ``mlflow.artifact_repository`` names, for ``aegis-storage://PREFIX/…``.

    It is here since MLflow asks for it whenever it is imported, also by the modules of this package.

    Args:
        artifact_uri: the address.
        tracking_uri: as MLflow passes it on.
        registry_uri: the same.

    Raises:
        MlflowException: see `StorageArtifactRepository`.
    """
    from aegis_multimodal_ai_system.mlflow_artifacts.repository import StorageArtifactRepository

    return StorageArtifactRepository(artifact_uri, tracking_uri, registry_uri)


def __getattr__(name: str) -> Any:
    if name != "StorageArtifactRepository":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"{__name__}.repository"), name)


def __dir__() -> list[str]:
    return __all__
