"""A bucket on Infomaniak's object storage."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from aegis_multimodal_ai_system.storage.cloud_adapter import CloudStorageAdapter
from aegis_multimodal_ai_system.storage.secret import reveal
from codomyrmex.cloud.infomaniak.object_storage import InfomaniakS3Client

if TYPE_CHECKING:
    from aegis_multimodal_ai_system.config.settings import Settings
    from aegis_multimodal_ai_system.storage.secret import Secret


class InfomaniakStorageAdapter(CloudStorageAdapter):
    """One bucket of Infomaniak's object storage.

    Args:
        bucket: the bucket's name.
        region: ``dc3-a`` or ``dc4-a``; by default that of the address.
        endpoint_url: the address; by default the region's.
        access_key: the access key of EC2 credentials.
        secret_key: their secret.

    Raises:
        ConfigurationError: the address is wrong, or a key is missing.
    """

    def __init__(
        self,
        bucket: str,
        *,
        region: str | None = None,
        endpoint_url: str | None = None,
        access_key: Secret | None = None,
        secret_key: Secret | None = None,
    ) -> None:
        client = InfomaniakS3Client(
            region=region,
            endpoint_url=endpoint_url,
            access_key=reveal(access_key),
            secret_key=reveal(secret_key),
        )
        super().__init__(client, bucket)

    @classmethod
    def from_settings(cls, settings: Settings) -> Self:
        settings.require("OBJECT_STORE_ACCESS_KEY", "OBJECT_STORE_SECRET_KEY")
        return cls(
            settings.OBJECT_STORE_BUCKET,
            region=settings.OBJECT_STORE_REGION,
            endpoint_url=settings.OBJECT_STORE_ENDPOINT,
            access_key=settings.OBJECT_STORE_ACCESS_KEY,
            secret_key=settings.OBJECT_STORE_SECRET_KEY,
        )
