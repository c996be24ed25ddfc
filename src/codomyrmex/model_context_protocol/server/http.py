"""A server on streamable HTTP: on this machine alone, for who has the token."""

from __future__ import annotations

import hmac
import socket
from collections.abc import Callable

import uvicorn
from mcp.server import MCPServer
from mcp.server.auth.provider import AccessToken
from mcp.server.transport_security import TransportSecuritySettings

HOST = "127.0.0.1"
PATH = "/mcp"

_SECONDS_TO_END = 5


class StaticToken:
    """Lets in who has one token.

    Args:
        token: the token.

    Raises:
        ValueError: it is empty.
    """

    def __init__(self, token: str) -> None:
        if not token:
            raise ValueError("An empty token lets everybody in.")
        self._token = token.encode()

    async def verify_token(self, token: str) -> AccessToken | None:
        """Who has this token; ``None`` where it is another one."""
        if not hmac.compare_digest(token.encode(), self._token):
            return None
        # What is kept of a request need not have the token itself.
        return AccessToken(token="", client_id="static", scopes=[])


def serve(server: MCPServer, port: int, ready: Callable[[str], None]) -> None:
    """Serve until the process is told to end.

    Args:
        server: what answers; it verifies tokens.
        port: on which port; 0 takes a free one.
        ready: is told the address once connections are taken.

    Raises:
        OSError: the port is taken.
    """
    with socket.create_server((HOST, port)) as listening:
        bound = listening.getsockname()[1]
        hosts = [f"{name}:{bound}" for name in (HOST, "localhost")]
        # A page that a browser shows may reach this port too, under a name or from an origin of its own.
        security = TransportSecuritySettings(
            allowed_hosts=hosts, allowed_origins=[f"http://{host}" for host in hosts]
        )
        app = server.streamable_http_app(streamable_http_path=PATH, transport_security=security)
        config = uvicorn.Config(
            app, log_config=None, access_log=False, ws="none", timeout_graceful_shutdown=_SECONDS_TO_END
        )
        ready(f"http://{HOST}:{bound}{PATH}")
        uvicorn.Server(config).run(sockets=[listening])
