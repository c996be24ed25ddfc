"""Where an OpenStack is on this machine."""

from __future__ import annotations

import random
import socket
from collections.abc import Iterable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

REGION = "RegionOne"
ADMINISTRATOR_PASSWORD = "administrator-password"
SERVICE_USER = "service-user"
SERVICE_PASSWORD = "service-password"


@dataclass(frozen=True)
class Site:
    """The places of one OpenStack; what of them goes into configuration is always taken from here.

    Attributes:
        folder: holds all of it, each service in a folder of its name.
        programs: the ``bin`` folder of the environment that has OpenStack installed.
        ports: on 127.0.0.1, by name.
    """

    folder: Path
    programs: Path
    ports: Mapping[str, int]

    def url(self, name: str) -> str:
        """The address of an API."""
        return f"http://127.0.0.1:{self.ports[name]}"

    @property
    def auth_url(self) -> str:
        """Keystone's address."""
        return f"{self.url('keystone')}/v3"

    @property
    def broker(self) -> str:
        """RabbitMQ's address."""
        return f"rabbit://guest:guest@127.0.0.1:{self.ports['rabbit']}/"

    @property
    def database_socket(self) -> Path:
        """Where MariaDB listens; it has no port."""
        return self.folder / "mysql.sock"

    def database(self, name: str) -> str:
        """The address of a database in MariaDB."""
        return f"mysql+pymysql://root@localhost/{name}?unix_socket={self.database_socket}&charset=utf8mb4"


def free_ports(names: Iterable[str]) -> dict[str, int]:
    """A TCP port of 127.0.0.1 for each name, below those that the kernel gives to outgoing connections: much
    is connected between the choice and the last server's start.
    """
    ports = {}
    candidate = random.randrange(20_000, 31_000)
    with ExitStack() as probes:
        for name in names:
            while name not in ports:
                candidate += 1
                try:
                    probes.enter_context(socket.create_server(("127.0.0.1", candidate)))
                except OSError:
                    continue
                ports[name] = candidate
    return ports
