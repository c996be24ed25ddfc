"""Comments that allow one line: ``# aegis: allow-sdk <reason>``."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from io import StringIO
from tokenize import COMMENT, generate_tokens

_ALLOWANCE = re.compile(r"#\s*aegis:\s*allow-sdk\b[\s:]*(?P<reason>.*)")


def allowances(text: str) -> dict[int, str]:
    """The reasons of a file, by the number of their line. A comment without a reason allows nothing.

    Args:
        text: a file that parses.
    """
    if "allow-sdk" not in text:
        return {}
    found = {}
    for token in generate_tokens(StringIO(text).readline):
        match = _ALLOWANCE.search(token.string) if token.type == COMMENT else None
        if match and match["reason"].strip():
            found[token.start[0]] = match["reason"].strip()
    return found


def reason_among(reasons: Mapping[int, str], lines: Iterable[int]) -> str | None:
    """The first reason that stands on one of these lines."""
    return next((reasons[line] for line in lines if line in reasons), None)
