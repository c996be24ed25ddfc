"""Azure Blob Storage."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any, Self

from codomyrmex.cloud.azure.connection_string import ConnectionString
from codomyrmex.cloud.azure.session import EntraTokens, TokenCredential
from codomyrmex.cloud.common.environment import from_environment
from codomyrmex.cloud.common.errors import ConfigurationError, MissingDependencyError
from codomyrmex.cloud.common.providers import CloudProvider
from codomyrmex.cloud.protocols.azure_blob.authorization import (
    Anonymous,
    Authorization,
    BearerToken,
    SasToken,
)
from codomyrmex.cloud.protocols.azure_blob.capabilities import capabilities_of
from codomyrmex.cloud.protocols.azure_blob.endpoint import Endpoint
from codomyrmex.cloud.protocols.azure_blob.service import BlobService
from codomyrmex.cloud.protocols.azure_blob.signing import SharedKey
from codomyrmex.cloud.protocols.azure_blob.store import AzureBlobStorage
from codomyrmex.cloud.wire import ConnectionOptions, RetryPolicy, Transport

if TYPE_CHECKING:
    from codomyrmex.config_management.environment import AzureEnvironment


class AzureBlobClient(AzureBlobStorage):
    """Azure Blob Storage. A bucket is a container, a key is a blob's name.

    Account keys and SAS tokens need no SDK. Without either, tokens of Microsoft Entra ID are taken from
    ``credential``, or from the chain of ``DefaultAzureCredential``.

    Args:
        account: the storage account's name.
        account_url: its address, where it is not ``https://ACCOUNT.blob.core.windows.net``.
        account_key: one of its keys.
        sas_token: a shared access signature for the account or a container.
        connection_string: account, address and key in one line, as the portal shows it.
        credential: a credential of azure-identity, or anything with its ``get_token``.
        anonymous: send no credentials.
        credentials_expire_at: when the account key is to be rotated, so that no presigned URL outlives it.
        capabilities: what the account is known to have or lack, by the names of `Capability`.
        retry: how patient to be.
        connection: trust, proxy and timeouts.

    Raises:
        ConfigurationError: no account is named, the address is wrong, or there is more than one of the
            credentials.
    """

    provider = CloudProvider.AZURE

    def __init__(
        self,
        account: str | None = None,
        *,
        account_url: str | None = None,
        account_key: str | None = None,
        sas_token: str | None = None,
        connection_string: str | None = None,
        credential: TokenCredential | None = None,
        anonymous: bool = False,
        credentials_expire_at: datetime | None = None,
        capabilities: Mapping[str, bool] | None = None,
        retry: RetryPolicy | None = None,
        connection: ConnectionOptions | None = None,
    ) -> None:
        if connection_string is not None:
            said = ConnectionString.parse(connection_string)
            endpoint = said.endpoint if account_url is None else Endpoint(account_url, account)
            account_key, sas_token = account_key or said.account_key, sas_token or said.sas_token
        else:
            endpoint = _endpoint(account, account_url)
        given = [account_key, sas_token, credential, anonymous or None]
        if sum(one is not None for one in given) > 1:
            raise ConfigurationError(
                "account_key, sas_token, credential and anonymous exclude each other; give one of them."
            )
        tokens = EntraTokens(credential)
        authorization: Authorization
        if anonymous:
            authorization = Anonymous()
        elif account_key is not None:
            authorization = SharedKey(endpoint.account, account_key, credentials_expire_at)
        elif sas_token is not None:
            authorization = SasToken(sas_token)
        else:
            authorization = BearerToken(tokens)
        service = BlobService(endpoint, authorization, Transport(connection, retry))
        super().__init__(service, capabilities_of(capabilities))
        self._native_credential = account_key or sas_token or (None if anonymous else tokens)

    @classmethod
    def from_env(cls) -> Self:
        """The client that ``AZURE_STORAGE_CONNECTION_STRING`` describes, or ``AZURE_STORAGE_ACCOUNT`` with
        ``AZURE_STORAGE_KEY`` or ``AZURE_STORAGE_SAS_TOKEN``, or with neither.

        Raises:
            ConfigurationError: neither the connection string nor the account is set.
        """
        environment = _environment()
        if environment.connection_string is not None:
            return cls(connection_string=environment.connection_string.get_secret_value())
        if environment.account is None:
            raise ConfigurationError("AZURE_STORAGE_CONNECTION_STRING or AZURE_STORAGE_ACCOUNT must be set.")
        if environment.account_key is not None:
            return cls(environment.account, account_key=environment.account_key.get_secret_value())
        if environment.sas_token is not None:
            return cls(environment.account, sas_token=environment.sas_token.get_secret_value())
        return cls(environment.account)

    upload_blob = AzureBlobStorage.upload_file
    download_blob = AzureBlobStorage.download_file
    list_blobs = AzureBlobStorage.list_objects
    ensure_container = AzureBlobStorage.ensure_bucket

    @cached_property
    def native(self) -> Any:
        """azure-storage-blob's ``BlobServiceClient`` with the same address and credentials."""
        try:
            from azure.storage.blob import BlobServiceClient
        except ModuleNotFoundError as error:
            raise MissingDependencyError(
                "The SDK's own client needs azure-storage-blob. "
                "Install it with: pip install 'codomyrmex-cloud[azure]'"
            ) from error
        credential: Any = self._native_credential
        if isinstance(credential, EntraTokens):
            credential = credential.credential
        return BlobServiceClient(self.service.endpoint.url, credential=credential)


def _endpoint(account: str | None, account_url: str | None) -> Endpoint:
    if account_url is not None:
        return Endpoint(account_url, account)
    if account is None:
        raise ConfigurationError(
            "Name the storage account: account, account_url or connection_string; "
            "AzureBlobClient.from_env() takes it from the environment."
        )
    return Endpoint.of_account(account)


def _environment() -> AzureEnvironment:
    from codomyrmex.config_management.environment import AzureEnvironment

    return from_environment(AzureEnvironment)
