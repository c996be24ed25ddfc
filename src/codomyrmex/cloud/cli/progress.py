"""What is to be seen while files are copied: a bar on a terminal, a line now and then elsewhere."""

from __future__ import annotations

import os
import sys
import threading
from contextlib import suppress
from time import monotonic
from types import TracebackType
from typing import TYPE_CHECKING, Protocol

from codomyrmex.cloud.cli import text

if TYPE_CHECKING:
    from typing import Self

    from codomyrmex.cloud.cli.session import Session
    from codomyrmex.cloud.common.errors import CloudError
    from codomyrmex.cloud.transfer import Transfer

# Quick commands end before the first look, and show nothing.
_BAR_AFTER, _BAR_EVERY = 0.4, 0.1
_LINE_AFTER = _LINE_EVERY = 10.0


class Tally:
    """What was planned and done so far; added to by any thread."""

    def __init__(self, label: str) -> None:
        self.lock = threading.Lock()
        self.label = f"{label}: " if label else ""
        self.started = monotonic()
        self.planned_files = 0
        self.planned_bytes = 0
        self.files = 0
        self.bytes = 0
        self.failures = 0

    def __str__(self) -> str:
        failed = f", {self.failures:,} failed" if self.failures else ""
        return f"{self.label}{self.files:,} of {text.counted(self.planned_files, 'file')}{failed}"


class _Display(Protocol):
    def update(self, tally: Tally) -> None: ...
    def say(self, line: str) -> None: ...
    def close(self) -> None: ...


class TransferProgress:
    """Observes a transfer, and shows how it goes until its ``with`` block ends.

    Args:
        session: says whether anything is to be shown.
        label: what is being done, to stand before the numbers.
        verbose: show a line for every file, too.
    """

    def __init__(self, session: Session, *, label: str = "", verbose: bool = False) -> None:
        self._session = session
        self._verbose = verbose
        self._tally = Tally(label)
        self._silent = session.quiet or session.json
        self._terminal = sys.stderr.isatty() and not self._silent
        self._display: _Display = _Lines()
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._show, name="cmx-progress", daemon=True)

    def planned(self, transfer: Transfer) -> None:
        """One more file is to be copied."""
        size = transfer.size
        if size is None and self._terminal:
            # A file on this machine, which the plan does not measure; a bar wants to know its end.
            with suppress(OSError):
                size = os.stat(transfer.source).st_size
        with self._tally.lock:
            self._tally.planned_files += 1
            self._tally.planned_bytes += size or 0

    def moved(self, size: int) -> None:
        """So many more bytes are over; negative when an attempt begins again."""
        with self._tally.lock:
            self._tally.bytes += size

    def finished(self, transfer: Transfer) -> None:
        """A file is where it belongs."""
        with self._tally.lock:
            self._tally.files += 1
        if self._verbose and not self._silent:
            with self._tally.lock:
                self._display.say(text.printable(f"{transfer.source} -> {transfer.target}"))

    def failed(self, transfer: Transfer, error: CloudError) -> None:
        """A file could not be copied; the report says why."""
        with self._tally.lock:
            self._tally.failures += 1

    def _show(self) -> None:
        wait, interval = (_BAR_AFTER, _BAR_EVERY) if self._terminal else (_LINE_AFTER, _LINE_EVERY)
        while not self._ended.wait(wait):
            if self._terminal and wait == _BAR_AFTER:
                bar = _Bar()
                with self._tally.lock:
                    self._display = bar
            self._display.update(self._tally)
            wait = interval

    def __enter__(self) -> Self:
        if not self._silent:
            self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None
    ) -> None:
        self._ended.set()
        if not self._silent:
            self._thread.join()
        self._display.close()


class _Lines:
    def update(self, tally: Tally) -> None:
        self.say(f"{tally}, {text.size(tally.bytes)} after {text.seconds(monotonic() - tally.started)}")

    def say(self, line: str) -> None:
        sys.stderr.write(line + "\n")
        sys.stderr.flush()

    def close(self) -> None:
        pass


class _Bar:
    def __init__(self) -> None:
        from rich.console import Console
        from rich.progress import (
            BarColumn,
            DownloadColumn,
            Progress,
            TextColumn,
            TimeRemainingColumn,
            TransferSpeedColumn,
        )

        self._progress = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            DownloadColumn(),
            TransferSpeedColumn(),
            TimeRemainingColumn(),
            console=Console(stderr=True),
            transient=True,
        )
        self._task = self._progress.add_task("", total=None)
        self._progress.start()

    def update(self, tally: Tally) -> None:
        self._progress.update(
            self._task, description=str(tally), completed=tally.bytes, total=tally.planned_bytes or None
        )

    def say(self, line: str) -> None:
        self._progress.console.print(line, markup=False, highlight=False, soft_wrap=True)

    def close(self) -> None:
        self._progress.stop()
