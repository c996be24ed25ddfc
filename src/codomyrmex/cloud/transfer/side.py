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

_QUEUE = 64


class SideWork:
    """Runs one call per file on ``threads`` threads; at most `_QUEUE` files wait, so that memory stays flat."""

    def __init__(self, ledger: Ledger, threads: int) -> None:
        self._ledger = ledger
        self._executor = ThreadPoolExecutor(threads, thread_name_prefix="codomyrmex-transfer")
        self._places = threading.BoundedSemaphore(_QUEUE + threads)
        self._unexpected: BaseException | None = None

    def submit(self, transfer: Transfer, call: Callable[[Transfer], int]) -> None:
        """Run ``call``, which returns the bytes it copied."""
        self._places.acquire()
        self._executor.submit(self._run, transfer, call)

    def _run(self, transfer: Transfer, call: Callable[[Transfer], int]) -> None:
        try:
            self._ledger.done(transfer, call(transfer))
        except CloudError as error:
            self._ledger.failed(transfer, error)
        except CancelledError:
            pass
        except BaseException as error:
            # A defect in a thread must not pass for a file that was copied.
            self._unexpected = error
            self._ledger.end()
        finally:
            self._places.release()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        if kind is not None:
            self._ledger.end()
        self._executor.shutdown(wait=True, cancel_futures=kind is not None)
        if kind is None and self._unexpected is not None:
            raise self._unexpected
