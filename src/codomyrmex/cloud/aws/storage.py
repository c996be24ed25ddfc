"""Amazon S3."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from functools import cached_property
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from codomyrmex.cloud.common.environment import from_environment
from codomyrmex.cloud.common.errors import MissingDependencyError
from codomyrmex.cloud.common.providers import CloudProvider
from codomyrmex.cloud.protocols.s3.connect import connect, fixed_credentials
from codomyrmex.cloud.protocols.s3.endpoint import Addressing, Endpoint
from codomyrmex.cloud.protocols.s3.service import CredentialSource, FixedCredentials
from codomyrmex.cloud.protocols.s3.store import S3Storage
from codomyrmex.cloud.wire import ConnectionOptions, RetryPolicy

if find_spec("boto3") is None:
    raise MissingDependencyError("S3Client needs boto3. Install it with: pip install 'codomyrmex-cloud[aws]'")

from codomyrmex.cloud.aws.session import BotocoreCredentials

if TYPE_CHECKING:
    from codomyrmex.config_management.environment import AwsEnvironment


class S3Client(S3Storage):
    """Amazon S3, or another server that speaks its protocol.

    What is not given comes from where the AWS SDKs look: ``AWS_ENDPOINT_URL_S3``, ``AWS_REGION``,
    ``AWS_PROFILE``, ``AWS_CA_BUNDLE``, and for credentials the whole chain of profiles, SSO, roles and
    workload identity.

    Args:
        region: the region; buckets elsewhere are found all the same.
        endpoint_url: another server than AWS.
        access_key: the access key; without one, the chain is walked at the first request.
        secret_key: the secret key.
        session_token: of temporary credentials.
        credentials_expire_at: when these end, so that no presigned URL outlives them.
        profile: a profile of the AWS configuration files.
        anonymous: send no credentials.
        requester_pays: agree to pay for requests on other people's buckets.
        addressing: ``path``, ``virtual`` or ``auto``.
        capabilities: what the endpoint is known to have or lack, by the names of `Capability`.
        retry: how patient to be.
        connection: trust, proxy and timeouts.

    Raises:
        ConfigurationError: the address or the profile is wrong, or half of the credentials is missing.
    """

    provider = CloudProvider.AWS

    def __init__(
        self,
        *,
        region: str | None = None,
        endpoint_url: str | None = None,
        access_key: str | None = None,
        secret_key: str | None = None,
        session_token: str | None = None,
        credentials_expire_at: datetime | None = None,
        profile: str | None = None,
        anonymous: bool = False,
        requester_pays: bool = False,
        addressing: Addressing = "auto",
        capabilities: Mapping[str, bool] | None = None,
        retry: RetryPolicy | None = None,
        connection: ConnectionOptions | None = None,
    ) -> None:
        environment = _environment()
        source: CredentialSource
        chain = BotocoreCredentials(profile or environment.profile)
        if anonymous:
            source = FixedCredentials(None)
        elif access_key or secret_key:
            source = fixed_credentials(access_key, secret_key, session_token, credentials_expire_at)
        else:
            source = chain
        address = endpoint_url or (None if environment.ignore_endpoint_urls else environment.endpoint_url)
        place = region or environment.region or (chain.region if source is chain else None) or "us-east-1"
        super().__init__(
            *connect(
                Endpoint(address, place, addressing),
                source,
                capabilities,
                requester_pays=requester_pays,
                retry=retry,
                connection=_with_authorities(connection, environment),
            )
        )
        self._native_options = {"region_name": place, "endpoint_url": address}

    @cached_property
    def native(self) -> Any:
        """boto3's S3 client with the same address and credentials."""
        import boto3
        from botocore import UNSIGNED
        from botocore.config import Config

        credentials = self.service.credentials()
        if credentials is None:
            return boto3.client("s3", config=Config(signature_version=UNSIGNED), **self._native_options)
        return boto3.client(
            "s3",
            aws_access_key_id=credentials.access_key,
            aws_secret_access_key=credentials.secret_key,
            aws_session_token=credentials.session_token,
            **self._native_options,
        )


def _environment() -> AwsEnvironment:
    from codomyrmex.config_management.environment import AwsEnvironment

    return from_environment(AwsEnvironment)


def _with_authorities(connection: ConnectionOptions | None, environment: AwsEnvironment) -> ConnectionOptions:
    options = connection or ConnectionOptions()
    if options.ca_bundle is None and environment.ca_bundle is not None:
        return replace(options, ca_bundle=str(environment.ca_bundle))
    return options
