"""moto's server for S3: in memory, and believing its clients."""

from __future__ import annotations

import sys
from importlib.util import find_spec
from pathlib import Path

from aegis_multimodal_ai_system.local_stack.daemon import Daemon
from aegis_multimodal_ai_system.local_stack.errors import LocalStackError
from aegis_multimodal_ai_system.local_stack.ports import LOOPBACK, OF_STORE, answers, port_held
from aegis_multimodal_ai_system.local_stack.server import Server, environment
from aegis_multimodal_ai_system.local_stack.settings import StackSettings


class MotoServer(Server):
    """The object store where Ceph cannot be had.

    Args:
        folder: the folder of the state.
        settings: its port; it takes any key.
    """

    title = "moto, which keeps objects in memory until it stops and checks no key"

    def __init__(self, folder: Path, settings: StackSettings) -> None:
        self._folder = folder
        self._port = settings.store.port
        self._daemon = Daemon("moto", folder)
        self.daemons = (self._daemon,)

    def start(self) -> None:
        if find_spec("moto") is None or find_spec("flask") is None:
            raise LocalStackError(
                "There is no object store: install Ceph (Debian: ceph-mon ceph-osd radosgw) or moto[server]."
            )
        command = [sys.executable, "-P", "-m", "moto.server", "-H", LOOPBACK, "-p", str(self._port)]
        with port_held(self._port, OF_STORE):
            self._daemon.start(command, environment(self._folder))
            self._daemon.wait_until(lambda: answers(self._port))

    def erase(self) -> None:
        """Nothing is kept."""
