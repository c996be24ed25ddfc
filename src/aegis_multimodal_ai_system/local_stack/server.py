"""What the native servers have in common."""

from __future__ import annotations

import os
import subprocess
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from pathlib import Path

from aegis_multimodal_ai_system.local_stack.daemon import Account, Daemon
from aegis_multimodal_ai_system.local_stack.errors import LocalStackError

COMMAND_SECONDS = 120


class Server(ABC):
    """A server that runs as one process or several.

    Attributes:
        title: what users call it.
        daemons: its processes, in the order in which they start.
    """

    title: str
    daemons: Sequence[Daemon]

    @abstractmethod
    def start(self) -> None:
        """Start it, and wait until it can be used.

        Raises:
            LocalStackError: it cannot run here.
        """

    @abstractmethod
    def erase(self) -> None:
        """Delete what it keeps. It is stopped."""

    def is_running(self) -> bool:
        """Whether all its processes are there."""
        return all(daemon.is_running() for daemon in self.daemons)

    def stop(self) -> None:
        """Stop its processes; what it keeps stays."""
        for daemon in reversed(self.daemons):
            daemon.stop()


def environment(home: Path) -> dict[str, str]:
    """What a server may see: the path, and a home folder without anybody's credentials."""
    path = f"{os.environ.get('PATH', os.defpath)}:/usr/local/sbin:/usr/sbin:/sbin"
    return {"PATH": path, "HOME": str(home), "LC_ALL": "C.UTF-8"}


def run(
    command: Sequence[str | Path], env: Mapping[str, str], account: Account | None = None, text: str = ""
) -> str:
    """Run a program of a server, from the root folder.

    Args:
        command: the program with its arguments.
        env: its whole environment.
        account: who it runs as; by default the current user.
        text: what it reads.

    Returns:
        What it prints.

    Raises:
        LocalStackError: it fails; the message has the last line that it says.
    """
    name = Path(command[0]).name
    try:
        done = subprocess.run(
            command,
            input=text,
            capture_output=True,
            text=True,
            errors="replace",
            cwd="/",
            env=dict(env),
            timeout=COMMAND_SECONDS,
            check=False,
            user=account.user if account else None,
            group=account.group if account else None,
            extra_groups=[] if account else None,
        )
    except subprocess.TimeoutExpired:
        raise LocalStackError(f"{name} does not end within {COMMAND_SECONDS} s.") from None
    except OSError as error:
        raise LocalStackError(f"{name} cannot be started: {error.strerror}.") from None
    if done.returncode != 0:
        said = (done.stderr.strip() or done.stdout.strip() or "nothing").splitlines()[-1]
        raise LocalStackError(f"{name} failed: {said}")
    return done.stdout
