"""A few threads that work on the parts of one transfer, and stop together."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from types import TracebackType
from typing import Generic, TypeVar

from codomyrmex.cloud.common.storage.meter import Meter
from codomyrmex.cloud.common.storage.waiting import first_done

T = TypeVar("T")


class Workers(Generic[T]):
    """Runs calls on at most ``count`` threads and keeps their results in order.

    `submit` blocks while all threads are busy, so that at most ``count`` parts are held in memory. Leaving
    the ``with`` block on an error cancels the transfer and waits until no thread touches it any more.
    """

    def __init__(self, count: int, meter: Meter) -> None:
        self._executor = ThreadPoolExecutor(count, thread_name_prefix="codomyrmex-part")
        self._count = count
        self._meter = meter
        self._all: list[Future[T]] = []
        self._busy: set[Future[T]] = set()

    def __enter__(self) -> Workers[T]:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None
    ) -> None:
        if kind is None:
            self.close()
        else:
            self.cancel()

    def close(self) -> None:
        """Let the threads go, after their last call."""
        self._executor.shutdown(wait=True)

    def cancel(self) -> None:
        """End the transfer, and wait until no thread touches it any more."""
        self._meter.cancel()
        self._executor.shutdown(wait=True, cancel_futures=True)

    def submit(self, call: Callable[..., T], *arguments: object, most: int | None = None) -> None:
        """Start a call as soon as a thread is free, and with it no more than ``most`` are under way.

        Raises:
            BaseException: what an earlier call raised.
        """
        limit = self._count if most is None else min(self._count, most)
        while len(self._busy) >= limit:
            done, self._busy = first_done(self._busy)
            for future in done:
                future.result()
        future = self._executor.submit(call, *arguments)
        self._busy.add(future)
        self._all.append(future)

    def results(self) -> list[T]:
        """The results of all calls, in the order in which they were submitted.

        Raises:
            BaseException: what the first call that failed raised.
        """
        while self._busy:
            done, self._busy = first_done(self._busy)
            for future in done:
                future.result()
        return [future.result() for future in self._all]
