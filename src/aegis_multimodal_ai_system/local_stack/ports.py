"""TCP ports of this machine.

A port that was only looked at can be another program's by the time a server listens on it. So it is held
until the server answers: a socket that is bound to it, and does not listen, keeps it from all but servers
that set ``SO_REUSEADDR``, as those of the stack do.
"""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

from aegis_multimodal_ai_system.local_stack.errors import LocalStackError

LOOPBACK = "127.0.0.1"


class Purpose(NamedTuple):
    """What a port is for.

    Attributes:
        name: what users call it.
        variable: the lines of ``.env`` that name the port.
    """

    name: str
    variable: str


OF_STORE = Purpose("object store", "OBJECT_STORE_ENDPOINT and OBJECT_STORE_PORT")
OF_DATABASE = Purpose("database", "DATABASE_URL and POSTGRES_PORT")


@contextmanager
def any_port_held() -> Iterator[int]:
    """A port of loopback that nothing listens on, held until the block ends."""
    with _socket() as holder:
        holder.bind((LOOPBACK, 0))
        yield holder.getsockname()[1]


@contextmanager
def port_held(port: int, purpose: Purpose) -> Iterator[None]:
    """Hold a port of loopback until the block ends.

    Args:
        port: the port.
        purpose: what it is for.

    Raises:
        LocalStackError: another program listens there, or this user may not.
    """
    with _socket() as holder:
        reason = _reason_against(holder, port)
        if reason is not None:
            raise LocalStackError(
                f"Port {port} for the {purpose.name} {reason}; free it, or name another in "
                f"{purpose.variable} of .env."
            )
        yield


def answers(port: int) -> bool:
    """Whether something accepts connections on a port of loopback."""
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex((LOOPBACK, port)) == 0


def _socket() -> socket.socket:
    holder = socket.socket()
    holder.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    return holder


def _reason_against(holder: socket.socket, port: int) -> str | None:
    try:
        holder.bind((LOOPBACK, port))
    except PermissionError:
        return "may be used by root alone"
    except OSError:
        return "is in use by another program"
    return None
