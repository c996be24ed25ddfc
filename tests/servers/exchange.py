"""One request carried from a client to a server and its answer back, with at most one fault on the way."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator

from tests.servers.faults import (
    Fault,
    FlipRequestByte,
    FlipResponseByte,
    Hang,
    ResetRequest,
    ResetResponse,
    Respond,
    SlowResponse,
    TruncateResponse,
    first,
    flipped,
)
from tests.servers.http1 import Framing, Piece, RequestHead, ResponseHead, Stream
from tests.servers.listener import reset

CONTINUE = b"HTTP/1.1 100 Continue\r\n\r\n"
DRIPS_PER_SECOND = 10


class Exchange:
    """Copies bytes as they are, and the fault where it belongs.

    Arguments:
        acted: called once, when the fault has taken effect.
        stop: set when the proxy closes, which ends a slow answer.
    """

    def __init__(
        self,
        client: Stream,
        upstream: Stream,
        request: RequestHead,
        fault: Fault | None = None,
        *,
        acted: Callable[[], None] = lambda: None,
        stop: threading.Event | None = None,
    ) -> None:
        self._client = client
        self._upstream = upstream
        self._request = request
        self._fault = fault
        self._acted = acted
        self._stop = stop or threading.Event()

    def run(self) -> bool:
        """Carry it; whether both connections can take another request."""
        match self._fault:
            case Respond():
                return self._respond(self._fault)
            case Hang(body_bytes=None):
                return self._hang()
        if not self._forward_request():
            return False
        return self._forward_response()

    def _respond(self, fault: Respond) -> bool:
        if self._request.expects_continue:
            self._client.send(CONTINUE)
        for _ in self._client.read_body(self._request.framing):
            pass
        self._client.send(fault.message(self._request.method))
        self._acted()
        return True

    def _hang(self) -> bool:
        self._acted()
        while self._client.read_some():
            pass
        return False

    def _reset(self, *streams: Stream) -> bool:
        for stream in streams:
            reset(stream.connection)
        self._acted()
        return False

    def _forward_request(self) -> bool:
        """Whether the server has, or needs, the whole request; if not, this connection is over."""
        self._upstream.send(self._request.raw)
        if self._request.expects_continue and not self._forward_interim():
            return False
        match self._fault:
            case ResetRequest(count):
                for piece in first(self._client.read_body(self._request.framing), count):
                    self._upstream.send(piece.raw)
                return self._reset(self._upstream, self._client)
            case FlipRequestByte(offset):
                body = flipped(self._client.read_body(self._request.framing), offset)
                self._acted()
            case _:
                body = self._client.read_body(self._request.framing)
        for piece in body:
            if not self._request.expects_continue and self._upstream.has_input():
                # The server answers before it has read everything; what the client still sends is lost.
                self._forward_response()
                return False
            self._upstream.send(piece.raw)
        return True

    def _forward_interim(self) -> bool:
        """Let the server say whether it wants the body, unless the client sends it unasked."""
        if self._client.has_input(or_else=self._upstream):
            return True
        answer = self._upstream.read_response()
        self._client.send(answer.raw)
        if answer.status == 100:
            return True
        for piece in self._upstream.read_body(answer.framing(self._request.method)):
            self._client.send(piece.raw)
        return False

    def _forward_response(self) -> bool:
        response = self._upstream.read_response()
        while response.status < 200:
            self._client.send(response.raw)
            response = self._upstream.read_response()
        if isinstance(self._fault, ResetResponse) and self._fault.body_bytes is None:
            return self._reset(self._client)
        framing = response.framing(self._request.method)
        self._client.send(response.raw)
        for piece in self._damaged(self._upstream.read_body(framing), framing):
            self._client.send(piece.raw)
        match self._fault:
            case ResetResponse():
                return self._reset(self._client)
            case Hang():
                return self._hang()
            case TruncateResponse():
                self._acted()
                return False
            case FlipResponseByte() | SlowResponse():
                self._acted()
        return self._stays_open(response, framing)

    def _damaged(self, body: Iterator[Piece], framing: Framing) -> Iterator[Piece]:
        match self._fault:
            case ResetResponse(int(count)) | Hang(int(count)) | TruncateResponse(int(count)):
                return first(body, count)
            case TruncateResponse(None) if isinstance(framing, int):
                return first(body, framing // 2)
            case TruncateResponse(None):
                raise ValueError("an answer without Content-Length has no known half: give body_bytes")
            case FlipResponseByte(offset):
                return flipped(body, offset)
            case SlowResponse(rate):
                return self._dripping(body, rate)
        return body

    def _dripping(self, body: Iterator[Piece], bytes_per_second: int) -> Iterator[Piece]:
        size = max(1, bytes_per_second // DRIPS_PER_SECOND)
        for raw, is_data in body:
            for start in range(0, len(raw), size):
                if self._stop.wait(1 / DRIPS_PER_SECOND):
                    return
                yield Piece(raw[start : start + size], is_data)

    def _stays_open(self, response: ResponseHead, framing: Framing) -> bool:
        says_close = self._request.has("Connection", "close") or response.has("Connection", "close")
        return framing != "until-close" and not says_close and response.start_line.startswith("HTTP/1.1")
