"""What of a call's arguments may be written down: no secret, and nothing long."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from codomyrmex.logging_monitoring.redaction import redact, redact_fields

_MAX_TEXT = 500
_MAX_ITEMS = 100


def redacted_text(text: str) -> str:
    """A text without secrets, cut at 500 characters with its length said."""
    return _short(redact(text))


def redacted_arguments(arguments: Mapping[str, Any]) -> dict[str, Any]:
    """Arguments without secrets, texts cut at 500 characters and lists and mappings at 100 items."""
    bounded: dict[str, Any] = _bounded(redact_fields(arguments))
    return bounded


def _bounded(value: Any) -> Any:
    if isinstance(value, str):
        return _short(value)
    if isinstance(value, Mapping):
        kept = {_short(str(name)): _bounded(item) for name, item in list(value.items())[:_MAX_ITEMS]}
        return kept if len(value) <= _MAX_ITEMS else {**kept, "…": f"{len(value)} items"}
    if isinstance(value, list):
        kept_items = [_bounded(item) for item in value[:_MAX_ITEMS]]
        return kept_items if len(value) <= _MAX_ITEMS else [*kept_items, f"… ({len(value)} items)"]
    # JSON has no word for the others, and integers may be of any length.
    if value is None or isinstance(value, bool) or (isinstance(value, float) and math.isfinite(value)):
        return value
    if isinstance(value, int) and abs(value) < 1 << 63:
        return value
    return _short(f"{value:#x}" if isinstance(value, int) else str(value))


def _short(text: str) -> str:
    return text if len(text) <= _MAX_TEXT else f"{text[:_MAX_TEXT]}… ({len(text)} characters)"
