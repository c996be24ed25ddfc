"""Numbers, times and names as people read them."""

from __future__ import annotations

import re
from datetime import datetime

_UNITS = ("B", "kB", "MB", "GB", "TB", "PB")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")


def size(count: float) -> str:
    """A number of bytes in decimal units: ``999 B``, ``1.2 MB``."""
    for unit in _UNITS:
        if count < 999.5 or unit == _UNITS[-1]:
            break
        count /= 1000
    return f"{count:.0f} {unit}" if unit == "B" or count >= 99.95 else f"{count:.1f} {unit}"


def counted(count: int, noun: str) -> str:
    """``1 file``, ``1,234 files``."""
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"


def seconds(duration: float) -> str:
    """A duration: ``0.4 ms``, ``45 ms``, ``3.2 s``, ``2 min 05 s``."""
    if duration < 0.01:
        return f"{duration * 1000:.1f} ms"
    if duration < 1:
        return f"{duration * 1000:.0f} ms"
    if duration < 60:
        return f"{duration:.1f} s"
    minutes, rest = divmod(round(duration), 60)
    return f"{minutes} min {rest:02} s"


def moment(time: datetime | None) -> str:
    """A time in the local zone, to the second; a dash where it is not known."""
    return time.astimezone().strftime("%Y-%m-%d %H:%M:%S") if time else "-"


def printable(text: str) -> str:
    """``text`` on one line, its control characters shown as ``\\x1b``: a key must not drive the terminal."""
    return _CONTROL.sub(lambda match: f"\\x{ord(match[0]):02x}", text)
