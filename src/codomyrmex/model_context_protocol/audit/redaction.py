"""What of a call's arguments may be written down: no secret, and nothing long.

Arguments that were refused for their size come here too, so the work is bounded whatever they are.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator, Mapping
from itertools import islice
from typing import Any

from codomyrmex.logging_monitoring.redaction import MASK, is_secret_name, redact

_MAX_TEXT = 500
_MAX_SEARCHED = 4096
_MAX_ITEMS = 100
_MAX_VALUES = 500
_MAX_DEPTH = 8
_LEFT_OUT = "…"


def redacted_text(text: str) -> str:
    """A text without secrets, cut at 500 characters with its length said."""
    if len(text) <= _MAX_SEARCHED:
        return _cut(redact(text))
    searched, shown = text[:_MAX_SEARCHED], text[:_MAX_TEXT]
    # Without its end, a secret may not be known as one.
    if is_secret_name(shown) or redact(searched) != searched:
        shown = ""
    return f"{shown}… ({len(text)} characters)"


def redacted_arguments(arguments: Mapping[str, Any]) -> dict[str, Any]:
    """Arguments as JSON values without secrets.

    Texts are cut at 500 characters, lists and mappings at 100 items; beyond 500 values in all, and beyond a
    depth of 8, nothing is kept.
    """
    return _mapping(arguments, _MAX_DEPTH, iter(range(_MAX_VALUES)))


def _mapping(values: Mapping[Any, Any], depth: int, room: Iterator[int]) -> dict[str, Any]:
    kept: dict[str, Any] = {}
    for name, value in islice(values.items(), _MAX_ITEMS):
        if next(room, None) is None:
            break
        kept[redacted_text(str(name))] = _value(str(name), value, depth, room)
    return kept if len(kept) == len(values) else {**kept, _LEFT_OUT: f"{len(values)} items"}


def _list(values: Collection[Any], depth: int, room: Iterator[int]) -> list[Any]:
    kept: list[Any] = []
    for value in islice(values, _MAX_ITEMS):
        if next(room, None) is None:
            break
        kept.append(_value("", value, depth, room))
    return kept if len(kept) == len(values) else [*kept, f"{_LEFT_OUT} ({len(values)} items)"]


def _value(name: str, value: Any, depth: int, room: Iterator[int]) -> Any:
    if value is None or isinstance(value, bool):
        return value
    if is_secret_name(name) or hasattr(value, "get_secret_value"):
        return MASK
    if isinstance(value, Mapping):
        return _mapping(value, depth - 1, room) if depth else _LEFT_OUT
    if isinstance(value, (list, tuple, set, frozenset)):
        return _list(value, depth - 1, room) if depth else _LEFT_OUT
    if isinstance(value, (bytes, bytearray, memoryview)):
        return f"<{memoryview(value).nbytes} bytes>"
    return _number(value) if isinstance(value, (int, float)) else redacted_text(str(value))


def _number(value: int | float) -> int | float | str:
    """A number, as a text where JSON has no word for it or some readers have not the digits."""
    if isinstance(value, int):
        return value if value.bit_length() < 64 else f"<integer of {value.bit_length()} bits>"
    return value if math.isfinite(value) else str(value)


def _cut(text: str) -> str:
    return text if len(text) <= _MAX_TEXT else f"{text[:_MAX_TEXT]}… ({len(text)} characters)"
