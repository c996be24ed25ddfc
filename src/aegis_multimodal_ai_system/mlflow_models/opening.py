"""The registry that a call works with, and the checked files of a model in it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from aegis_multimodal_ai_system.mlflow_models.archive import unpack
from aegis_multimodal_ai_system.mlflow_models.folder import check_loading
from aegis_multimodal_ai_system.model_registry.catalogue.uri import parse_uri

if TYPE_CHECKING:
    from aegis_multimodal_ai_system.model_registry import ModelRegistry


@contextmanager
def opened_registry(registry: ModelRegistry | None) -> Iterator[ModelRegistry]:
    """A registry for a block: the one that is given, or that of the settings, which is closed after it.

    Args:
        registry: the one, or ``None``.

    Raises:
        CloudError: it cannot be opened; see `ModelRegistry.from_settings`.
    """
    if registry is not None:
        yield registry
        return
    from aegis_multimodal_ai_system.model_registry import ModelRegistry

    with ModelRegistry.from_settings() as opened:
        yield opened


def unpack_verified(uri: str, folder: Path, registry: ModelRegistry) -> Path:
    """The files of a model of MLflow, after all checks.

    Args:
        uri: ``aegis://NAME/VERSION``, ``aegis://NAME/staging`` or ``aegis://NAME/production``.
        folder: an empty folder, which takes them. What is in it after an error is not checked.
        registry: where it is registered.

    Returns:
        The folder.

    Raises:
        VerificationError: it is not what was registered, or the policy does not let it in.
        CloudError: see `ModelRegistry.load_artifact`.
    """
    name, _ = parse_uri(uri)
    unpack(registry.load_artifact(uri), folder)
    check_loading(folder, name, registry.policy)
    return folder
