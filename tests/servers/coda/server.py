"""The server: one thread for each connection, what is kept under one lock."""

from __future__ import annotations

import socket
import threading
from dataclasses import replace
from typing import Any

from tests.servers.capture import Answer
from tests.servers.coda.api import ROUTES
from tests.servers.coda.api.content import DOWNLOADS, download
from tests.servers.coda.faults import Altered, Before, Circle, Fault, Faults, altered
from tests.servers.coda.links import ROOT
from tests.servers.coda.messages import RefusedError, Request, request_of
from tests.servers.coda.parameters import read_query
from tests.servers.coda.service import Call, Route, Service
from tests.servers.coda.state import Token
from tests.servers.faults import Hang, ResetRequest, ResetResponse, TruncateResponse
from tests.servers.http1 import Stream
from tests.servers.listener import Listener, reset


class CodaServer(Listener):
    """Coda's API, empty at first; :mod:`tests.servers.coda.making` puts something into it.

    Attributes:
        service: what it keeps and how it behaves.
        faults: what befalls requests.
        requests: what was asked, in order.
    """

    def __init__(self) -> None:
        super().__init__()
        self.service = Service(self.endpoint)
        self.faults = Faults()
        self.requests: list[Request] = []
        self._state_lock = threading.Lock()
        self._circled = 0

    @property
    def base_url(self) -> str:
        """The API's address."""
        return f"{self.endpoint}{ROOT}"

    def asked(self, method: str = "", path: str = "") -> list[Request]:
        """The requests with a verb whose path ends so."""
        return [one for one in list(self.requests) if method in ("", one.method) and one.path.endswith(path)]

    def handle(self, connection: socket.socket) -> None:
        """Answer the requests of one connection."""
        client = Stream(connection)
        while head := client.read_request():
            if head.expects_continue:
                client.send(b"HTTP/1.1 100 Continue\r\n\r\n")
            body = b"".join(piece.raw for piece in client.read_body(head.framing) if piece.is_data)
            request = request_of(head, body)
            self.requests.append(request)
            if not self._exchange(client, request, self.faults.of(request)):
                return

    def _exchange(self, client: Stream, request: Request, fault: Fault | None) -> bool:
        """Answer one request; whether the connection can take another."""
        match fault:
            case Hang():
                self.faults.acted()
                while client.read_some():
                    pass
                return False
            case ResetRequest():
                return self._drop(client)
            case Before(action):
                action()
        answer = self._answered(request, fault)
        request.status = answer.status
        message = answer.message(request.method)
        if isinstance(fault, ResetResponse):
            return self._drop(client)
        if isinstance(fault, TruncateResponse):
            client.send(message[: len(message) - len(answer.body) // 2])
            self.faults.acted()
            return False
        client.send(message)
        if fault is not None:
            self.faults.acted()
        return "close" not in request.headers.get("connection", "")

    def _drop(self, client: Stream) -> bool:
        reset(client.connection)
        self.faults.acted()
        return False

    def _answered(self, request: Request, fault: Fault | None) -> Answer:
        match fault:
            case Answer():
                return fault
            case Altered(change):
                return altered(self.answer(request), change)
            case Circle(length):
                self._circled += 1
                token = f"circle-{self._circled % length}"
                first = replace(request, target=request.path)
                return altered(self.answer(first), lambda page: {**page, "nextPageToken": token})
        return self.answer(request)

    def answer(self, request: Request) -> Answer:
        """Do what is asked."""
        with self._state_lock:
            try:
                if request.path.startswith(DOWNLOADS):
                    return download(self.service, request)
                return self._called(request)
            except RefusedError as refusal:
                return refusal.answer()

    def _called(self, request: Request) -> Answer:
        token = self.service.state.tokens.get(request.token or "")
        if token is None:
            raise RefusedError(401)
        segments = request.segments
        if segments[:2] != ["apis", "v1"]:
            raise RefusedError(404)
        route, names = ROUTES.find(request.method, segments[2:])
        self.service.rates.check(token.user, route.kind)
        return route.handle(_call(self.service, request, token, route, names))


def _call(service: Service, request: Request, token: Token, route: Route, names: list[str]) -> Call:
    if token.reads_only and request.method != "GET":
        raise RefusedError(403)
    query = read_query(request.query, route.query)
    return Call(service, request, token, names, query, _body(service, request, route))


def _body(service: Service, request: Request, route: Route) -> Any:
    if len(request.body) > service.largest_body:
        raise RefusedError(413)
    body = request.json()
    if route.body is None:
        if body is not None:
            raise RefusedError(400, "The operation has no body.")
        return None
    if body is None and not route.body_required:
        return None
    if problems := route.body(body):
        raise RefusedError(400, "The body is not as it should be.", problems)
    return body
