"""The strings of TXT records, of at most 255 bytes each."""

from __future__ import annotations

import re
from collections.abc import Iterable

STRING_BYTES = 255
"""The longest string (RFC 1035, 3.3): a longer text is cut, and put together by who reads it."""

_ESCAPED = re.compile(rb'[\x00-\x1f"\\\x7f-\xff]')


def cut(text: bytes, limit: int = STRING_BYTES) -> list[bytes]:
    """A text in strings that are as long as they can be.

    Args:
        text: the text.
        limit: the most bytes of a string.
    """
    return [text[start : start + limit] for start in range(0, len(text), limit)] or [b""]


def quoted(strings: Iterable[bytes]) -> str:
    """Strings as zone files have them."""
    return " ".join(f'"{escaped(string)}"' for string in strings)


def escaped(string: bytes) -> str:
    """A string as it is between quotation marks."""
    return _ESCAPED.sub(_escape, string).decode("ascii")


def _escape(found: re.Match[bytes]) -> bytes:
    byte = found[0]
    return b"\\" + byte if byte in (b'"', b"\\") else b"\\%03d" % byte[0]
