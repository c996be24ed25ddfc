"""A container on Azure Blob Storage."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from aegis_multimodal_ai_system.storage.cloud_adapter import CloudStorageAdapter
from aegis_multimodal_ai_system.storage.secret import reveal
from codomyrmex.cloud.azure.storage import AzureBlobClient
from codomyrmex.cloud.common.errors import ConfigurationError

if TYPE_CHECKING:
    from aegis_multimodal_ai_system.config.settings import Settings
    from aegis_multimodal_ai_system.storage.secret import Secret
    from codomyrmex.cloud.azure.session import TokenCredential


class AzureBlobStorageAdapter(CloudStorageAdapter):
    """One container of a storage account.

    Args:
        bucket: the container's name.
        account: the storage account's name.
        account_url: its address, where it is not ``https://ACCOUNT.blob.core.windows.net``.
        account_key: one of its keys; with neither key, token nor credential, the chain of
            ``DefaultAzureCredential`` is walked at the first request, with workload identity.
        sas_token: a shared access signature.
        connection_string: account, address and key in one line.
        credential: a credential of azure-identity.

    Raises:
        ConfigurationError: no account is named, the address or the key is wrong, or there is more than one of
            the credentials.
    """

    def __init__(
        self,
        bucket: str,
        *,
        account: str | None = None,
        account_url: str | None = None,
        account_key: Secret | None = None,
        sas_token: Secret | None = None,
        connection_string: Secret | None = None,
        credential: TokenCredential | None = None,
    ) -> None:
        client = AzureBlobClient(
            account,
            account_url=account_url,
            account_key=reveal(account_key),
            sas_token=reveal(sas_token),
            connection_string=reveal(connection_string),
            credential=credential,
        )
        super().__init__(client, bucket)

    @classmethod
    def from_settings(cls, settings: Settings) -> Self:
        account, address = settings.OBJECT_STORE_ACCESS_KEY, settings.OBJECT_STORE_ENDPOINT
        if account is None and address is None:
            raise ConfigurationError(
                "OBJECT_STORE_ACCESS_KEY, the storage account, or OBJECT_STORE_ENDPOINT, its address, must "
                "be set for the object store azure."
            )
        return cls(
            settings.OBJECT_STORE_BUCKET,
            account=reveal(account),
            account_url=address,
            account_key=settings.OBJECT_STORE_SECRET_KEY,
        )
