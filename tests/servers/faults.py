"""The ways in which a request goes wrong; :class:`~tests.servers.fault_proxy.FaultProxy` makes them happen.

``body_bytes`` counts payload bytes of the body; a fault whose place lies beyond the end acts at the end.
A refused connection is no fault of one request: see :meth:`~tests.servers.listener.Listener.refusing`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from tests.servers.capture import Answer
from tests.servers.http1 import Piece


@dataclass(frozen=True)
class Respond:
    """The server never sees the request; this status is the answer."""

    status: int
    retry_after: str | None = None
    body: bytes = b""

    def message(self, method: str) -> bytes:
        """The answer to a request of this method, as bytes."""
        headers = () if self.retry_after is None else (("Retry-After", self.retry_after),)
        return Answer(self.status, headers, self.body).message(method)


@dataclass(frozen=True)
class ResetRequest:
    """A TCP reset on both sides after this much of the request's body reached the server."""

    body_bytes: int = 0


@dataclass(frozen=True)
class ResetResponse:
    """A TCP reset after this much of the answer's body, or (``None``) instead of all of it."""

    body_bytes: int | None = None


@dataclass(frozen=True)
class Hang:
    """Silence after this much of the answer's body, or (``None``) before the server is asked."""

    body_bytes: int | None = None


@dataclass(frozen=True)
class TruncateResponse:
    """The answer's head, then this much of its body (``None``: half of it), then an orderly close."""

    body_bytes: int | None = None


@dataclass(frozen=True)
class FlipRequestByte:
    """One bit of this byte of the request's body is turned over on its way."""

    offset: int = 0


@dataclass(frozen=True)
class FlipResponseByte:
    """One bit of this byte of the answer's body is turned over on its way."""

    offset: int = 0


@dataclass(frozen=True)
class SlowResponse:
    """The answer's body arrives at this rate, in ten pieces a second."""

    bytes_per_second: int


Fault = (
    Respond
    | ResetRequest
    | ResetResponse
    | Hang
    | TruncateResponse
    | FlipRequestByte
    | FlipResponseByte
    | SlowResponse
)


def flipped(body: Iterable[Piece], offset: int) -> Iterator[Piece]:
    """The same body but for one bit of the payload byte at ``offset``."""
    for piece in body:
        if piece.is_data and 0 <= offset < len(piece.raw):
            raw = bytearray(piece.raw)
            raw[offset] ^= 1
            yield Piece(bytes(raw), True)
        else:
            yield piece
        offset -= len(piece.raw) if piece.is_data else 0


def first(body: Iterable[Piece], count: int) -> Iterator[Piece]:
    """The body up to its first ``count`` payload bytes."""
    for piece in body:
        if not piece.is_data:
            yield piece
            continue
        if count > 0:
            yield Piece(piece.raw[:count], True)
        count -= len(piece.raw)
        if count <= 0:
            return
