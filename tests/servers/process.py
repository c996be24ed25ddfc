"""Starting a server as a child process, waiting until it answers, and stopping exactly that one."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

POLL_SECONDS = 0.02
STOP_SECONDS = 10


class ServerUnavailableError(Exception):
    """This machine cannot run the server; the message says what is missing."""


@contextmanager
def reserved_port() -> Iterator[int]:
    """A TCP port of 127.0.0.1 that nobody else is given until the block ends, and that nothing listens on.

    A server that sets ``SO_REUSEADDR``, as nearly all do, can listen on it all the same, as late as it likes.
    A port that is only looked for can be another server's, or a connection's, by then.
    """
    with socket.socket() as holder:
        holder.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        holder.bind(("127.0.0.1", 0))
        yield holder.getsockname()[1]


def clean_environment(home: Path) -> dict[str, str]:
    """What a server process may see: the path, and a home folder without anybody's credentials."""
    return {"PATH": os.environ["PATH"], "HOME": str(home), "LC_ALL": "C.UTF-8"}


def find_program(name: str) -> str:
    """Where a program is that Debian may have put where only root looks.

    Raises:
        ServerUnavailableError: there is none.
    """
    path = shutil.which(name, path=f"{os.environ['PATH']}:/usr/local/sbin:/usr/sbin:/sbin")
    if path is None:
        raise ServerUnavailableError(f"no {name} (scripts/bootstrap debian)")
    return path


def answers(port: int) -> bool:
    """Whether something accepts connections on this port of 127.0.0.1."""
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", port)) == 0


def wait_until(ready: Callable[[], bool], what: str, seconds: float = 300) -> None:
    """Ask ``ready`` until it says yes.

    Raises:
        TimeoutError: ``what`` has not happened within ``seconds``.
    """
    deadline = time.monotonic() + seconds
    while not ready():
        if time.monotonic() > deadline:
            raise TimeoutError(f"{what}: not within {seconds:g} s")
        time.sleep(POLL_SECONDS)  # these servers announce nothing: asking is the only way to know


class Child:
    """A process in a group of its own.

    Args:
        log: file that takes what it prints.
    """

    def __init__(self, command: Sequence[str | Path], *, log: Path, env: dict[str, str]) -> None:
        self._name = Path(command[0]).name
        self._log = log
        with log.open("wb") as output:
            self.process = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                env=env,
                start_new_session=True,
            )

    def wait_until(self, ready: Callable[[], bool], seconds: float = 300) -> None:
        """Ask ``ready`` until it says yes.

        Raises:
            RuntimeError: the process ended before.
            TimeoutError: it was not ready within ``seconds``.

        Both messages have the end of its log.
        """

        def ready_or_ended() -> bool:
            if self.process.poll() is not None:
                code = self.process.returncode
                raise RuntimeError(f"{self._name} ended with {code} before it was ready:\n{self._said()}")
            return ready()

        try:
            wait_until(ready_or_ended, f"{self._name} ready", seconds)
        except TimeoutError as error:
            raise TimeoutError(f"{error}:\n{self._said()}") from None

    def _said(self) -> str:
        return self._log.read_text(errors="replace")[-1000:]

    def send(self, number: signal.Signals) -> None:
        """Send a signal to what is left of the group."""
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, number)

    def stop(self, first: signal.Signals = signal.SIGTERM) -> None:
        """End it by ``first``, or by SIGKILL where that is not enough."""
        for how in (first, signal.SIGKILL):
            if self.process.poll() is None:
                self.send(how)
            try:
                self.process.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                continue
            return


@contextmanager
def running(
    command: Sequence[str | Path],
    *,
    ready: Callable[[], bool],
    log: Path,
    env: dict[str, str],
    stop_with: signal.Signals = signal.SIGTERM,
    seconds: float = 300,
) -> Iterator[subprocess.Popen[bytes]]:
    """Run ``command`` in a process group of its own until the block ends.

    Arguments:
        ready: says when the server can be used; the block starts then.
        log: file that takes what the server prints.
        stop_with: the signal that ends it; SIGKILL follows where that is not enough.
        seconds: how long it may take to become ready.

    Raises:
        RuntimeError: it ended before it was ready; the message has the end of its log.
        TimeoutError: it was not ready in time.
    """
    child = Child(command, log=log, env=env)
    try:
        child.wait_until(ready, seconds)
        yield child.process
    finally:
        child.stop(stop_with)
