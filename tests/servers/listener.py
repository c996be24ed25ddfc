"""A threaded TCP server on a free port of 127.0.0.1: what the small servers of the tests are made of."""

from __future__ import annotations

import select
import socket
import ssl
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Self

STOP_SECONDS = 10


class Listener:
    """Calls :meth:`handle` in a thread of its own for each connection, while its ``with`` block lasts.

    Attributes:
        port: the TCP port, its own from its making to its end, also while it refuses connections.
        accepted: how many connections there have been.
    """

    scheme = "http"

    def __init__(self) -> None:
        self._reserved = _bound_socket(0)
        self.port: int = self._reserved.getsockname()[1]
        self.accepted = 0
        self._lock = threading.Lock()
        self._open: set[socket.socket] = set()
        self._serving: set[socket.socket] = set()
        self._handlers: list[threading.Thread] = []

    @property
    def endpoint(self) -> str:
        """The server's URL, without a path."""
        return f"{self.scheme}://127.0.0.1:{self.port}"

    @property
    def open_connections(self) -> int:
        """How many connections from clients are open now."""
        with self._lock:
            return len(self._serving)

    def handle(self, connection: socket.socket) -> None:
        """Serve one connection; it is closed when this returns. ``OSError`` ends it silently."""
        raise NotImplementedError

    @contextmanager
    def refusing(self) -> Iterator[None]:
        """While the block lasts, connections are closed and new ones refused, as if no server ran."""
        self._stop_listening()
        try:
            yield
        finally:
            self._listen()

    def close(self) -> None:
        """Close every connection and wait for the threads that serve them."""
        self._stop_listening()
        self._reserved.close()

    def __enter__(self) -> Self:
        self._listen()
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @contextmanager
    def connected(self, port: int) -> Iterator[socket.socket]:
        """A connection to another port of 127.0.0.1 that :meth:`close` ends too."""
        connection = socket.create_connection(("127.0.0.1", port))
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        with connection, self.tracked(connection):
            yield connection

    @contextmanager
    def tracked(self, connection: socket.socket) -> Iterator[None]:
        """While the block lasts, :meth:`close` shuts this connection down."""
        with self._lock:
            self._open.add(connection)
        try:
            yield
        finally:
            with self._lock:
                self._open.discard(connection)

    def _listen(self) -> None:
        self._listening = _bound_socket(self.port)
        self._listening.listen(128)
        self._wake, self._woken = socket.socketpair()
        self._acceptor = threading.Thread(
            target=self._accept, name=f"{type(self).__name__} accept", daemon=True
        )
        self._acceptor.start()

    def _stop_listening(self) -> None:
        self._wake.close()
        self._acceptor.join(STOP_SECONDS)
        self._listening.close()
        self._woken.close()
        with self._lock:
            for connection in self._open:
                _shut_down(connection)
        for handler in self._handlers:
            handler.join(STOP_SECONDS)
        self._handlers.clear()

    def _accept(self) -> None:
        while True:
            ready, _, _ = select.select([self._listening, self._woken], [], [])
            if self._woken in ready:
                return
            connection, _ = self._listening.accept()
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            handler = threading.Thread(
                target=self._serve, args=(connection,), name=type(self).__name__, daemon=True
            )
            with self._lock:
                self.accepted += 1
                self._open.add(connection)
                self._serving.add(connection)
            self._handlers = [*(thread for thread in self._handlers if thread.is_alive()), handler]
            handler.start()

    def _serve(self, connection: socket.socket) -> None:
        with suppress(OSError), connection, self.tracked(connection):  # peers go away here, by design
            self.handle(connection)
        with self._lock:
            self._serving.discard(connection)


def tunnel(left: socket.socket, right: socket.socket) -> Iterator[int]:
    """Carry bytes both ways until one side closes; yields the size of each piece carried."""
    while True:
        for source in _readable(left, right):
            data = source.recv(65536)
            if not data:
                return
            (right if source is left else left).sendall(data)
            yield len(data)


def _readable(*connections: socket.socket) -> list[socket.socket]:
    # A TLS socket may hold decrypted bytes that select() cannot see.
    pending: list[socket.socket] = [
        one for one in connections if isinstance(one, ssl.SSLSocket) and one.pending()
    ]
    if pending:
        return pending
    return select.select(connections, [], [])[0]


def reset(connection: socket.socket) -> None:
    """Close the connection with a TCP reset: the peer's next read fails with ``ECONNRESET``."""
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    connection.close()


def _bound_socket(port: int) -> socket.socket:
    # Two sockets share the port: one holds it, the other listens while connections are welcome.
    bound = socket.socket()
    bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
    bound.bind(("127.0.0.1", port))
    return bound


def _shut_down(connection: socket.socket) -> None:
    with suppress(OSError):  # its own thread may have closed it in the meantime
        connection.shutdown(socket.SHUT_RDWR)
