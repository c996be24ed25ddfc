"""Drives many exchanges at once in the calling thread: libcurl's multi interface on the system's ``poll``."""

from __future__ import annotations

import heapq
import itertools
import math
import select
import time
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import pycurl

from codomyrmex.cloud.common.errors import CloudError
from codomyrmex.cloud.wire.handle import Handle
from codomyrmex.cloud.wire.retry import Attempts

if TYPE_CHECKING:
    from codomyrmex.cloud.wire.exchange import Exchange
    from codomyrmex.cloud.wire.transport import Transport

_EVENTS = {
    pycurl.POLL_IN: select.POLLIN,
    pycurl.POLL_OUT: select.POLLOUT,
    pycurl.POLL_INOUT: select.POLLIN | select.POLLOUT,
}
_LONGEST_WAIT = 0.5


class TransferLoop:
    """Handles in one `pycurl.CurlMulti`, fed from an iterator. What has run to its end can run again, on the
    same connections.

    It waits with ``poll`` and not with ``CurlMulti.select``, which cannot see descriptors above 1,024.
    What is watched changes twice with each request, which with ``epoll`` would be calls of the system.
    """

    def __init__(self, transport: Transport) -> None:
        self._transport = transport
        self._multi = pycurl.CurlMulti()
        self._timeouts: deque[int] = deque(maxlen=1)
        self._multi.setopt(pycurl.M_SOCKETFUNCTION, self._on_socket)
        # A built-in, because pycurl would lose a KeyboardInterrupt that came in a function of ours.
        self._multi.setopt(pycurl.M_TIMERFUNCTION, self._timeouts.append)
        self._sockets = select.poll()
        self._timer: float | None = None
        self._free: list[Handle] = []
        self._running: dict[pycurl.Curl, Handle] = {}
        self._unsent: list[Exchange[Any]] = []
        self._waiting: list[tuple[float, int, Exchange[Any]]] = []
        self._order = itertools.count()

    def run(self, exchanges: Iterable[Exchange[Any]], concurrency: int) -> Iterator[Exchange[Any]]:
        """Send ``concurrency`` at a time; yield every exchange when it is over."""
        self._multi.setopt(pycurl.M_MAXCONNECTS, concurrency)
        source = iter(exchanges)
        exhausted = False
        while True:
            self._start_due()
            while not exhausted and not self._unsent and self._under_way < concurrency:
                exchange = next(source, None)
                if exchange is None:
                    exhausted = True
                    break
                exchange.attempts = Attempts(self._transport.policy)
                self._start(exchange)
            if self._unsent:
                yield self._unsent.pop()
                continue
            if not self._running and not self._waiting and exhausted:
                return
            self._poll()
            yield from self._finished()

    @property
    def _under_way(self) -> int:
        return len(self._running) + len(self._waiting)

    def _start(self, exchange: Exchange[Any]) -> None:
        handle = self._free.pop() if self._free else Handle(self._transport.options)
        try:
            handle.begin(exchange)
        except CloudError as error:
            # The request could not even be made (no credentials): that ends this exchange, not the others.
            self._free.append(handle)
            error.resource = error.resource or exchange.resource
            exchange.error = error
            self._unsent.append(exchange)
            return
        self._running[handle.curl] = handle
        self._multi.add_handle(handle.curl)

    def _start_due(self) -> None:
        now = time.monotonic()
        while self._waiting and self._waiting[0][0] <= now:
            self._start(heapq.heappop(self._waiting)[2])

    def _poll(self) -> None:
        now = time.monotonic()
        while self._timeouts:
            milliseconds = self._timeouts.pop()
            self._timer = None if milliseconds < 0 else now + milliseconds / 1000
        until = now + _LONGEST_WAIT
        if self._timer is not None:
            until = min(until, self._timer)
        if self._waiting:
            until = min(until, self._waiting[0][0])
        for descriptor, events in self._sockets.poll(max(0, math.ceil((until - now) * 1000))):
            if events & select.POLLNVAL:
                # It is closed, and Ctrl-C came when libcurl was about to say so.
                self._forget(descriptor)
                continue
            # What is neither is an error or an end, which both sides are to see.
            mask = (pycurl.CSELECT_IN if events & ~select.POLLOUT else 0) | (
                pycurl.CSELECT_OUT if events & ~select.POLLIN else 0
            )
            self._multi.socket_action(descriptor, mask)
        if self._timer is not None and self._timer <= time.monotonic():
            self._timer = None
            self._multi.socket_action(pycurl.SOCKET_TIMEOUT, 0)

    def _finished(self) -> Iterator[Exchange[Any]]:
        more = 1
        while more:
            more, done, broken = self._multi.info_read()
            for handle in done:
                yield from self._settle(handle, None)
            for handle, code, text in broken:
                yield from self._settle(handle, (code, text))

    def _settle(self, ended: pycurl.Curl, failure: tuple[int, str] | None) -> Iterator[Exchange[Any]]:
        handle = self._running.pop(ended)
        exchange = handle.exchange
        self._multi.remove_handle(ended)
        self._free.append(handle)
        delay = handle.finish() if failure is None else handle.fail(*failure)
        if delay is None:
            yield exchange
        else:
            heapq.heappush(self._waiting, (time.monotonic() + delay, next(self._order), exchange))

    def _on_socket(self, what: int, descriptor: int, _multi: object, _data: object) -> None:
        if what == pycurl.POLL_REMOVE:
            self._forget(descriptor)
        else:
            self._sockets.register(descriptor, _EVENTS[what])

    def _forget(self, descriptor: int) -> None:
        # Ctrl-C may have come before it was registered.
        with suppress(KeyError):
            self._sockets.unregister(descriptor)

    def close(self) -> None:
        """End what is under way and close the connections."""
        for curl in self._running:
            self._multi.remove_handle(curl)
            curl.close()
        self._running.clear()
        for handle in self._free:
            handle.curl.close()
        self._multi.close()
