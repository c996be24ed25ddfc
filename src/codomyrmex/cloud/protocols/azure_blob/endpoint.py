"""Where a storage account is, and how a container and a blob become an address there."""

from __future__ import annotations

import re
from typing import NamedTuple
from urllib.parse import urlsplit

from codomyrmex.cloud.common.errors import ConfigurationError
from codomyrmex.cloud.wire.addresses import is_ip_address, is_loopback
from codomyrmex.cloud.wire.target import encode_path
from codomyrmex.validation import ValidationError, check_endpoint_url

_ACCOUNT = re.compile(r"[a-z0-9]{3,24}")
_DEFAULT_SUFFIX = "core.windows.net"


class Address(NamedTuple):
    """The parts of a URL, ready to be signed and sent."""

    origin: str
    path: str


class Endpoint:
    """The blob service of one storage account.

    Args:
        url: its address: ``https://ACCOUNT.blob.core.windows.net``, or with the account in the path, as
            emulators have it, ``http://127.0.0.1:10000/ACCOUNT``.
        account: the account's name, where the address is a domain of one's own.

    Raises:
        ConfigurationError: the address is none, or names no account.
    """

    def __init__(self, url: str, account: str | None = None) -> None:
        try:
            check_endpoint_url(url)
        except ValidationError as error:
            raise ConfigurationError(str(error)) from error
        parts = urlsplit(url)
        host = parts.hostname or ""
        self._origin = f"{parts.scheme}://{parts.netloc.lower()}"
        self._prefix = parts.path.rstrip("/")
        self.is_encrypted = parts.scheme == "https"
        self.is_loopback = is_loopback(host)
        self.account = account or _account_in(host, self._prefix)
        if _ACCOUNT.fullmatch(self.account) is None:
            raise ConfigurationError(
                "A storage account's name has 3 to 24 lower-case letters and digits; "
                f"{self.account!r} is none. Give account beside account_url."
            )

    @classmethod
    def of_account(cls, account: str, suffix: str = _DEFAULT_SUFFIX, scheme: str = "https") -> Endpoint:
        """The blob service of an account in a cloud of Microsoft's.

        Args:
            account: its name.
            suffix: the cloud's domain (``core.chinacloudapi.cn``, say).
            scheme: ``https``, or ``http`` where a connection string wants that.
        """
        if _ACCOUNT.fullmatch(account) is None:
            raise ConfigurationError(
                f"A storage account's name has 3 to 24 lower-case letters and digits; {account!r} is none."
            )
        return cls(f"{scheme}://{account}.blob.{suffix}", account)

    @property
    def url(self) -> str:
        """The address that was given."""
        return self._origin + self._prefix

    def address(self, bucket: str | None, key: str = "") -> Address:
        """The address of the service, of a container, or of a blob."""
        if bucket is None:
            return Address(self._origin, f"{self._prefix}/")
        path = f"{self._prefix}/{encode_path(bucket)}"
        return Address(self._origin, f"{path}/{encode_path(key)}" if key else path)

    def __repr__(self) -> str:
        return f"Endpoint({self.url!r})"


def _account_in(host: str, path: str) -> str:
    if is_loopback(host) or is_ip_address(host):
        return path.strip("/").partition("/")[0]
    return host.partition(".")[0].removesuffix("-secondary")
