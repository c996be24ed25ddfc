"""What OpenStack's services have in common in their JSON."""

from __future__ import annotations

from collections.abc import Container, Mapping
from datetime import UTC, datetime
from typing import Any


def moment(text: str | None) -> datetime | None:
    """A time of OpenStack, which is in UTC and does not always say so."""
    if not text:
        return None
    found = datetime.fromisoformat(text)
    return found.replace(tzinfo=UTC) if found.tzinfo is None else found


def without(found: Mapping[str, Any], known: Container[str]) -> dict[str, Any]:
    """What a service says of a resource besides the fields that have a name of their own."""
    return {name: value for name, value in found.items() if name not in known}
