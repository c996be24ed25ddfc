"""Infomaniak's object storage, spoken to as OpenStack Swift."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from typing import Any, Self

from codomyrmex.cloud.common.credentials import configuration_errors
from codomyrmex.cloud.common.errors import ConfigurationError
from codomyrmex.cloud.common.providers import CloudProvider
from codomyrmex.cloud.infomaniak.auth import InfomaniakCredentials
from codomyrmex.cloud.infomaniak.clouds import CloudEntry, read_cloud
from codomyrmex.cloud.infomaniak.object_storage.authorization import Keystone
from codomyrmex.cloud.protocols.swift.authorization import Anonymous, Authorization, V1Auth
from codomyrmex.cloud.protocols.swift.capabilities import capabilities_of
from codomyrmex.cloud.protocols.swift.service import SwiftService
from codomyrmex.cloud.protocols.swift.store import SwiftStorage
from codomyrmex.cloud.wire import ConnectionOptions, RetryPolicy, Transport
from codomyrmex.validation import ValidationError, check_endpoint_url


class InfomaniakObjectStorageClient(SwiftStorage):
    """Infomaniak's Swiss object storage as Swift, and any other Swift. A bucket is a container.

    With an application credential, or a user and password, tokens come from Keystone and need the extra
    ``infomaniak``. ``user`` and ``key`` are for Swift's own authentication (version 1), which Ceph has too.

    Args:
        cloud: who calls, by the name of a cloud in ``clouds.yaml``; in place of what follows, up to ``key``.
        application_credential_id: the id of an application credential.
        application_credential_secret: its secret.
        username: a user of Keystone.
        password: the user's password.
        project: the name of the project.
        project_id: its id, in place of the name.
        user_domain: the name of the user's domain.
        project_domain: the name of the project's domain.
        auth_url: Keystone's address, or that of version 1 (``https://HOST/auth/v1.0``).
        user: ``ACCOUNT:USER`` of version 1.
        key: its key.
        region: whose object store to use, by Keystone's catalog.
        storage_url: the account's address, where it is not to be asked for.
        anonymous: send no token, for public containers; needs ``storage_url``.
        temp_url_key: the key that signs URLs; by default that of the account, which gets one on first use.
        capabilities: what the account is known to have or lack, by the names of `Capability`.
        retry: how patient to be.
        connection: trust, proxy and timeouts.

    Raises:
        ConfigurationError: credentials are missing or mixed, or an address is none.
    """

    provider = CloudProvider.INFOMANIAK

    def __init__(
        self,
        *,
        cloud: str | None = None,
        application_credential_id: str | None = None,
        application_credential_secret: str | None = None,
        username: str | None = None,
        password: str | None = None,
        project: str | None = None,
        project_id: str | None = None,
        user_domain: str = "Default",
        project_domain: str = "Default",
        auth_url: str | None = None,
        user: str | None = None,
        key: str | None = None,
        region: str | None = None,
        storage_url: str | None = None,
        anonymous: bool = False,
        temp_url_key: str | None = None,
        capabilities: Mapping[str, bool] | None = None,
        retry: RetryPolicy | None = None,
        connection: ConnectionOptions | None = None,
    ) -> None:
        for url in filter(None, (auth_url, storage_url)):
            _check_url(url)
        described = None
        if cloud is not None:
            if anonymous or any((auth_url, application_credential_id, username, user)):
                raise ConfigurationError("clouds.yaml says who calls; give cloud, or credentials, not both.")
            described = read_cloud(cloud)
            connection = described.way(connection)
        transport = Transport(connection, retry)
        authorization: Authorization
        if described is not None:
            authorization = _authorize_as_described(described, region, storage_url, transport)
        elif anonymous:
            authorization = _authorize_nobody(storage_url)
        elif user is not None or key is not None:
            authorization = _authorize_version_1(auth_url, user, key, storage_url, transport)
        else:
            credentials = InfomaniakCredentials(
                auth_url=auth_url,
                region=region,
                application_credential_id=application_credential_id,
                application_credential_secret=application_credential_secret,
                username=username,
                password=password,
                project=project,
                project_id=project_id,
                user_domain=user_domain,
                project_domain=project_domain,
            )
            authorization = Keystone(credentials.plugin, region, storage_url, transport.options)
        service = SwiftService(authorization, transport)
        super().__init__(service, capabilities_of(capabilities), temp_url_key)

    @classmethod
    def from_env(cls) -> Self:
        """The client of whom the environment names; see `InfomaniakCredentials.from_env`. After
        OpenStack's own variables come ``ST_AUTH``, ``ST_USER`` and ``ST_KEY``, for version 1.

        Raises:
            ConfigurationError: none of them is set, or only in part.
        """
        from codomyrmex.config_management.environment import OpenStackEnvironment, openstack_environment

        with configuration_errors("infomaniak"):
            found = openstack_environment()
        if not isinstance(found, OpenStackEnvironment):
            return cls.from_credentials(InfomaniakCredentials.from_env())
        if found.v1_user and not (found.cloud or found.username or found.application_credential_id):
            return cls(
                auth_url=found.v1_auth_url,
                user=found.v1_user,
                key=None if found.v1_key is None else found.v1_key.get_secret_value(),
                storage_url=found.storage_url,
            )
        return cls.from_credentials(InfomaniakCredentials.from_env(), storage_url=found.storage_url)

    @classmethod
    def from_credentials(
        cls, credentials: InfomaniakCredentials, *, storage_url: str | None = None, **options: Any
    ) -> Self:
        """The client of these credentials.

        Args:
            credentials: who calls, and in which region.
            storage_url: the account's address, where the catalog is not to be asked.
            options: other arguments of the client.
        """
        if credentials.cloud is not None:
            caller: dict[str, Any] = {"cloud": credentials.cloud, "region": credentials.region}
        else:
            caller = {field.name: getattr(credentials, field.name) for field in fields(credentials)}
            # The user's region also says where Keystone is.
            caller["auth_url"] = credentials.address
        return cls(**caller, storage_url=storage_url, **options)


def _authorize_as_described(
    cloud: CloudEntry, region: str | None, storage_url: str | None, transport: Transport
) -> Keystone:
    return Keystone(
        lambda: cloud.plugin,
        region or cloud.region,
        storage_url or cloud.storage_url,
        transport.options,
        cloud.interface,
    )


def _authorize_nobody(storage_url: str | None) -> Anonymous:
    if storage_url is None:
        raise ConfigurationError("Without credentials there is nobody to ask for storage_url; give it.")
    return Anonymous(storage_url.rstrip("/"))


def _authorize_version_1(
    auth_url: str | None, user: str | None, key: str | None, storage_url: str | None, transport: Transport
) -> V1Auth:
    if user is None or key is None or auth_url is None:
        raise ConfigurationError("Version 1 of the authentication wants auth_url, user and key.")
    return V1Auth(auth_url, user, key, transport, storage_url)


def _check_url(url: str) -> None:
    try:
        check_endpoint_url(url)
    except ValidationError as error:
        raise ConfigurationError(str(error)) from error
