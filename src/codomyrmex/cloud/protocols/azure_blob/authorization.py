"""What lets a request pass besides the account's key: a signature that somebody gave, a token, or nothing."""

from __future__ import annotations

import math
import threading
import time
from typing import Protocol

from codomyrmex.cloud.common.errors import ConfigurationError
from codomyrmex.cloud.protocols.azure_blob.signing import Unsigned

_EARLY = 300.0  # seconds before its end at which a token is replaced
_UNDER_WAY = 60.0  # seconds for which requests that were sent with an older token may come back refused


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


class TokenSource(Protocol):
    """Where tokens of Entra ID come from."""

    def token(self) -> tuple[str, float]:
        """A token for storage, and when it ends, in seconds since the epoch."""
        ...


class BearerToken:
    """A token of Entra ID, replaced before it ends."""

    query = ""

    def __init__(self, source: TokenSource) -> None:
        self._source = source
        self._lock = threading.Lock()
        self._token = ""
        self._ends_at = 0.0
        self._refreshed_at = -math.inf

    def header(self, request: Unsigned) -> str:
        """The token in force."""
        with self._lock:
            if time.time() > self._ends_at - _EARLY:
                self._fetch()
            return f"Bearer {self._token}"

    def refresh(self) -> bool:
        """Get another token; ``True`` when there is one, or has just been one."""
        with self._lock:
            if time.monotonic() - self._refreshed_at < _UNDER_WAY:
                return True
            before = self._token
            self._fetch()
            if self._token == before:
                return False
            self._refreshed_at = time.monotonic()
            return True

    def _fetch(self) -> None:
        self._token, self._ends_at = self._source.token()

    def __reduce__(self) -> tuple[object, ...]:
        raise TypeError("Credentials are not pickled; make the client anew in the other process.")
