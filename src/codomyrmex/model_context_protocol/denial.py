"""Why the gate lets a call not through."""

from __future__ import annotations

from enum import StrEnum


class Denial(StrEnum):
    """What a call failed at."""

    UNKNOWN = "unknown_tool"
    ROLE = "role"
    POLICY = "policy"
    ARGUMENTS = "arguments"
    PATH = "path"
    CONFIRMATION = "confirmation"
    LIMIT = "limit"
    CANCELLED = "cancelled"
    AUDIT = "audit"


class DeniedError(Exception):
    """A call is not let through; nothing was done.

    Attributes:
        denial: at what it failed.
        message: one sentence for whoever called; without secrets, and without what they may not know.
        hint: the way out, where there is one.
    """

    def __init__(self, denial: Denial, message: str, *, hint: str | None = None) -> None:
        super().__init__(message)
        self.denial = denial
        self.message = message
        self.hint = hint
