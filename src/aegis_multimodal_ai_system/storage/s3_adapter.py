"""A bucket on Amazon S3."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aegis_multimodal_ai_system.storage.key_pair_adapter import KeyPairStorageAdapter

if TYPE_CHECKING:
    from codomyrmex.cloud.common.storage import StorageClient as CloudClient


class S3StorageAdapter(KeyPairStorageAdapter):
    """One bucket of Amazon S3. The region is by default what the AWS SDKs would find; without a key pair
    their chain is walked at the first request, with roles and workload identity.

    See `KeyPairStorageAdapter` for the arguments.

    Raises:
        MissingDependencyError: the extra ``aws`` is not installed.
    """

    needs_keys = False

    @staticmethod
    def _client(
        endpoint_url: str | None, region: str | None, access_key: str | None, secret_key: str | None
    ) -> CloudClient:
        # Here, so that who chooses between adapters needs the SDK of the chosen one alone.
        from codomyrmex.cloud.aws.storage import S3Client

        return S3Client(
            region=region, endpoint_url=endpoint_url, access_key=access_key, secret_key=secret_key
        )
