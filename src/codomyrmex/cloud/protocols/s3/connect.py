"""Puts an S3 service together from what a provider's client was given."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from codomyrmex.cloud.common.errors import ConfigurationError
from codomyrmex.cloud.common.storage.capabilities import Capabilities, Capability
from codomyrmex.cloud.protocols.s3.capabilities import capabilities_of
from codomyrmex.cloud.protocols.s3.endpoint import Endpoint
from codomyrmex.cloud.protocols.s3.service import CredentialSource, FixedCredentials, S3Service
from codomyrmex.cloud.protocols.s3.signing import Credentials
from codomyrmex.cloud.wire import ConnectionOptions, RetryPolicy, Transport


def fixed_credentials(
    access_key: str | None,
    secret_key: str | None,
    session_token: str | None = None,
    expires_at: datetime | None = None,
    *,
    anonymous: bool = False,
) -> FixedCredentials:
    """A source of credentials that are given, or of none for an anonymous client.

    Raises:
        ConfigurationError: only half of them is.
    """
    if anonymous:
        return FixedCredentials(None)
    if not access_key or not secret_key:
        raise ConfigurationError("An access key and a secret key go together; one of them is missing.")
    if expires_at is not None and expires_at.tzinfo is None:
        raise ConfigurationError("expires_at must carry its time zone.")
    return FixedCredentials(Credentials(access_key, secret_key, session_token, expires_at))


def connect(
    endpoint: Endpoint,
    source: CredentialSource,
    declared: Mapping[str, bool] | None,
    *,
    requester_pays: bool = False,
    retry: RetryPolicy | None = None,
    connection: ConnectionOptions | None = None,
) -> tuple[S3Service, Capabilities]:
    """The service that a client talks to, and what it can do. Nothing is sent.

    Args:
        endpoint: where it is.
        source: who calls.
        declared: what the endpoint is known to have or lack, by the names of `Capability`.
        requester_pays: agree to pay for requests on other people's buckets.
        retry: how patient to be.
        connection: trust, proxy and timeouts.
    """
    capabilities = capabilities_of(endpoint.is_aws, declared)
    service = S3Service(
        endpoint,
        source,
        Transport(connection, retry),
        requester_pays=requester_pays,
        checksums=capabilities.has(Capability.CHECKSUMS),
    )
    return service, capabilities
