"""A bucket on MinIO, Ceph, or another server of one's own that speaks S3."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from aegis_multimodal_ai_system.config.defaults import MINIO_ENDPOINT
from aegis_multimodal_ai_system.storage.cloud_adapter import CloudStorageAdapter
from aegis_multimodal_ai_system.storage.secret import reveal
from codomyrmex.cloud.minio.storage import MinIOClient

if TYPE_CHECKING:
    from aegis_multimodal_ai_system.config.settings import Settings
    from aegis_multimodal_ai_system.storage.secret import Secret


class MinIOStorageAdapter(CloudStorageAdapter):
    """One bucket of a server.

    Args:
        bucket: the bucket's name.
        endpoint_url: the server; by default that of the local stack.
        access_key: the access key.
        secret_key: the secret key.
        region: what requests are signed for; a server that has none takes any.

    Attributes:
        endpoint_url: the server.

    Raises:
        ConfigurationError: the address is wrong, or a key is missing.
    """

    def __init__(
        self,
        bucket: str,
        *,
        endpoint_url: str | None = None,
        access_key: Secret | None = None,
        secret_key: Secret | None = None,
        region: str | None = None,
    ) -> None:
        self.endpoint_url = endpoint_url or MINIO_ENDPOINT
        client = MinIOClient(
            self.endpoint_url,
            region=region,
            access_key=reveal(access_key),
            secret_key=reveal(secret_key),
        )
        super().__init__(client, bucket)

    @classmethod
    def from_settings(cls, settings: Settings) -> Self:
        settings.require("OBJECT_STORE_ACCESS_KEY", "OBJECT_STORE_SECRET_KEY")
        return cls(
            settings.OBJECT_STORE_BUCKET,
            endpoint_url=settings.OBJECT_STORE_ENDPOINT,
            access_key=settings.OBJECT_STORE_ACCESS_KEY,
            secret_key=settings.OBJECT_STORE_SECRET_KEY,
            region=settings.OBJECT_STORE_REGION,
        )
