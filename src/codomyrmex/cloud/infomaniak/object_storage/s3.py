"""Infomaniak's object storage, spoken to as S3."""

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
    from codomyrmex.config_management.environment import InfomaniakEnvironment

ENDPOINTS = {"dc3-a": "https://s3.pub1.infomaniak.cloud", "dc4-a": "https://s3.pub2.infomaniak.cloud"}
"""The S3 address of each public region."""


class InfomaniakS3Client(S3Storage):
    """Infomaniak's Swiss object storage with S3 keys, which are EC2 credentials of its OpenStack; no SDK is
    needed.

    Args:
        access_key: the access key.
        secret_key: the secret key.
        region: ``dc3-a`` or ``dc4-a``; by default that of the address.
        endpoint_url: the address; by default the region's, and that of ``dc3-a`` without one.
        anonymous: send no credentials, for public buckets.
        session_token: of temporary credentials.
        credentials_expire_at: when these end, so that no presigned URL outlives them.
        addressing: ``path``, which the service wants.
        capabilities: what the endpoint is known to have or lack, by the names of `Capability`.
        retry: how patient to be.
        connection: trust, proxy and timeouts.

    Raises:
        ConfigurationError: the address is wrong, or half of the credentials is missing.
    """

    provider = CloudProvider.INFOMANIAK

    def __init__(
        self,
        *,
        access_key: str | None = None,
        secret_key: str | None = None,
        region: str | None = None,
        endpoint_url: str | None = None,
        anonymous: bool = False,
        session_token: str | None = None,
        credentials_expire_at: datetime | None = None,
        addressing: Addressing = "path",
        capabilities: Mapping[str, bool] | None = None,
        retry: RetryPolicy | None = None,
        connection: ConnectionOptions | None = None,
    ) -> None:
        source = fixed_credentials(
            access_key, secret_key, session_token, credentials_expire_at, anonymous=anonymous
        )
        address = endpoint_url or ENDPOINTS.get(region or "", ENDPOINTS["dc3-a"])
        place = region or _region_of(address)
        super().__init__(
            *connect(
                Endpoint(address, place, addressing),
                source,
                capabilities,
                retry=retry,
                connection=connection,
            )
        )

    @classmethod
    def from_env(cls) -> Self:
        """The client that ``INFOMANIAK_S3_ACCESS_KEY``, ``_SECRET_KEY``, ``_ENDPOINT`` and ``_REGION``
        describe.

        Raises:
            ConfigurationError: one of the two keys is not set.
        """
        environment = _environment()
        if environment.access_key is None or environment.secret_key is None:
            raise ConfigurationError("INFOMANIAK_S3_ACCESS_KEY and INFOMANIAK_S3_SECRET_KEY must be set.")
        return cls(
            access_key=environment.access_key.get_secret_value(),
            secret_key=environment.secret_key.get_secret_value(),
            region=environment.region,
            endpoint_url=environment.endpoint_url,
        )


def _region_of(address: str) -> str:
    return next((region for region, known in ENDPOINTS.items() if address.startswith(known)), "us-east-1")


def _environment() -> InfomaniakEnvironment:
    from codomyrmex.config_management.environment import InfomaniakEnvironment

    return from_environment(InfomaniakEnvironment)
