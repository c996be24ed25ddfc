"""The stack as processes of this machine."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from aegis_multimodal_ai_system.local_stack import ceph, postgresql
from aegis_multimodal_ai_system.local_stack.errors import LocalStackError
from aegis_multimodal_ai_system.local_stack.moto_server import MotoServer
from aegis_multimodal_ai_system.local_stack.server import Server
from aegis_multimodal_ai_system.local_stack.settings import StackSettings
from aegis_multimodal_ai_system.local_stack.state import State

STORES: dict[str, Callable[[Path, StackSettings], Server]] = {"ceph": ceph.Ceph, "moto": MotoServer}


class NativeStack:
    """The object store and the database.

    Args:
        folder: the folder of the state.
        settings: where they listen, and who may use them.
        store: ``ceph`` or ``moto``; by default the one of before, else Ceph where it is installed.
    """

    def __init__(self, folder: Path, settings: StackSettings, store: str | None = None) -> None:
        known = folder / "object-store"
        before = known.read_text(encoding="ascii") if known.exists() else None
        if store and before in STORES and store != before:
            raise LocalStackError(f"The object store of this stack is {before}; reset comes before another.")
        self._known = known
        self._name = store or (before if before in STORES else "ceph" if ceph.is_installed() else "moto")
        self._store = STORES[self._name](folder, settings)
        self._database = postgresql.PostgreSQL(folder, settings)

    def up(self) -> None:
        """Start what does not run, and wait until it can be used."""
        self._known.write_text(self._name, encoding="ascii")
        for server in (self._database, self._store):
            if not server.is_running():
                server.stop()
                server.start()

    def down(self) -> None:
        """Stop what runs; what it keeps stays."""
        for server in (self._store, self._database):
            server.stop()

    def erase(self) -> None:
        """Stop what runs, and delete what it keeps."""
        self.down()
        for server in (self._store, self._database):
            server.erase()
        self._known.unlink(missing_ok=True)

    def state(self) -> State:
        """What runs."""
        return State(
            self._store.title, self._store.is_running(), self._database.title, self._database.is_running()
        )

    def is_running(self) -> bool:
        """Whether any of it runs."""
        return any(
            daemon.is_running() for server in (self._store, self._database) for daemon in server.daemons
        )


def install_servers(project: Path, store: str | None) -> None:
    """Have the project's script install what Debian has and is not here, where root asks for it.

    Args:
        project: its folder.
        store: ``ceph`` or ``moto``, as for `NativeStack`.
    """
    script = project / "scripts" / "bootstrap"
    if os.geteuid() != 0 or not script.exists():
        return
    missing = {
        "ceph": store != "moto" and not ceph.is_installed(),
        "postgresql": not postgresql.is_installed(),
    }
    for name in (name for name, wanted in missing.items() if wanted):
        subprocess.run([script, name], stdout=sys.stderr, check=False)


def check_system() -> None:
    """Let pass a system that the native stack runs on.

    Raises:
        LocalStackError: it is not Linux.
    """
    if sys.platform != "linux":
        raise LocalStackError(
            "Without containers the local stack runs on Linux alone; start a container engine."
        )
