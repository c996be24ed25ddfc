"""A server that records every request exactly as it is on the wire, and answers what it is told to."""

from __future__ import annotations

import hashlib
import socket
import threading
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus

from tests.servers.http1 import RequestHead, Stream
from tests.servers.listener import Listener


@dataclass(frozen=True)
class CapturedRequest(RequestHead):
    """One request. ``body`` is the payload: without chunk framing, otherwise untouched."""

    body: bytes


@dataclass(frozen=True)
class Answer:
    """What to send back. ``Content-Length`` is added unless ``headers`` has one."""

    status: int = 200
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""

    def message(self, method: str) -> bytes:
        """The response to a request of this method, as bytes."""
        headers = list(self.headers)
        if "content-length" not in {name.lower() for name, _ in headers}:
            headers.append(("Content-Length", str(len(self.body))))
        lines = [
            f"HTTP/1.1 {self.status} {HTTPStatus(self.status).phrase}",
            *(f"{k}: {v}" for k, v in headers),
        ]
        head = "\r\n".join([*lines, "", ""]).encode("latin-1")
        return head if method == "HEAD" else head + self.body


def empty_with_etag(request: CapturedRequest) -> Answer:
    """200, no body, and the MD5 of what came as its ``ETag``: what S3 says to a put."""
    etag = hashlib.md5(request.body, usedforsecurity=False).hexdigest()
    return Answer(headers=(("ETag", f'"{etag}"'),))


class CaptureServer(Listener):
    """Records requests in :attr:`requests`, in the order in which they were complete."""

    def __init__(self, answer: Callable[[CapturedRequest], Answer] = empty_with_etag) -> None:
        super().__init__()
        self.answer = answer
        self.requests: list[CapturedRequest] = []
        self._arrived = threading.Condition()

    def wait_for(self, count: int, seconds: float = 300) -> list[CapturedRequest]:
        """The first ``count`` requests, once they are there.

        Raises:
            TimeoutError: fewer came within ``seconds``.
        """
        with self._arrived:
            if not self._arrived.wait_for(lambda: len(self.requests) >= count, seconds):
                raise TimeoutError(f"{len(self.requests)} requests of {count} within {seconds:g} s")
            return self.requests[:count]

    def handle(self, connection: socket.socket) -> None:
        client = Stream(connection)
        while head := client.read_request():
            if head.expects_continue:
                client.send(b"HTTP/1.1 100 Continue\r\n\r\n")
            body = b"".join(piece.raw for piece in client.read_body(head.framing) if piece.is_data)
            request = CapturedRequest(head.raw, body)
            with self._arrived:
                self.requests.append(request)
                self._arrived.notify_all()
            client.send(self.answer(request).message(request.method))
            if head.has("Connection", "close"):
                return
