"""A server on standard input and output."""

from __future__ import annotations

import os
import signal
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from types import FrameType

from mcp.server import MCPServer

_STANDARD_INPUT = 0
_CHUNK_BYTES = 65536


def serve(server: MCPServer) -> None:
    """Serve until the client closes standard input, or the process is told to end.

    A signal ends the input too, and so the calls, which are still written down; then it has its usual effect.
    """
    with _at_signals(_input_that_can_end()):
        server.run("stdio")


def _input_that_can_end() -> Callable[[], None]:
    """Lead standard input through a socket, and give what ends it.

    The thread that waits for a line would otherwise outlive the server until the client closes its side.
    """
    source = os.dup(_STANDARD_INPUT)
    sending, receiving = socket.socketpair()
    with receiving:
        os.dup2(receiving.fileno(), _STANDARD_INPUT)

    def end() -> None:
        with suppress(OSError):
            sending.shutdown(socket.SHUT_WR)

    def carry() -> None:
        with suppress(OSError):
            while chunk := os.read(source, _CHUNK_BYTES):
                sending.sendall(chunk)
        end()

    threading.Thread(target=carry, name="mcp-stdin", daemon=True).start()
    return end


@contextmanager
def _at_signals(end: Callable[[], None]) -> Iterator[None]:
    """At the first signal that ends a process, end the body, and have the signal's effect after it."""
    received: list[int] = []

    def handle(number: int, _frame: FrameType | None) -> None:
        received.append(number)
        # Whoever sends another one does not want to wait.
        restore()
        end()

    def restore() -> None:
        for number, handler in previous.items():
            signal.signal(number, handler)

    previous = {number: signal.signal(number, handle) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        restore()
    if received:
        signal.raise_signal(received[0])
