"""Object storage as an application sees it: one bucket, one interface, one adapter for each cloud.

The names are imported on first use. Each adapter is in a module of its own.
"""

from __future__ import annotations

# Type checkers take this name as true wherever it is from; importing typing costs more than this module.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from aegis_multimodal_ai_system.storage.azure_blob_adapter import AzureBlobStorageAdapter
    from aegis_multimodal_ai_system.storage.client import StorageClient
    from aegis_multimodal_ai_system.storage.cloud_adapter import CloudStorageAdapter
    from aegis_multimodal_ai_system.storage.creation import create_storage_client
    from aegis_multimodal_ai_system.storage.gcs_adapter import GCSStorageAdapter
    from aegis_multimodal_ai_system.storage.infomaniak_adapter import InfomaniakStorageAdapter
    from aegis_multimodal_ai_system.storage.local_adapter import LocalStorageAdapter
    from aegis_multimodal_ai_system.storage.local_development import ensure_bucket
    from aegis_multimodal_ai_system.storage.minio_adapter import MinIOStorageAdapter
    from aegis_multimodal_ai_system.storage.s3_adapter import S3StorageAdapter

__all__ = [
    "AzureBlobStorageAdapter",
    "CloudStorageAdapter",
    "GCSStorageAdapter",
    "InfomaniakStorageAdapter",
    "LocalStorageAdapter",
    "MinIOStorageAdapter",
    "S3StorageAdapter",
    "StorageClient",
    "create_storage_client",
    "ensure_bucket",
]

_MODULES = {
    "AzureBlobStorageAdapter": "azure_blob_adapter",
    "CloudStorageAdapter": "cloud_adapter",
    "GCSStorageAdapter": "gcs_adapter",
    "InfomaniakStorageAdapter": "infomaniak_adapter",
    "LocalStorageAdapter": "local_adapter",
    "MinIOStorageAdapter": "minio_adapter",
    "S3StorageAdapter": "s3_adapter",
    "StorageClient": "client",
    "create_storage_client": "creation",
    "ensure_bucket": "local_development",
}


def __getattr__(name: str) -> Any:
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"{__name__}.{_MODULES[name]}"), name)


def __dir__() -> list[str]:
    return __all__
