"""How much of each kind of resource an account may have."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Quota:
    """The limit of one kind of resource.

    Attributes:
        name: the kind, by the provider's name for it.
        limit: how many there may be; ``None`` for no limit.
        used: how many there are.
    """

    name: str
    limit: int | None
    used: int
