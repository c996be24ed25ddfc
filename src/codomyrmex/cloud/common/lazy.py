"""Lists that are lazy, but fail at the call."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import chain
from typing import TYPE_CHECKING, TypeVar

from codomyrmex.cloud.common.telemetry import running_operation

if TYPE_CHECKING:
    from codomyrmex.cloud.common.errors import CloudError

T = TypeVar("T")


def begin(
    items: Iterator[T], error_of: Callable[[Exception], CloudError | None] | None = None
) -> Iterator[T]:
    """The same items, the first one fetched now.

    A missing permission or a wrong name then surfaces where the list is asked for, and not where it
    is read.

    Args:
        items: the items.
        error_of: the error that an exception of a provider's SDK stands for; later pages raise it too.
    """
    if error_of is not None:
        items = _classified(items, error_of, running_operation())
    for first in items:
        return chain((first,), items)
    return iter(())


def _classified(
    items: Iterator[T], error_of: Callable[[Exception], CloudError | None], asked: tuple[str, str] | None
) -> Iterator[T]:
    try:
        yield from items
    except Exception as raised:
        error = error_of(raised)
        if error is None:
            raise
        if asked is not None:
            # Of a later page: the operation that asked for the list has returned.
            error.provider, error.operation = error.provider or asked[0], error.operation or asked[1]
        if error is raised:
            raise
        raise error from raised
