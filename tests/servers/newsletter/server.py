"""The newsletter on a port of its own."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.servers.gcs_emulator.messages import Answer, Request
from tests.servers.http1 import Stream
from tests.servers.listener import Listener, reset
from tests.servers.newsletter.access import Access
from tests.servers.newsletter.api import Api
from tests.servers.newsletter.domain import Domain
from tests.servers.newsletter.faults import Altered, Drop, Fault, Half, Instead, Planned, Stall

TOKEN = "token-of-the-newsletter"


@dataclass(frozen=True)
class Logged:
    """A request as it was on the wire, and the status of its answer (0: there was none)."""

    request: Request
    status: int

    @property
    def line(self) -> str:
        """The verb and the path: ``GET /1/newsletters/7/groups``."""
        return f"{self.request.method} {self.request.path}"

    @property
    def fields(self) -> Any:
        """The body."""
        return json.loads(self.request.body)


class NewsletterServer(Listener):
    """Infomaniak's newsletter on a port of loopback, with one domain that `TOKEN` is for.

    Attributes:
        domain: what is kept.
        log: the requests, in the order of their answers.
    """

    def __init__(self) -> None:
        super().__init__()
        self._api = Api()
        self._state = threading.Lock()
        self._plan: list[Planned] = []
        self._stop = threading.Event()
        self._changed = threading.Condition()
        self.log: list[Logged] = []
        self.domain = self.add_domain(7, "letters.example.com", TOKEN)

    @property
    def access(self) -> Access:
        """Who is let in."""
        return self._api.access

    def add_domain(self, number: int, name: str, *tokens: str) -> Domain:
        """Another domain, for these tokens."""
        self._api.domains[number] = Domain(number, name)
        for token in tokens:
            self.access.allow(token, number)
        return self._api.domains[number]

    def fail(
        self, *faults: Fault, when: Callable[[Request], bool] = lambda _: True, times: float = 1
    ) -> None:
        """Let each fault befall the next request that ``when`` accepts, one a request, in this order.

        Args:
            faults: what happens.
            when: to which requests; see `to`.
            times: to how many; ``math.inf`` for all.
        """
        with self._state:
            self._plan.extend(Planned(fault, when, times) for fault in faults)

    def sent(self, method: str = "", path: str = "") -> list[Logged]:
        """The requests of a verb whose path ends like this."""
        return [
            one for one in self.log if method in ("", one.request.method) and one.request.path.endswith(path)
        ]

    def wait_for(self, count: int, method: str = "", path: str = "", seconds: float = 300) -> None:
        """Return when so many requests have come.

        Raises:
            TimeoutError: fewer came in time.
        """
        with self._changed:
            if not self._changed.wait_for(lambda: len(self.sent(method, path)) >= count, seconds):
                raise TimeoutError(f"{len(self.sent(method, path))} of {count} requests came")

    def close(self) -> None:
        """Close every connection, also those that are silent."""
        self._stop.set()
        super().close()

    def handle(self, connection: socket.socket) -> None:
        """Answer the requests of one connection."""
        client = Stream(connection)
        while head := client.read_request():
            body = b"".join(piece.raw for piece in client.read_body(head.framing) if piece.is_data)
            headers = {name.lower(): value for name, value in head.headers}
            if not self._exchange(client, Request(head.method, head.target, headers, body)):
                return

    def _exchange(self, client: Stream, request: Request) -> bool:
        """Answer one request; whether the connection can take another."""
        with self._state:
            fault = self._fault(request)
            answer = self._answer(request, fault)
            with self._changed:
                self.log.append(Logged(request, answer.status if answer else 0))
                self._changed.notify_all()
        match fault:
            case Drop():
                reset(client.connection)
            case Stall():
                self._stop.wait()
            case Half() if answer:
                client.send(answer.message()[: -max(1, len(answer.body) // 2)])
            case _ if answer:
                client.send(answer.message())
                return True
        return False

    def _answer(self, request: Request, fault: Fault | None) -> Answer | None:
        match fault:
            case Instead(answer):
                return answer
            case Drop(False) | Stall(False):
                return None
            case Altered(alter):
                return alter(self._api.answer(request))
        return self._api.answer(request)

    def _fault(self, request: Request) -> Fault | None:
        for planned in self._plan:
            if planned.when(request):
                planned.times -= 1
                if planned.times <= 0:
                    self._plan.remove(planned)
                return planned.fault
        return None


def to(method: str, path: str = "") -> Callable[[Request], bool]:
    """Requests of a verb whose path ends like this."""
    return lambda request: request.method == method and request.path.endswith(path)
