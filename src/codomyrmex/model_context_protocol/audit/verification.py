"""Reads an audit back, and finds what was done to it."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from codomyrmex.model_context_protocol.audit.chain import START, Head, canonical, linked, locked, read_head


@dataclass(frozen=True, slots=True)
class Verification:
    """What was found of an audit.

    Attributes:
        lines: how many lines are in order, from the first on.
        problem: what is wrong with the next one, or with the head; ``None`` if nothing is.
    """

    lines: int
    problem: str | None = None


def verify(path: Path) -> Verification:
    """Check the chain of an audit, and that its last line is the one that was written last.

    Args:
        path: the log.

    Raises:
        OSError: it cannot be read.
    """
    try:
        with locked(path, write=False) as log, os.fdopen(os.dup(log), "rb") as lines:
            head = read_head(path)
            found, before, problem = _follow(lines)
    except FileNotFoundError:
        return Verification(0, "There is no audit.")
    return Verification(found.number, problem or _disagreement(found, before, head))


def _follow(lines: Iterable[bytes]) -> tuple[Head, Head, str | None]:
    """The head that the lines make, the one before, and what is wrong with the line that breaks the chain."""
    before, head = START, START
    for number, line in enumerate(lines, 1):
        problem = _problem(head, line)
        if problem is not None:
            return head, before, f"Line {number} {problem}."
        before, head = head, Head(number, json.loads(line)["hash"])
    return head, before, None


def _problem(head: Head, line: bytes) -> str | None:
    """What is wrong with the line that should follow a head."""
    if not line.endswith(b"\n"):
        return "is not complete"
    try:
        entry: Any = json.loads(line)
        fields = {name: value for name, value in entry.items() if name not in ("number", "previous", "hash")}
        if canonical(entry) + b"\n" != line:
            return "is not written as this library writes"
        number, previous = entry["number"], entry["previous"]
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return "is no line of an audit"
    if number != head.number + 1:
        return f"has the number {number}"
    if previous != head.hash:
        return "does not follow the line before"
    if linked(head, fields)[1] + b"\n" != line:
        return "was changed"
    return None


def _disagreement(found: Head, before: Head, head: Head | None) -> str | None:
    """What the head says against the lines. A process that is killed may leave it one line behind."""
    if head is None:
        return "The head file is not there, or holds no head."
    if head.number > found.number:
        return f"The lines after {found.number} are missing, up to {head.number}."
    if head not in (found, before):
        return "The head file is that of other lines."
    return None
