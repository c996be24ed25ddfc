"""Puts an S3 service together from what a provider's client was given."""

from __future__ import annotations

from datetime import datetime

from codomyrmex.cloud.common.errors import ConfigurationError
from codomyrmex.cloud.protocols.s3.endpoint import Endpoint
from codomyrmex.cloud.protocols.s3.service import CredentialSource, FixedCredentials, S3Service
from codomyrmex.cloud.protocols.s3.signing import Credentials
from codomyrmex.cloud.wire import ConnectionOptions, RetryPolicy, Transport


def fixed_credentials(
    access_key: str | None,
    secret_key: str | None,
    session_token: str | None = None,
    expires_at: datetime | None = None,
) -> FixedCredentials:
    """A source of credentials that are given.

    Raises:
        ConfigurationError: only half of them is.
    """
    if not access_key or not secret_key:
        raise ConfigurationError("An access key and a secret key go together; one of them is missing.")
    if expires_at is not None and expires_at.tzinfo is None:
        raise ConfigurationError("expires_at must carry its time zone.")
    return FixedCredentials(Credentials(access_key, secret_key, session_token, expires_at))


def service(
    endpoint: Endpoint,
    source: CredentialSource,
    *,
    requester_pays: bool = False,
    checksums: bool = False,
    retry: RetryPolicy | None = None,
    connection: ConnectionOptions | None = None,
) -> S3Service:
    """The service that a client talks to. Nothing is sent."""
    return S3Service(
        endpoint, source, Transport(connection, retry), requester_pays=requester_pays, checksums=checksums
    )
