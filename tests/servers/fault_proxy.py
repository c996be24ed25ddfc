"""A proxy between a client and a real server: every byte as it is, except where a fault is planned."""

from __future__ import annotations

import math
import socket
import threading
from collections.abc import Callable
from dataclasses import dataclass

from tests.servers.exchange import Exchange
from tests.servers.faults import Fault
from tests.servers.http1 import RequestHead, Stream
from tests.servers.listener import Listener


@dataclass
class _Planned:
    fault: Fault
    when: Callable[[RequestHead], bool]
    times: float


class FaultProxy(Listener):
    """Forwards to ``127.0.0.1:upstream_port``, a connection there for each connection here.

    The ``Host`` header stays as the client wrote (and signed) it.

    Attributes:
        requests: heads of the requests that came, in order, those with a fault included.
    """

    def __init__(self, upstream_port: int) -> None:
        super().__init__()
        self._upstream_port = upstream_port
        self._plan: list[_Planned] = []
        self._changed = threading.Condition()
        self._stop = threading.Event()
        self._acted = 0
        self.requests: list[RequestHead] = []

    def plan(
        self, *faults: Fault, when: Callable[[RequestHead], bool] = lambda _: True, times: float = 1
    ) -> None:
        """Let each of ``faults`` befall the next request that ``when`` accepts, one a request, in this order.

        Arguments:
            times: how many requests each fault befalls; ``math.inf`` for all.
        """
        with self._changed:
            self._plan.extend(_Planned(fault, when, times) for fault in faults)

    @property
    def pending(self) -> list[Fault]:
        """Planned faults that still wait for a request, except those that befall all."""
        with self._changed:
            return [planned.fault for planned in self._plan if planned.times < math.inf]

    def wait_for_requests(self, count: int = 1, seconds: float = 300) -> None:
        """Return when the heads of ``count`` requests have come.

        Raises:
            TimeoutError: fewer came within ``seconds``.
        """
        self._wait(lambda: len(self.requests) >= count, f"{count} requests", seconds)

    def wait_for_faults(self, count: int = 1, seconds: float = 300) -> None:
        """Return when ``count`` faults have taken effect: the reset is sent, the silence has begun.

        Raises:
            TimeoutError: fewer did within ``seconds``.
        """
        self._wait(lambda: self._acted >= count, f"{count} faults", seconds)

    def close(self) -> None:
        """Close every connection, also those that hang."""
        self._stop.set()
        super().close()

    def handle(self, connection: socket.socket) -> None:
        """Forward request after request, until one side closes or a fault ends the connection."""
        client = Stream(connection)
        with self.connected(self._upstream_port) as upstream_connection:
            upstream = Stream(upstream_connection)
            while client.has_input(or_else=upstream) and (request := client.read_request()):
                fault = self._next_fault(request)
                exchange = Exchange(client, upstream, request, fault, acted=self._count_act, stop=self._stop)
                if not exchange.run():
                    return

    def _next_fault(self, request: RequestHead) -> Fault | None:
        with self._changed:
            self.requests.append(request)
            self._changed.notify_all()
            for planned in self._plan:
                if planned.when(request):
                    planned.times -= 1
                    if planned.times <= 0:
                        self._plan.remove(planned)
                    return planned.fault
        return None

    def _count_act(self) -> None:
        with self._changed:
            self._acted += 1
            self._changed.notify_all()

    def _wait(self, condition: Callable[[], bool], what: str, seconds: float) -> None:
        with self._changed:
            if not self._changed.wait_for(condition, seconds):
                raise TimeoutError(f"{what}: not within {seconds:g} s")
