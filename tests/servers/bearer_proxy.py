"""A client's bearer token, put before a server by a proxy, for clients that cannot be given one."""

from __future__ import annotations

import socket

from tests.servers.exchange import Exchange
from tests.servers.http1 import RequestHead, Stream
from tests.servers.listener import Listener


class BearerProxy(Listener):
    """Sends each request on with a token; one that names this proxy names the server there.

    Arguments:
        port: of the server, on 127.0.0.1.
        token: what is put into each request.
    """

    def __init__(self, port: int, token: str) -> None:
        super().__init__()
        self._server = port
        self._token = token

    def handle(self, connection: socket.socket) -> None:
        """Serve one client, request by request."""
        client = Stream(connection)
        with self.connected(self._server) as upstream:
            server = Stream(upstream)
            while request := client.read_request():
                if not Exchange(client, server, RequestHead(self._with_token(request.raw))).run():
                    return

    def _with_token(self, head: bytes) -> bytes:
        theirs = head.replace(b":%d" % self.port, b":%d" % self._server)
        return theirs.replace(b"\r\n", b"\r\nAuthorization: Bearer %s\r\n" % self._token.encode(), 1)
