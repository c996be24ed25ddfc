"""What an account may have at most, the same for every service."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Quota:
    """One limit of an account.

    Attributes:
        name: what is limited, by the provider's word for it: ``volumes``, ``cores``.
        limit: how much there may be; ``None`` without a limit.
        used: how much there is, what is being made included.
    """

    name: str
    limit: int | None
    used: int
