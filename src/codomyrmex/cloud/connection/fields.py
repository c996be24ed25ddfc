"""The fields of a profile as arguments of a client."""

from __future__ import annotations

from typing import Any, cast


def given(**arguments: Any) -> dict[str, Any]:
    """Only what is set, so that every default stays where it is defined."""
    return {name: value for name, value in arguments.items() if value is not None}


def text(secret: Any) -> str | None:
    # Profile.resolve() left no reference unread.
    return None if secret is None else cast("str", secret.get_secret_value())
