"""A few threads that work on the parts of one transfer, and stop together."""

from __future__ import annotations

from collections.abc import Callable
from types import TracebackType
from typing import Generic, TypeVar

from codomyrmex.cloud.common.storage.meter import Meter
from codomyrmex.cloud.common.threads import Threads

T = TypeVar("T")


class Workers(Generic[T]):
    """Runs calls on at most ``count`` threads and keeps their results in order.

    `submit` blocks while all threads are busy, so that at most ``count`` parts are held in memory. Leaving
    the ``with`` block on an error cancels the transfer and waits until no thread touches it any more.
    """

    def __init__(self, count: int, meter: Meter) -> None:
        self._threads = Threads[int, T](count, "codomyrmex-part")
        self._count = count
        self._meter = meter
        self._submitted = 0
        self._results: dict[int, T] = {}

    def __enter__(self) -> Workers[T]:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None
    ) -> None:
        if kind is not None:
            self.cancel()
            return
        try:
            self.close()
        except BaseException:
            self.cancel()
            raise

    def close(self) -> None:
        """Let the threads go, after their last call."""
        self._threads.close()

    def cancel(self) -> None:
        """End the transfer, and wait until no thread touches it any more."""
        self._meter.cancel()
        self._threads.close(drop=True)

    def submit(self, call: Callable[..., T], *arguments: object, most: int | None = None) -> None:
        """Start a call as soon as a thread is free, and with it no more than ``most`` are under way.

        Raises:
            BaseException: what an earlier call raised.
        """
        limit = self._count if most is None else min(self._count, most)
        while self._threads.under_way >= limit:
            self._take()
        self._threads.submit(self._submitted, call, *arguments)
        self._submitted += 1

    def results(self) -> list[T]:
        """The results of all calls, in the order in which they were submitted.

        Raises:
            BaseException: what the first call that failed raised.
        """
        while self._threads.under_way:
            self._take()
        return [self._results[number] for number in range(self._submitted)]

    def _take(self) -> None:
        done = self._threads.next_done()
        self._results[done.tag] = done.result()
