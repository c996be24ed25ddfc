"""Bars of text."""

from __future__ import annotations

import math
from collections.abc import Sequence

_EIGHTHS = " ▏▎▍▌▋▊▉"
_FULL = "█"


def bars(values: Sequence[float], width: int) -> list[str]:
    """A bar for each value, the longest as wide as asked; of one that is more than nothing at least a sliver.

    Args:
        values: what is shown; less than nothing is shown as nothing.
        width: columns.
    """
    longest = max(values, default=0.0)
    if longest <= 0 or width < 1:
        return ["" for _ in values]
    return [_bar(max(value, 0.0) / longest * width) for value in values]


def _bar(length: float) -> str:
    eighths = math.ceil(round(length * 8, 6))
    whole, rest = divmod(eighths, 8)
    return _FULL * whole + _EIGHTHS[rest].strip()
