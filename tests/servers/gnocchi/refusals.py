"""What Gnocchi refuses."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime


class RefusedError(Exception):
    """A refusal with its status."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.message = message


def check_names(query: Mapping[str, str], *known: str) -> None:
    """Refuse parameters that the description does not have."""
    unknown = set(query) - set(known)
    if unknown:
        raise RefusedError(400, f"Invalid data: extra keys not allowed: {', '.join(sorted(unknown))}")


def time_of(query: Mapping[str, str], name: str) -> datetime:
    """A required time, with a time zone."""
    try:
        time = datetime.fromisoformat(query[name])
    except (KeyError, ValueError):
        raise RefusedError(400, f"Invalid data: {name} is no time") from None
    if time.tzinfo is None:
        raise RefusedError(400, f"Invalid data: {name} has no time zone")
    return time
