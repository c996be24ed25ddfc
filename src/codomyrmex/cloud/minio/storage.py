"""MinIO's storage: the S3 protocol on a server of one's own."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Self

from codomyrmex.cloud.common.environment import from_environment
from codomyrmex.cloud.common.errors import ConfigurationError
from codomyrmex.cloud.common.providers import CloudProvider
from codomyrmex.cloud.protocols.s3.connect import connect, fixed_credentials
from codomyrmex.cloud.protocols.s3.endpoint import Addressing, Endpoint
from codomyrmex.cloud.protocols.s3.store import S3Storage
from codomyrmex.cloud.wire import ConnectionOptions, RetryPolicy

if TYPE_CHECKING:
    from codomyrmex.config_management.environment import MinioEnvironment


class MinIOClient(S3Storage):
    """Storage on MinIO, Ceph, or another server that speaks S3; no SDK is needed.

    Args:
        endpoint_url: the server, for instance ``http://127.0.0.1:9000``.
        access_key: the access key.
        secret_key: the secret key.
        session_token: of temporary credentials.
        credentials_expire_at: when these end, so that no presigned URL outlives them.
        region: what requests are signed for; a server that has none takes any.
        anonymous: send no credentials.
        requester_pays: agree to pay for requests on other people's buckets.
        addressing: ``path`` (the default on such servers) or ``virtual``.
        capabilities: what the server is known to have or lack, by the names of `Capability`.
        retry: how patient to be.
        connection: trust, proxy and timeouts.

    Raises:
        ConfigurationError: the address is wrong, or half of the credentials is missing.
    """

    provider = CloudProvider.MINIO

    def __init__(
        self,
        endpoint_url: str,
        *,
        access_key: str | None = None,
        secret_key: str | None = None,
        session_token: str | None = None,
        credentials_expire_at: datetime | None = None,
        region: str | None = None,
        anonymous: bool = False,
        requester_pays: bool = False,
        addressing: Addressing = "auto",
        capabilities: Mapping[str, bool] | None = None,
        retry: RetryPolicy | None = None,
        connection: ConnectionOptions | None = None,
    ) -> None:
        source = fixed_credentials(
            access_key, secret_key, session_token, credentials_expire_at, anonymous=anonymous
        )
        super().__init__(
            *connect(
                Endpoint(endpoint_url, region or "us-east-1", addressing),
                source,
                capabilities,
                requester_pays=requester_pays,
                retry=retry,
                connection=connection,
            )
        )

    @classmethod
    def from_env(cls) -> Self:
        """The client that ``MINIO_ENDPOINT``, ``MINIO_ACCESS_KEY``, ``MINIO_SECRET_KEY`` and ``MINIO_REGION``
        describe.

        Raises:
            ConfigurationError: one of the first three is not set.
        """
        environment = _environment()
        access_key, secret_key = environment.key_pair
        if environment.endpoint_url is None or access_key is None or secret_key is None:
            raise ConfigurationError("MINIO_ENDPOINT, MINIO_ACCESS_KEY and MINIO_SECRET_KEY must be set.")
        return cls(
            environment.endpoint_url,
            access_key=access_key.get_secret_value(),
            secret_key=secret_key.get_secret_value(),
            region=environment.region,
        )


def _environment() -> MinioEnvironment:
    from codomyrmex.config_management.environment import MinioEnvironment

    return from_environment(MinioEnvironment)
