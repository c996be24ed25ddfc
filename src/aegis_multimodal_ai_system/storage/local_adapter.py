"""A bucket in a folder, for programs that have no service at hand."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Self

from aegis_multimodal_ai_system.storage.cloud_adapter import CloudStorageAdapter
from codomyrmex.cloud.local.storage import LocalStorageClient

if TYPE_CHECKING:
    from aegis_multimodal_ai_system.config.settings import Settings


class LocalStorageAdapter(CloudStorageAdapter):
    """One bucket of the embedded store. It signs no URLs: no server would answer them.

    Args:
        bucket: the bucket's name.
        root: the folder that holds the buckets; by default that of the embedded store.
    """

    def __init__(self, bucket: str, *, root: str | os.PathLike[str] | None = None) -> None:
        super().__init__(LocalStorageClient(root), bucket)

    @classmethod
    def from_settings(cls, settings: Settings) -> Self:
        return cls(settings.OBJECT_STORE_BUCKET, root=settings.OBJECT_STORE_ROOT)
