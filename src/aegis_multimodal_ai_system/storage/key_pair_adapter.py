"""What the adapters of stores that speak S3 share: an address, a region and a key pair."""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING, ClassVar, Self

from aegis_multimodal_ai_system.storage.cloud_adapter import CloudStorageAdapter
from aegis_multimodal_ai_system.storage.secret import reveal

if TYPE_CHECKING:
    from aegis_multimodal_ai_system.config.settings import Settings
    from aegis_multimodal_ai_system.storage.secret import Secret
    from codomyrmex.cloud.common.storage import StorageClient as CloudClient


class KeyPairStorageAdapter(CloudStorageAdapter):
    """One bucket of a store whose requests are signed with a key pair. A subclass says which client it has.

    Args:
        bucket: the bucket's name.
        region: the region; by default what the store has.
        endpoint_url: the store's address; by default `default_endpoint`.
        access_key: the access key.
        secret_key: the secret key.

    Attributes:
        default_endpoint: the address where none is given; ``None`` leaves it to the client.
        needs_keys: whether settings must have the key pair.
        endpoint_url: the address, where it is not left to the client.

    Raises:
        ConfigurationError: the address is wrong, or a key is missing.
    """

    default_endpoint: ClassVar[str | None] = None
    needs_keys: ClassVar[bool] = True

    def __init__(
        self,
        bucket: str,
        *,
        region: str | None = None,
        endpoint_url: str | None = None,
        access_key: Secret | None = None,
        secret_key: Secret | None = None,
    ) -> None:
        self.endpoint_url = endpoint_url or self.default_endpoint
        client = self._client(self.endpoint_url, region, reveal(access_key), reveal(secret_key))
        super().__init__(client, bucket)

    @staticmethod
    @abstractmethod
    def _client(
        endpoint_url: str | None, region: str | None, access_key: str | None, secret_key: str | None
    ) -> CloudClient: ...

    @classmethod
    def from_settings(cls, settings: Settings) -> Self:
        if cls.needs_keys:
            settings.require("OBJECT_STORE_ACCESS_KEY", "OBJECT_STORE_SECRET_KEY")
        return cls(
            settings.OBJECT_STORE_BUCKET,
            region=settings.OBJECT_STORE_REGION,
            endpoint_url=settings.OBJECT_STORE_ENDPOINT,
            access_key=settings.OBJECT_STORE_ACCESS_KEY,
            secret_key=settings.OBJECT_STORE_SECRET_KEY,
        )
