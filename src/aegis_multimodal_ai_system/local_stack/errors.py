"""What the local stack raises."""

from __future__ import annotations


class LocalStackError(Exception):
    """The stack cannot do what it was asked; one sentence says why, and the way out."""
