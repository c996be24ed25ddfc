"""Adds up the bytes of a transfer's parts, tells its progress, and ends all of them when one is to end."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import CancelledError

from codomyrmex.cloud.common.storage.types import Progress


class Meter:
    """The progress of one transfer, however many connections it runs on.

    Args:
        progress: told the bytes so far and the total.
        total: bytes of the whole transfer, where known.
    """

    __slots__ = ("_cancelled", "_done", "_lock", "_progress", "total")

    def __init__(self, progress: Progress | None, total: int | None) -> None:
        self._progress = progress
        self._cancelled = False
        self._done = 0
        self._lock = threading.Lock()
        self.total = total

    def cancel(self) -> None:
        """Let every part of the transfer end at its next sign of life, which is within a second."""
        self._cancelled = True

    def watch_sent(self) -> Callable[[int, int], None]:
        """A watch for one part on its way up."""
        add = self._counter()
        return lambda sent, _received: add(sent)

    def watch_received(self) -> Callable[[int, int], None]:
        """A watch for one part on its way down."""
        add = self._counter()
        return lambda _sent, received: add(received)

    def advance(self, size: int) -> None:
        """Count ``size`` more bytes that did not go over the wire.

        Raises:
            CancelledError: the transfer was cancelled.
        """
        if self._cancelled:
            raise CancelledError
        # Told under the lock, so that what is told never goes back because a thread was overtaken.
        with self._lock:
            self._done += size
            if self._progress is not None:
                self._progress(self._done, self.total)

    def _counter(self) -> Callable[[int], None]:
        counted = 0

        def add(now: int) -> None:
            nonlocal counted
            difference, counted = now - counted, now
            self.advance(difference)

        return add
