"""TCP ports of this machine."""

from __future__ import annotations

import socket

from aegis_multimodal_ai_system.local_stack.errors import LocalStackError

LOOPBACK = "127.0.0.1"


def free_port() -> int:
    """A port of loopback that nothing listens on now."""
    with socket.create_server((LOOPBACK, 0)) as probe:
        port: int = probe.getsockname()[1]
        return port


def answers(port: int) -> bool:
    """Whether something accepts connections on a port of loopback."""
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex((LOOPBACK, port)) == 0


def check_free(port: int, purpose: str, variable: str) -> None:
    """Let pass a port of loopback that can be listened on.

    Args:
        port: the port.
        purpose: what it is for.
        variable: the line of ``.env`` that names it.

    Raises:
        LocalStackError: another program listens there, or this user may not.
    """
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOOPBACK, port))
        except PermissionError:
            reason = "may be used by root alone"
        except OSError:
            reason = "is in use by another program"
        else:
            return
    raise LocalStackError(
        f"Port {port} for the {purpose} {reason}; free it, or name another in {variable} of .env."
    )
