"""A plain HTTP proxy: ``CONNECT`` tunnels, and absolute-form requests forwarded in origin form."""

from __future__ import annotations

import socket
import threading
from urllib.parse import urlsplit

from tests.servers.exchange import Exchange
from tests.servers.http1 import RequestHead, Stream
from tests.servers.listener import Listener, tunnel


class ForwardProxy(Listener):
    """Reaches other ports of 127.0.0.1, whatever host a request names.

    Attributes:
        requests: heads of the requests to this proxy, in order.
        tunnelled_bytes: what ``CONNECT`` tunnels have carried, both ways.
    """

    def __init__(self) -> None:
        super().__init__()
        self._counting = threading.Lock()
        self.requests: list[RequestHead] = []
        self.tunnelled_bytes = 0

    def handle(self, connection: socket.socket) -> None:
        """Serve one client: a tunnel for as long as it lives, or requests one by one."""
        client = Stream(connection)
        while request := client.read_request():
            self.requests.append(request)
            if request.method == "CONNECT":
                self._tunnel(connection, int(request.target.rpartition(":")[2]))
                return
            if not self._forward(client, request):
                return

    def _tunnel(self, connection: socket.socket, port: int) -> None:
        with self.connected(port) as upstream:
            connection.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
            for size in tunnel(connection, upstream):
                with self._counting:
                    self.tunnelled_bytes += size

    def _forward(self, client: Stream, request: RequestHead) -> bool:
        origin = f"http://{urlsplit(request.target).netloc}"
        target = request.target.removeprefix(origin) or "/"
        raw = request.raw.replace(request.target.encode("latin-1"), target.encode("latin-1"), 1)
        with self.connected(urlsplit(origin).port or 80) as upstream:
            return Exchange(client, Stream(upstream), RequestHead(raw)).run()
