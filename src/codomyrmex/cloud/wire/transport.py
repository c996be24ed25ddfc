"""Sends exchanges: one at a time on a handle of its own, or many at once in a loop."""

from __future__ import annotations

import os
import threading
from collections import deque
from collections.abc import Iterable, Iterator
from typing import Any, TypeVar
from weakref import WeakSet

import pycurl

from codomyrmex.cloud.common.errors import CloudError
from codomyrmex.cloud.wire.connection import ConnectionOptions
from codomyrmex.cloud.wire.exchange import Exchange
from codomyrmex.cloud.wire.handle import Handle
from codomyrmex.cloud.wire.loop import TransferLoop
from codomyrmex.cloud.wire.retry import Attempts, RetryPolicy

T = TypeVar("T")
Tag = TypeVar("Tag")

_transports: WeakSet[Transport] = WeakSet()
_of_the_parent: list[object] = []


def _leave_to_the_parent() -> None:
    # Closing the parent's handles in its child would say goodbye on the parent's connections.
    for transport in list(_transports):
        _of_the_parent.append((transport._idle, transport._loops))
        transport._idle, transport._loops = deque(), deque()


os.register_at_fork(after_in_child=_leave_to_the_parent)


class Transport:
    """The connections to one endpoint.

    Idle handles and loops are kept with their connections and handed to whichever thread asks next. They
    belong to the process that made them: after a fork the child leaves the parent's alone and makes new ones.
    """

    def __init__(self, options: ConnectionOptions | None = None, policy: RetryPolicy | None = None) -> None:
        self.options = options or ConnectionOptions()
        self.policy = policy or RetryPolicy()
        self._idle: deque[Handle] = deque()
        self._loops: deque[TransferLoop] = deque()
        _transports.add(self)

    def send(self, exchange: Exchange[T], policy: RetryPolicy | None = None) -> T:
        """Send ``exchange`` until it is answered, and return its result.

        Args:
            exchange: what to send.
            policy: how patient to be, where it is not as usual.

        Raises:
            CloudError: the last attempt's failure.
            BaseException: what ``watch`` or the sink raised, and `KeyboardInterrupt`.
        """
        exchange.attempts = Attempts(policy or self.policy)
        while (delay := self._attempt(exchange)) is not None:
            self._wait(delay, exchange)
        if exchange.error is not None:
            raise exchange.error
        return exchange.result  # type: ignore[return-value]

    def send_many(
        self, exchanges: Iterable[Exchange[Any]], *, concurrency: int = 16
    ) -> Iterator[Exchange[Any]]:
        """Send many exchanges, ``concurrency`` at a time, and yield each when it is over.

        ``exchanges`` is consumed as places become free, so it may be endless; one that waits for its next
        attempt keeps its place. Each yielded exchange has a ``result`` or an ``error``. Closing the iterator
        ends what is under way.

        Raises:
            BaseException: what ``exchanges``, a ``watch`` or a sink raised.
        """
        try:
            loop = self._loops.pop()
        except IndexError:
            loop = TransferLoop(self)
        try:
            yield from loop.run(exchanges, concurrency)
        except BaseException:
            loop.close()
            raise
        self._loops.append(loop)

    def send_tagged(
        self, exchanges: Iterable[tuple[Tag, Exchange[T]]], *, concurrency: int = 16
    ) -> Iterator[tuple[Tag, T | CloudError]]:
        """Send many exchanges as `send_many` does; yields the tag of each with its result or its error."""

        def tagged() -> Iterator[Exchange[T]]:
            for tag, exchange in exchanges:
                exchange.tag = tag
                yield exchange

        for done in self.send_many(tagged(), concurrency=concurrency):
            yield done.tag, done.outcome

    def _attempt(self, exchange: Exchange[Any]) -> float | None:
        try:
            handle = self._idle.pop()
        except IndexError:
            handle = Handle(self.options)
        handle.begin(exchange)
        try:
            handle.curl.perform()
        except pycurl.error as error:
            delay = handle.fail(*error.args)
        else:
            delay = handle.finish()
        # A handle whose attempt raised is dropped with its connection: it may be in the middle of an answer.
        self._idle.append(handle)
        return delay

    @staticmethod
    def _wait(delay: float, exchange: Exchange[Any]) -> None:
        # In slices, so that cancelling through the watch ends a long Retry-After too.
        pause = threading.Event()
        while delay > 0:
            if exchange.watch is not None:
                exchange.watch(0, 0)
            pause.wait(min(delay, 0.5))
            delay -= 0.5

    def close(self) -> None:
        """Close idle connections. The transport can still be used; it opens new ones."""
        while self._idle:
            self._idle.pop().curl.close()
        while self._loops:
            self._loops.pop().close()
