"""A process that outlives the program that starts it, known by a file with its exact identity."""

from __future__ import annotations

import os
import select
import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from aegis_multimodal_ai_system.local_stack.errors import LocalStackError

POLL_SECONDS = 0.02
STOP_SECONDS = 20

# The process waits until its identity is on disk. Where its parent dies before that, it ends unseen.
_WAIT_FOR_THE_FILE = 'read -r recorded && exec "$@" </dev/null'


@dataclass(frozen=True, slots=True)
class Account:
    """Who a process runs as.

    Attributes:
        user: its number.
        group: its number.
    """

    user: int
    group: int


def wait_until(ready: Callable[[], bool], what: str, seconds: float = 20) -> None:
    """Ask ``ready`` until it says yes.

    Raises:
        TimeoutError: ``what`` has not happened within ``seconds``.
    """
    deadline = time.monotonic() + seconds
    while not ready():
        if time.monotonic() > deadline:
            raise TimeoutError(f"{what}: not within {seconds:g} s")
        time.sleep(POLL_SECONDS)  # nothing announces it: asking is the only way to know


class Daemon:
    """A process of the stack.

    A process number is given again to others, so the file has, besides it, when the process began and in
    which run of the machine. A file that does not fit is of a process that is gone.

    Args:
        name: names its two files.
        folder: the folder of the state.
    """

    def __init__(self, name: str, folder: Path) -> None:
        self.name = name
        self.log = folder / f"{name}.log"
        self._file = folder / f"{name}.pid"
        self._child: subprocess.Popen[bytes] | None = None

    def is_running(self) -> bool:
        """Whether the process that the file tells of is there."""
        handle = self._open()
        if handle is None:
            return False
        os.close(handle)
        return True

    def start(
        self, command: Sequence[str | Path], env: Mapping[str, str], account: Account | None = None
    ) -> None:
        """Start the process in a session of its own, in the root folder.

        Args:
            command: the program with its arguments.
            env: its whole environment.
            account: who it runs as; by default the current user.
        """
        self._reap()
        with self.log.open("ab") as log:
            process = self._child = subprocess.Popen(
                ["/bin/sh", "-c", _WAIT_FOR_THE_FILE, "sh", *command],
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=log,
                cwd="/",
                env=dict(env),
                start_new_session=True,
                user=account.user if account else None,
                group=account.group if account else None,
                extra_groups=[] if account else None,
            )
        assert process.stdin is not None  # noqa: S101 (asked for above)
        with process.stdin as recorded:
            written = self._file.with_suffix(".new")
            written.write_text(f"{process.pid} {_began(process.pid)}\n", encoding="ascii")
            written.replace(self._file)
            recorded.write(b"\n")

    def wait_until(self, ready: Callable[[], bool], seconds: float = 60) -> None:
        """Ask ``ready`` until it says yes.

        Raises:
            LocalStackError: the process ended before, or it was not ready in time; the message names its log.
        """

        def ready_or_ended() -> bool:
            if not self.is_running():
                raise LocalStackError(f"{self.name} ended before it was ready; {self.log} says why.")
            return ready()

        try:
            wait_until(ready_or_ended, f"{self.name} ready", seconds)
        except TimeoutError as error:
            raise LocalStackError(f"{error}; see {self.log}.") from None

    def stop(self, how: signal.Signals = signal.SIGTERM) -> None:
        """End the process, by SIGKILL where the signal is not enough, and no other.

        Raises:
            LocalStackError: it stays, or is not ours to end.
        """
        handle = self._open()
        if handle is not None:
            try:
                self._end(handle, how)
            finally:
                os.close(handle)
        self._reap()
        self._file.unlink(missing_ok=True)

    def _end(self, handle: int, how: signal.Signals) -> None:
        ended = select.poll()
        ended.register(handle, select.POLLIN)
        for number in (how, signal.SIGKILL):
            try:
                signal.pidfd_send_signal(handle, number)
            except ProcessLookupError:
                return
            except PermissionError:
                raise LocalStackError(f"{self.name} was started by another user, who must stop it.") from None
            if ended.poll(STOP_SECONDS * 1000):
                return
        raise LocalStackError(f"{self.name} does not end.")

    def _reap(self) -> None:
        """Ask for what a child of this program ended with, where it did."""
        if self._child is not None:
            self._child.poll()

    def _open(self) -> int | None:
        """A handle of the process, which stays that of this one process."""
        try:
            number, began = _identity(self._file.read_text(encoding="ascii"))
            handle = os.pidfd_open(number)
        except (FileNotFoundError, OverflowError, ProcessLookupError, ValueError):
            # No file, half a file, or a number that is no process's.
            return None
        if _began(number) == began:
            return handle
        os.close(handle)
        return None


def _identity(content: str) -> tuple[int, str]:
    number, began = content.split(maxsplit=1)
    if not number.isdecimal() or int(number) == 0:
        raise ValueError("no process has this number")
    return int(number), began.strip()


def _began(number: int) -> str:
    """When a process began, in which run of the machine; empty where it has ended."""
    try:
        status = Path(f"/proc/{number}/stat").read_text(encoding="utf-8", errors="replace")
    except (FileNotFoundError, ProcessLookupError):
        return ""
    fields = status.rpartition(")")[2].split()
    run = Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
    # A zombie has ended, though nobody has asked for it yet.
    return "" if fields[0] == "Z" else f"{fields[19]} {run}"
