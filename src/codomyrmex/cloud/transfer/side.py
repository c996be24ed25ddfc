"""A few threads for the large files of a transfer, beside the loop that moves the small ones."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import CancelledError, ThreadPoolExecutor
from types import TracebackType
from typing import Self

from codomyrmex.cloud.common.errors import CloudError
from codomyrmex.cloud.transfer.ledger import Ledger
from codomyrmex.cloud.transfer.types import Transfer

# A file that waits takes a kilobyte. While the queue is full nobody drives the loop of small files, so it is
# long.
_QUEUE = 10_000


class SideWork:
    """Runs one call per file on a few threads; at most `_QUEUE` files wait, so that memory stays flat.

    Leaving the ``with`` block waits for all of them; after an error, and on Ctrl-C, those under way are ended
    first.
    """

    def __init__(self, ledger: Ledger, threads: int) -> None:
        self._ledger = ledger
        self._executor = ThreadPoolExecutor(threads, thread_name_prefix="codomyrmex-transfer")
        self._changed = threading.Condition()
        self._most = _QUEUE + threads
        self._under_way = 0
        self._unexpected: BaseException | None = None

    def submit(self, transfer: Transfer, call: Callable[[Transfer], int]) -> None:
        """Run ``call``, which returns the bytes it copied."""
        with self._changed:
            while not self._changed.wait_for(lambda: self._under_way < self._most, timeout=0.2):
                pass
            self._under_way += 1
        self._executor.submit(self._run, transfer, call)

    def _run(self, transfer: Transfer, call: Callable[[Transfer], int]) -> None:
        try:
            if not self._ledger.ended:
                self._ledger.done(transfer, call(transfer))
        except CloudError as error:
            self._ledger.failed(transfer, error)
        except CancelledError:
            pass
        except BaseException as error:  # noqa: BLE001 - raised again where the block is left
            # A defect in a thread must not pass for a file that was copied.
            self._unexpected = error
            self._ledger.end()
        finally:
            with self._changed:
                self._under_way -= 1
                self._changed.notify_all()

    def _wait(self) -> None:
        # Not by joining the threads: until Python 3.13 one that is interrupted takes them for ended.
        with self._changed:
            # With a pause: a signal that comes just before a wait without one begins would not end it.
            while not self._changed.wait_for(lambda: self._under_way == 0, timeout=0.2):
                pass
        self._executor.shutdown()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None
    ) -> None:
        if kind is not None:
            self._ledger.end()
        try:
            self._wait()
        except BaseException:
            self._ledger.end()
            self._wait()
            raise
        if kind is None and self._unexpected is not None:
            raise self._unexpected
