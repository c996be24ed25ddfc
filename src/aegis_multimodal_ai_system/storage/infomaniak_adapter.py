"""A bucket on Infomaniak's object storage."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aegis_multimodal_ai_system.storage.key_pair_adapter import KeyPairStorageAdapter
from codomyrmex.cloud.infomaniak.object_storage import InfomaniakS3Client

if TYPE_CHECKING:
    from codomyrmex.cloud.common.storage import StorageClient as CloudClient


class InfomaniakStorageAdapter(KeyPairStorageAdapter):
    """One bucket of Infomaniak's object storage, in the region ``dc3-a`` or ``dc4-a``; region and address
    follow from one another. The key pair is one of EC2 credentials.

    See `KeyPairStorageAdapter` for the arguments.
    """

    @staticmethod
    def _client(
        endpoint_url: str | None, region: str | None, access_key: str | None, secret_key: str | None
    ) -> CloudClient:
        return InfomaniakS3Client(
            region=region, endpoint_url=endpoint_url, access_key=access_key, secret_key=secret_key
        )
