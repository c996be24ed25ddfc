"""Connection strings: an account, its address and its key in one line.

https://learn.microsoft.com/azure/storage/common/storage-configure-connection-string
"""

from __future__ import annotations

from dataclasses import dataclass, field

from codomyrmex.cloud.common.errors import ConfigurationError
from codomyrmex.cloud.protocols.azure_blob.endpoint import Endpoint

# Published, and the same in every emulator:
# https://learn.microsoft.com/azure/storage/common/storage-use-azurite#well-known-storage-account-and-key
_EMULATOR_ACCOUNT = "devstoreaccount1"
_EMULATOR_KEY = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw=="
_EMULATOR_HOST = "http://127.0.0.1"


@dataclass(frozen=True, slots=True)
class ConnectionString:
    """What a connection string says.

    Attributes:
        endpoint: the blob service.
        account_key: the account's key; ``None`` where it has none.
        sas_token: a shared access signature; ``None`` where it has none.
    """

    endpoint: Endpoint
    account_key: str | None = field(repr=False)
    sas_token: str | None = field(repr=False)

    @classmethod
    def parse(cls, text: str) -> ConnectionString:
        """Read one.

        Raises:
            ConfigurationError: it is none, or names no account; the message does not repeat it.
        """
        found = _fields(text)
        if found.get("usedevelopmentstorage", "").lower() == "true":
            host = found.get("developmentstorageproxyuri", _EMULATOR_HOST).rstrip("/")
            endpoint = Endpoint(f"{host}:10000/{_EMULATOR_ACCOUNT}", _EMULATOR_ACCOUNT)
            return cls(endpoint, _EMULATOR_KEY, None)
        return cls(_endpoint(found), found.get("accountkey"), found.get("sharedaccesssignature"))


def _fields(text: str) -> dict[str, str]:
    pairs = [item.partition("=") for item in text.strip().split(";") if item.strip()]
    if not pairs or not all(equals for _, equals, _ in pairs):
        raise ConfigurationError("A connection string is made of Name=Value, with semicolons between them.")
    return {name.strip().lower(): value.strip() for name, _, value in pairs}


def _endpoint(found: dict[str, str]) -> Endpoint:
    account = found.get("accountname")
    if "blobendpoint" in found:
        return Endpoint(found["blobendpoint"], account)
    if account is None:
        raise ConfigurationError("The connection string has neither an AccountName nor a BlobEndpoint.")
    suffix = found.get("endpointsuffix", "core.windows.net")
    return Endpoint.of_account(account, suffix, found.get("defaultendpointsprotocol", "https"))
