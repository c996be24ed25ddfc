"""Many at once: a range that is read among others, and one call for each of many items on a few threads."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from codomyrmex.cloud.common.errors import CloudError
from codomyrmex.cloud.common.threads import Threads

if TYPE_CHECKING:
    from codomyrmex.cloud.common.storage.driver import Sink

Item = TypeVar("Item")
Result = TypeVar("Result")


class ReadItem(NamedTuple):
    """A range to be read among many.

    Attributes:
        key: the object.
        sink: where its bytes go.
        start: the first byte, from 0: ranges that count from the end are not read among others.
        end: the byte behind the last; ``None`` for all the rest.
        tag: what it is handed back with.
        if_match: the ETag that the object must have.
    """

    key: str
    sink: Sink
    start: int
    end: int | None
    tag: Any
    if_match: str | None = None


def each(
    call: Callable[[Item], Result], items: Iterable[Item], threads: int
) -> Iterator[tuple[Item, Result | CloudError]]:
    """Call for every item; yields each with its result, or its error, as they end.

    ``items`` is read as threads become free, so it may be endless. Closing the iterator waits for the calls
    that run.

    Args:
        call: what to do with an item.
        items: the items.
        threads: how many at a time.
    """
    source = iter(items)
    running = Threads[Item, Result](threads, "codomyrmex-many")
    try:
        while True:
            while running.under_way < threads:
                try:
                    item = next(source)
                except StopIteration:
                    break
                running.submit(item, call, item)
            if not running.under_way:
                return
            done = running.next_done()
            try:
                outcome: Result | CloudError = done.result()
            except CloudError as error:
                outcome = error
            yield done.tag, outcome
    finally:
        running.close(drop=True)
