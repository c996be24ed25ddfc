"""Keeps the count of a transfer while it runs, and ends it when it makes no sense to go on."""

from __future__ import annotations

import threading
import time
from concurrent.futures import CancelledError

from codomyrmex.cloud.common.errors import (
    AuthenticationError,
    BucketNotFoundError,
    CloudError,
    ConfigurationError,
    MissingDependencyError,
    QuotaExceededError,
)
from codomyrmex.cloud.common.storage import Progress
from codomyrmex.cloud.transfer.types import Observer, Transfer, TransferFailure, TransferLoss, TransferReport

_FATAL = (
    AuthenticationError,
    BucketNotFoundError,
    ConfigurationError,
    MissingDependencyError,
    QuotaExceededError,
)
"""What would fail for every other file as well."""


class Ledger:
    """The running count of one transfer; safe to use from all of its threads."""

    def __init__(self, observer: Observer) -> None:
        self.observer = observer
        self._lock = threading.Lock()
        self._started = time.monotonic()
        self._files = 0
        self._bytes = 0
        self._failures: list[TransferFailure] = []
        self._losses: list[TransferLoss] = []
        self._skipped = 0
        self._fatal: CloudError | None = None
        self._ended = False

    def done(self, transfer: Transfer, size: int) -> None:
        """A file of ``size`` bytes is copied."""
        with self._lock:
            self._files += 1
            self._bytes += size
        self.observer.finished(transfer)

    def failed(self, transfer: Transfer, error: CloudError) -> None:
        """A file is not copied. An error that every other file would meet ends the transfer."""
        with self._lock:
            self._failures.append(TransferFailure(transfer, error))
            if isinstance(error, _FATAL):
                self._fatal = self._fatal or error
        if self._fatal is not None:
            self._ended = True
        self.observer.failed(transfer, error)

    def lost(self, transfer: Transfer, what: tuple[str, ...]) -> None:
        """The copy lacks something that the target cannot hold."""
        if what:
            with self._lock:
                self._losses.append(TransferLoss(transfer, what))

    def skipped(self, _path: str) -> None:
        """A link or a special file was passed over."""
        self._skipped += 1

    def end(self) -> None:
        """Let everything that runs end, because the caller was interrupted."""
        self._ended = True

    @property
    def ended(self) -> bool:
        """Whether everything that runs is to end, and nothing to begin."""
        return self._ended

    def raise_if_fatal(self) -> None:
        """Raise the error that ended the transfer, if one did."""
        if self._fatal is not None:
            raise self._fatal

    def progress(self) -> Progress:
        """A progress callback for one file, which also ends its transfer when all is to end."""
        counted = 0
        counting = threading.Lock()

        def moved(now: int, _total: int | None) -> None:
            nonlocal counted
            if self._ended:
                raise CancelledError
            with counting:
                difference, counted = now - counted, now
            if difference:
                self.observer.moved(difference)

        return moved

    def report(self) -> TransferReport:
        """What came of it."""
        return TransferReport(
            self._files,
            self._bytes,
            time.monotonic() - self._started,
            tuple(self._failures),
            self._skipped,
            tuple(self._losses),
        )
