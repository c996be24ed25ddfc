"""A token that lets requests pass for a while: replaced before it ends, and once when it is refused."""

from __future__ import annotations

import math
import time
from typing import Protocol

from codomyrmex.cloud.common.locks import ProcessLock

_EARLY = 300.0  # seconds before its end at which a token is replaced
_UNDER_WAY = 60.0  # seconds for which requests that were sent with an older token may come back refused


class TokenSource(Protocol):
    """Where tokens come from."""

    def token(self) -> tuple[str, float]:
        """A token, and when it ends, in seconds since the epoch."""
        ...


class CurrentToken:
    """The token in force, shared by all threads."""

    def __init__(self, source: TokenSource) -> None:
        self._source = source
        self._lock = ProcessLock()
        self._token = ""
        self._ends_at = 0.0
        self._refreshed_at = -math.inf

    def get(self) -> str:
        """The token, a fresh one where it is about to end."""
        with self._lock:
            if time.time() > self._ends_at - _EARLY:
                self._fetch()
            return self._token

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
