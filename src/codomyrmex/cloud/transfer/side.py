"""A few threads for the large files of a transfer, beside the loop that moves the small ones."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import CancelledError
from types import TracebackType
from typing import Self

from codomyrmex.cloud.common.errors import CloudError
from codomyrmex.cloud.common.threads import Threads
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
        self._threads = Threads[None, None](threads, "codomyrmex-transfer")
        self._most = _QUEUE + threads
        self._unexpected: BaseException | None = None

    def submit(self, transfer: Transfer, call: Callable[[Transfer], int]) -> None:
        """Run ``call``, which returns the bytes it copied."""
        while self._threads.under_way >= self._most:
            self._threads.next_done()
        self._threads.submit(None, self._run, transfer, call)

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

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None
    ) -> None:
        if kind is not None:
            self._end()
            return
        try:
            self._threads.close()
        except BaseException:
            self._end()
            raise
        if self._unexpected is not None:
            raise self._unexpected

    def _end(self) -> None:
        self._ledger.end()
        self._threads.close(drop=True)
