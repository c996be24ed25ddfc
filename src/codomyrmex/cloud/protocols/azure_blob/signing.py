"""What lets a request pass: the account's key, a shared access signature, or a token of Entra ID.

https://learn.microsoft.com/rest/api/storageservices/authorize-with-shared-key
"""

from __future__ import annotations

import binascii
import hmac
import time
from base64 import b64decode, b64encode
from collections.abc import Mapping, Sequence
from datetime import datetime
from email.utils import formatdate
from functools import lru_cache
from typing import NamedTuple, Protocol

from codomyrmex.cloud.common.errors import ConfigurationError
from codomyrmex.cloud.protocols.tokens import CurrentToken, TokenSource

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


class Authorization(Protocol):
    """How a client shows who it is."""

    @property
    def query(self) -> str:
        """What it adds to the query string, encoded; ``""`` for nothing."""
        ...

    def header(self, request: Unsigned) -> str | None:
        """The value of ``Authorization``; ``None`` for none."""
        ...

    def refresh(self) -> bool:
        """Get a fresh one after the service called it expired; ``False`` when there is no other."""
        ...


class Anonymous:
    """No credentials: what is public can be read."""

    query = ""

    def header(self, request: Unsigned) -> None:
        """There is none."""

    def refresh(self) -> bool:
        """There is no other."""
        return False


class SharedKey:
    """The key of an account.

    Args:
        account: the account's name.
        key: the key in base64.
        expires_at: when the key is to be rotated, so that no presigned URL outlives it.

    Raises:
        ConfigurationError: the key is not base64.
    """

    query = ""

    def __init__(self, account: str, key: str, expires_at: datetime | None = None) -> None:
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


class SasToken:
    """A shared access signature that somebody else made: a query string of its own.

    Raises:
        ConfigurationError: it is none.
    """

    def __init__(self, token: str) -> None:
        self.query = token.strip().removeprefix("?").strip("&")
        if "sig=" not in self.query or not (self.query.isascii() and self.query.isprintable()):
            raise ConfigurationError("A SAS token is a query string with a signature (sig=...).")

    def header(self, request: Unsigned) -> None:
        """The query string is enough."""

    def refresh(self) -> bool:
        """There is no other."""
        return False

    def __reduce__(self) -> tuple[object, ...]:
        raise TypeError("Credentials are not pickled; make the client anew in the other process.")


class BearerToken:
    """A token of Entra ID, replaced before it ends."""

    query = ""

    def __init__(self, source: TokenSource) -> None:
        self._token = CurrentToken(source)

    def header(self, request: Unsigned) -> str:
        """The token in force."""
        return f"Bearer {self._token.get()}"

    def refresh(self) -> bool:
        """Get another token; ``True`` when there is one, or has just been one."""
        return self._token.refresh()


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
    return formatdate(second, usegmt=True)
