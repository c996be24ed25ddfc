"""Runs one call for each of many items on a few threads."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

from codomyrmex.cloud.common.errors import CloudError
from codomyrmex.cloud.common.storage.waiting import first_done

Item = TypeVar("Item")
Result = TypeVar("Result")


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
    running: dict[Future[Result], Item] = {}
    executor = ThreadPoolExecutor(threads, thread_name_prefix="codomyrmex-many")
    try:
        while True:
            while len(running) < threads:
                try:
                    item = next(source)
                except StopIteration:
                    break
                running[executor.submit(call, item)] = item
            if not running:
                return
            done, _ = first_done(running)
            for future in done:
                try:
                    outcome: Result | CloudError = future.result()
                except CloudError as error:
                    outcome = error
                yield running.pop(future), outcome
    finally:
        executor.shutdown(wait=True, cancel_futures=True)
