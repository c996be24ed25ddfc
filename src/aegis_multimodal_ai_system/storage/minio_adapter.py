"""A bucket on MinIO, Ceph, or another server of one's own that speaks S3."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aegis_multimodal_ai_system.config.defaults import MINIO_ENDPOINT
from aegis_multimodal_ai_system.storage.key_pair_adapter import KeyPairStorageAdapter
from codomyrmex.cloud.minio.storage import MinIOClient

if TYPE_CHECKING:
    from codomyrmex.cloud.common.storage import StorageClient as CloudClient


class MinIOStorageAdapter(KeyPairStorageAdapter):
    """One bucket of a server; the address is by default that of the local stack, and any region will do.

    See `KeyPairStorageAdapter` for the arguments.
    """

    default_endpoint = MINIO_ENDPOINT

    @staticmethod
    def _client(
        endpoint_url: str | None, region: str | None, access_key: str | None, secret_key: str | None
    ) -> CloudClient:
        address = endpoint_url or MINIO_ENDPOINT
        return MinIOClient(address, region=region, access_key=access_key, secret_key=secret_key)
