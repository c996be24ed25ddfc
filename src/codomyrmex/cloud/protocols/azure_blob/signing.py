"""Shared Key: requests that are signed with the key of the account.

https://learn.microsoft.com/rest/api/storageservices/authorize-with-shared-key
"""

from __future__ import annotations

import binascii
import hmac
import time
from base64 import b64decode, b64encode
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from functools import lru_cache
from typing import NamedTuple

from codomyrmex.cloud.common.errors import ConfigurationError
from codomyrmex.cloud.wire.header_values import format_http_date

_SIGNED = (
    "content-encoding",
    "content-language",
    "content-length",
    "content-md5",
    "content-type",
    "date",
    "if-modified-since",
    "if-match",
    "if-none-match",
    "if-unmodified-since",
    "range",
)


class Unsigned(NamedTuple):
    """A request that is to be signed.

    Attributes:
        method: the verb.
        path: the encoded path, as it is sent.
        query: the parameters, not encoded, names in lower case.
        headers: names in lower case.
        size: bytes of the body.
    """

    method: str
    path: str
    query: Sequence[tuple[str, str]]
    headers: Mapping[str, str]
    size: int


class SharedKey:
    """The key of an account.

    Args:
        account: the account's name.
        key: the key in base64.
        expires_at: when the key is to be rotated, so that no presigned URL outlives it.

    Raises:
        ConfigurationError: the key is not base64, or the time has no zone.
    """

    query = ""

    def __init__(self, account: str, key: str, expires_at: datetime | None = None) -> None:
        if expires_at is not None and expires_at.tzinfo is None:
            raise ConfigurationError("credentials_expire_at must carry its time zone.")
        self.account = account
        self.expires_at = expires_at
        try:
            self._key = b64decode(key, validate=True)
        except binascii.Error:
            raise ConfigurationError("The account key is not base64; copy it whole.") from None

    def sign(self, text: str) -> str:
        """HMAC-SHA256 of a text, in base64."""
        return signature(self._key, text)

    def header(self, request: Unsigned) -> str:
        """The signature of the request."""
        return f"SharedKey {self.account}:{self.sign(string_to_sign(self.account, request))}"

    def refresh(self) -> bool:
        """There is no other."""
        return False

    def __reduce__(self) -> tuple[object, ...]:
        raise TypeError("Credentials are not pickled; make the client anew in the other process.")


def signature(key: bytes, text: str) -> str:
    """HMAC-SHA256 of a text, in base64."""
    return b64encode(hmac.digest(key, text.encode(), "sha256")).decode()


def string_to_sign(account: str, request: Unsigned) -> str:
    """What the signature of a request is made of.

    Args:
        account: the account's name.
        request: the request, with its ``x-ms-date``.
    """
    headers = request.headers
    if request.size:
        headers = {**headers, "content-length": str(request.size)}
    fixed = "\n".join([headers.get(name, "") for name in _SIGNED])
    # The service sorts as people do, with "_" before digits; bytes would have it behind them.
    names = sorted((name for name in headers if name.startswith("x-ms-")), key=_weight)
    named = "".join([f"{name}:{headers[name]}\n" for name in names])
    parameters = "".join([f"\n{name}:{value}" for name, value in sorted(request.query)])
    return f"{request.method}\n{fixed}\n{named}/{account}{request.path}{parameters}"


def _weight(name: str) -> str:
    return name.replace("_", ".")


def timestamp() -> str:
    """This moment as ``x-ms-date`` has it."""
    return _timestamp(int(time.time()))


@lru_cache(maxsize=4)
def _timestamp(second: int) -> str:
    return format_http_date(datetime.fromtimestamp(second, UTC))
