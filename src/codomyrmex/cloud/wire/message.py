"""What goes over the wire and what comes back."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from codomyrmex.cloud.common.content import Body


_END_OF_HEAD = b"\r\n"


@dataclass(slots=True)
class Request:
    """One HTTP request, ready to send: everything in it goes on the wire byte for byte.

    Attributes:
        method: the HTTP verb.
        url: scheme, authority and the target, percent-encoded with upper-case digits; it is never normalised.
        headers: header lines as libcurl takes them (``name: value``).
        body: the bytes to send, or ``None`` for none (a ``PUT`` without body sends ``Content-Length: 0``).
    """

    method: str
    url: str
    headers: list[str] = field(default_factory=list)
    body: Body | None = None


class Response:
    """The status, the headers (names in lower case) and the body that were collected in memory."""

    __slots__ = ("_headers", "_lines", "body", "status")

    def __init__(self, status: int, lines: list[bytes], body: bytes) -> None:
        self.status = status
        self.body = body
        self._lines = lines
        self._headers: dict[str, str] | None = None

    @property
    def headers(self) -> dict[str, str]:
        """The headers of the final answer; a repeated header keeps its last value."""
        if self._headers is None:
            self._headers = parse_header_lines(self._lines)
        return self._headers

    def header(self, name: str) -> str | None:
        """The value of the header ``name`` (in lower case), or ``None``."""
        return self.headers.get(name)


def parse_header_lines(lines: list[bytes]) -> dict[str, str]:
    """The headers of the last answer in ``lines``: a proxy's or a ``100 Continue``'s come before it.

    A header that is not UTF-8 is read as Latin-1, which is what RFC 9110 §5.5 leaves a recipient to do.
    """
    try:
        text = b"".join(lines).decode()
    except UnicodeDecodeError:
        text = "".join(map(_decode, lines))
    headers: dict[str, str] = {}
    last = text.rpartition("\r\n\r\nHTTP/")[2]
    for line in last.split("\n")[1:]:
        name, colon, value = line.partition(":")
        if colon:
            headers[name.lower()] = value.strip()
    return headers


def _decode(line: bytes) -> str:
    try:
        return line.decode()
    except UnicodeDecodeError:
        return line.decode("latin-1")


def status_of(lines: list[bytes]) -> int:
    """The status of the last answer in ``lines``; 0 when there is none."""
    for line in reversed(lines) if lines.count(_END_OF_HEAD) > 1 else lines:
        if line.startswith(b"HTTP/"):
            return int(line.split(None, 2)[1])
    return 0
