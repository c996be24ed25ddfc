"""Lists that are lazy, but fail at the call."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from typing import TypeVar

T = TypeVar("T")


def begin(items: Iterator[T]) -> Iterator[T]:
    """The same items, the first one fetched now.

    A missing permission or a wrong name then surfaces where the list is asked for, and not where it
    is read.
    """
    for first in items:
        return chain((first,), items)
    return iter(())
