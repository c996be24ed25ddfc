"""Just enough of HTTP/1.1 to copy messages byte for byte: heads as they came, bodies as they are framed."""

from __future__ import annotations

import select
import socket
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, NamedTuple

READ_BYTES = 65536

Framing = int | Literal["chunked", "until-close"]


class Piece(NamedTuple):
    """Part of a body as it is on the wire; ``is_data`` is false for chunk sizes, line ends and trailers."""

    raw: bytes
    is_data: bool


@dataclass(frozen=True)
class Head:
    """The start line and the headers of a message, with the bytes they came in."""

    raw: bytes

    @property
    def start_line(self) -> str:
        """The first line, without its end."""
        return self.raw.partition(b"\r\n")[0].decode("latin-1")

    @property
    def headers(self) -> tuple[tuple[str, str], ...]:
        """Names and values in the order they came, names as they were written."""
        lines = self.raw.decode("latin-1").split("\r\n")[1:-2]
        return tuple((name, value.strip(" \t")) for name, _, value in (line.partition(":") for line in lines))

    def header(self, name: str) -> str | None:
        """The first value of this header, whatever the case of its name."""
        return next((value for key, value in self.headers if key.lower() == name.lower()), None)

    def has(self, name: str, token: str) -> bool:
        """Whether a header says this word, such as ``Connection: close``."""
        return token in (self.header(name) or "").lower()


class RequestHead(Head):
    """The head of a request."""

    @property
    def method(self) -> str:
        """``GET`` and so on."""
        return self.start_line.split(" ")[0]

    @property
    def target(self) -> str:
        """The request target exactly as sent: path and query, not decoded."""
        return self.start_line.split(" ")[1]

    @property
    def framing(self) -> Framing:
        """How the body ends."""
        if self.has("Transfer-Encoding", "chunked"):
            return "chunked"
        return int(self.header("Content-Length") or 0)

    @property
    def expects_continue(self) -> bool:
        """Whether the client waits for ``100 Continue`` before it sends the body."""
        return self.has("Expect", "100-continue")


class ResponseHead(Head):
    """The head of a response."""

    @property
    def status(self) -> int:
        """The status code."""
        return int(self.start_line.split(" ")[1])

    def framing(self, method: str) -> Framing:
        """How the body of the answer to ``method`` ends."""
        if method == "HEAD" or self.status < 200 or self.status in {204, 304}:
            return 0
        if self.has("Transfer-Encoding", "chunked"):
            return "chunked"
        length = self.header("Content-Length")
        return "until-close" if length is None else int(length)


class Stream:
    """A connection read through a buffer."""

    def __init__(self, connection: socket.socket) -> None:
        self.connection = connection
        self._buffer = b""

    def send(self, data: bytes) -> None:
        """Send all of ``data``."""
        self.connection.sendall(data)

    def read_request(self) -> RequestHead | None:
        """The next request's head, or ``None`` when the client has closed."""
        raw = self._read_head()
        return RequestHead(raw) if raw else None

    def read_response(self) -> ResponseHead:
        """The next response's head.

        Raises:
            ConnectionError: the server closed instead of answering.
        """
        raw = self._read_head()
        if not raw:
            raise ConnectionError("closed before an answer")
        return ResponseHead(raw)

    def read_body(self, framing: Framing) -> Iterator[Piece]:
        """The body that follows a head, piece by piece.

        Raises:
            ConnectionError: the peer closed in the middle.
        """
        if framing == "chunked":
            yield from self._read_chunks()
        elif framing == "until-close":
            while data := self.read_some():
                yield Piece(data, True)
        else:
            yield from self._read_exactly(framing)

    def read_some(self, limit: int = READ_BYTES) -> bytes:
        """Up to ``limit`` bytes, as soon as there are any; empty when the peer has closed."""
        data = self._buffer or self.connection.recv(READ_BYTES)
        self._buffer = data[limit:]
        return data[:limit]

    def has_input(self, *, or_else: Stream | None = None) -> bool:
        """Whether this stream can be read now; given another, wait until one of both can."""
        if self._buffer:
            return True
        connections = [self.connection, *([or_else.connection] if or_else else [])]
        ready, _, _ = select.select(connections, [], [], None if or_else else 0)
        return self.connection in ready

    def _read_head(self) -> bytes:
        while b"\r\n\r\n" not in self._buffer:
            data = self.connection.recv(READ_BYTES)
            if not data and not self._buffer:
                return b""
            self._extend(data)
        head, end, self._buffer = self._buffer.partition(b"\r\n\r\n")
        return head + end

    def _read_line(self) -> bytes:
        while b"\r\n" not in self._buffer:
            self._extend(self.connection.recv(READ_BYTES))
        line, end, self._buffer = self._buffer.partition(b"\r\n")
        return line + end

    def _extend(self, data: bytes) -> None:
        if not data:
            raise ConnectionError("closed within a message")
        self._buffer += data

    def _read_exactly(self, size: int) -> Iterator[Piece]:
        while size > 0:
            data = self.read_some(size)
            if not data:
                raise ConnectionError("closed within a body")
            size -= len(data)
            yield Piece(data, True)

    def _read_chunks(self) -> Iterator[Piece]:
        while True:
            size_line = self._read_line()
            yield Piece(size_line, False)
            size = int(size_line.partition(b";")[0], 16)
            yield from self._read_exactly(size)
            if size > 0:
                yield Piece(self._read_line(), False)
                continue
            while (trailer := self._read_line()) != b"\r\n":
                yield Piece(trailer, False)
            yield Piece(trailer, False)
            return
