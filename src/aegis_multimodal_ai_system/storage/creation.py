"""The storage client of an application, by configuration."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aegis_multimodal_ai_system.storage.registry import adapter

if TYPE_CHECKING:
    from aegis_multimodal_ai_system.config.settings import Settings
    from aegis_multimodal_ai_system.storage.client import StorageClient


def create_storage_client(cfg: Settings | None = None) -> StorageClient:
    """The adapter that settings name, for the bucket that they name. Nothing is sent.

    Args:
        cfg: the settings; by default ``config.cfg``.

    Raises:
        ConfigurationError: a setting is missing or wrong, or the adapter cannot be had.
        MissingDependencyError: the extra of the provider is not installed.
    """
    if cfg is None:
        from aegis_multimodal_ai_system import config

        cfg = config.cfg
    return adapter(cfg.OBJECT_STORE_TYPE).from_settings(cfg)
