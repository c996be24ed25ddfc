"""A server on streamable HTTP: on this machine alone, for who has a token."""

from __future__ import annotations

import socket
from collections.abc import Callable

import uvicorn
from mcp.server import MCPServer
from mcp.server.transport_security import TransportSecuritySettings

HOST = "127.0.0.1"
PATH = "/mcp"

_SECONDS_TO_END = 5


def serve(build: Callable[[str], MCPServer], port: int, ready: Callable[[str], object]) -> None:
    """Serve until the process is told to end.

    Args:
        build: makes what answers at an address; it verifies tokens.
        port: on which port; 0 takes a free one.
        ready: is told the address once connections are taken.

    Raises:
        OSError: the port is taken.
    """
    with socket.create_server((HOST, port)) as listening:
        bound = listening.getsockname()[1]
        address = f"http://{HOST}:{bound}{PATH}"
        hosts = [f"{name}:{bound}" for name in (HOST, "localhost")]
        # A page that a browser shows may reach this port too, under a name or from an origin of its own.
        security = TransportSecuritySettings(
            allowed_hosts=hosts, allowed_origins=[f"http://{host}" for host in hosts]
        )
        app = build(address).streamable_http_app(streamable_http_path=PATH, transport_security=security)
        config = uvicorn.Config(
            app, log_config=None, access_log=False, ws="none", timeout_graceful_shutdown=_SECONDS_TO_END
        )
        ready(address)
        uvicorn.Server(config).run(sockets=[listening])
