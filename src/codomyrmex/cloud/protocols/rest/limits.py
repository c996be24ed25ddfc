"""Keeps a client under the rates that a service allows, so that it is not refused."""

from __future__ import annotations

import hashlib
import os
import threading
import time
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass
from weakref import WeakSet, WeakValueDictionary

_SLACK = 0.1
"""Seconds. The service counts what arrives, and two requests may travel in different times."""


@dataclass(frozen=True, slots=True)
class RateLimit:
    """At most so many requests in any stretch of time.

    Attributes:
        requests: how many.
        seconds: the length of the stretch.
    """

    requests: int
    seconds: float


class Limiter:
    """Lets requests of each kind go as fast as the service allows, whichever thread sends them.

    Args:
        limits: by the kind of request; kinds without one are not held back.
    """

    def __init__(self, limits: Mapping[str, RateLimit]) -> None:
        self._limits = dict(limits)
        self._begin()
        _limiters.add(self)

    def _begin(self) -> None:
        self._lock = threading.Lock()
        self._sent = {kind: deque[float](maxlen=limit.requests) for kind, limit in self._limits.items()}

    def wait(self, kind: str) -> None:
        """Wait until one more request of a kind may go. Ctrl-C ends the wait."""
        delay = self._book(kind)
        if delay > 0:
            time.sleep(delay)

    def _book(self, kind: str) -> float:
        """Take the next place in the order of asking; returns the seconds until it comes."""
        limit = self._limits.get(kind)
        if limit is None:
            return 0.0
        with self._lock:
            now = time.monotonic()
            sent = self._sent[kind]
            at = now if len(sent) < limit.requests else max(now, sent[0] + limit.seconds + _SLACK)
            sent.append(at)
        return at - now


_limiters: WeakSet[Limiter] = WeakSet()
_shared: WeakValueDictionary[tuple[str, bytes, frozenset[tuple[str, RateLimit]]], Limiter] = (
    WeakValueDictionary()
)


def limiter_of(service: str, token: str, limits: Mapping[str, RateLimit]) -> Limiter:
    """The limiter of a user of a service: clients with the same token share what it may send.

    Args:
        service: its address.
        token: who asks.
        limits: by the kind of request.
    """
    # Not the token itself: what is kept for the whole program is no secret.
    key = (service, hashlib.sha256(token.encode()).digest(), frozenset(limits.items()))
    made = Limiter(limits)
    return _shared.setdefault(key, made)


def _begin_anew() -> None:
    # Another thread of the parent may have held the lock, and the child is not that thread.
    for limiter in list(_limiters):
        limiter._begin()


os.register_at_fork(after_in_child=_begin_anew)
