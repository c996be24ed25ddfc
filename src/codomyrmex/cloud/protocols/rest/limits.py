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
"""Seconds. The service's clock may count in steps."""


@dataclass(frozen=True, slots=True)
class RateLimit:
    """At most so many requests in any stretch of time.

    Attributes:
        requests: how many.
        seconds: the length of the stretch.
    """

    requests: int
    seconds: float


class _Window:
    """The requests of a kind that the service may be counting now.

    It counts one when it arrives, which is between sending it and having its answer. So a request counts from
    the first until the stretch after the second is over, however long it was on its way.
    """

    def __init__(self, limit: RateLimit) -> None:
        self._limit = limit
        self._changed = threading.Condition()
        self._under_way = 0
        self._ended: deque[float] = deque()

    def enter(self) -> None:
        """Wait until one more may be sent. Ctrl-C ends the wait."""
        with self._changed:
            while self._is_full():
                self._changed.wait(self._seconds_left())
            self._under_way += 1

    def leave(self) -> None:
        """One is answered, or will not be."""
        with self._changed:
            self._under_way -= 1
            self._ended.append(time.monotonic())
            self._changed.notify_all()

    def _is_full(self) -> bool:
        over = time.monotonic() - self._limit.seconds - _SLACK
        while self._ended and self._ended[0] <= over:
            self._ended.popleft()
        return self._under_way + len(self._ended) >= self._limit.requests

    def _seconds_left(self) -> float | None:
        """How long the oldest still counts; ``None`` where all are under way, and one of them has to end."""
        if not self._ended:
            return None
        return max(0.0, self._ended[0] + self._limit.seconds + _SLACK - time.monotonic())


class Turn:
    """A request's place among those that may be sent."""

    def __init__(self, window: _Window | None) -> None:
        self._window = window
        self._taken = False

    def take(self) -> None:
        """Wait for a place; one that was taken before is given back. Ctrl-C ends the wait."""
        self.give_back()
        if self._window is not None:
            self._window.enter()
            self._taken = True

    def give_back(self) -> None:
        """The request has ended."""
        if self._window is not None and self._taken:
            self._taken = False
            self._window.leave()


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
        self._windows = {kind: _Window(limit) for kind, limit in self._limits.items()}

    def turn(self, kind: str) -> Turn:
        """A place for one request of a kind, to be taken for each of its attempts."""
        return Turn(self._windows.get(kind))


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
