"""A bucket on Amazon S3."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from aegis_multimodal_ai_system.storage.cloud_adapter import CloudStorageAdapter
from aegis_multimodal_ai_system.storage.secret import reveal

if TYPE_CHECKING:
    from aegis_multimodal_ai_system.config.settings import Settings
    from aegis_multimodal_ai_system.storage.secret import Secret


class S3StorageAdapter(CloudStorageAdapter):
    """One bucket of Amazon S3.

    Args:
        bucket: the bucket's name.
        region: the region; by default what the AWS SDKs would find.
        endpoint_url: another server than AWS.
        access_key: the access key; without one, the chain of the AWS SDKs is walked at the first request,
            with roles and workload identity.
        secret_key: the secret key.

    Raises:
        ConfigurationError: the address is wrong, or half of the credentials is missing.
        MissingDependencyError: the extra ``aws`` is not installed.
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
        # Here, so that who chooses between adapters needs the SDK of the chosen one alone.
        from codomyrmex.cloud.aws.storage import S3Client

        client = S3Client(
            region=region,
            endpoint_url=endpoint_url,
            access_key=reveal(access_key),
            secret_key=reveal(secret_key),
        )
        super().__init__(client, bucket)

    @classmethod
    def from_settings(cls, settings: Settings) -> Self:
        return cls(
            settings.OBJECT_STORE_BUCKET,
            region=settings.OBJECT_STORE_REGION,
            endpoint_url=settings.OBJECT_STORE_ENDPOINT,
            access_key=settings.OBJECT_STORE_ACCESS_KEY,
            secret_key=settings.OBJECT_STORE_SECRET_KEY,
        )
