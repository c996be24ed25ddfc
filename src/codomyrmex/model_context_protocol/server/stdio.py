"""A server on standard input and output."""

from __future__ import annotations

import os
import signal
import socket
import threading
from collections.abc import Callable, Container, Iterator
from contextlib import contextmanager, suppress
from types import FrameType

from mcp.server import MCPServer

_STANDARD_INPUT = 0
_CHUNK_BYTES = 65536
_SIGNALS = [getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)]


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

    def restore() -> None:
        for number, handler in previous.items():
            signal.signal(number, handler)

    # What is ignored, or ends the process on the spot, stays as it is.
    found = {number: signal.getsignal(number) for number in _SIGNALS}
    previous = {number: handler for number, handler in found.items() if callable(handler)}
    for number in previous:
        signal.signal(number, handle)
    try:
        with _woken_by_signals(previous, end):
            yield
    finally:
        restore()
    if received:
        signal.raise_signal(received[0])


@contextmanager
def _woken_by_signals(numbers: Container[int], end: Callable[[], None]) -> Iterator[None]:
    """End the body at a signal, whichever thread gets it.

    The interpreter runs handlers in the main thread alone, which may sleep in the event loop while another
    thread is interrupted. What it writes to this socket, it writes at once.
    """
    woken, waker = socket.socketpair()
    waker.setblocking(False)

    def watch() -> None:
        while number := woken.recv(1):
            if number[0] in numbers:
                end()

    watching = threading.Thread(target=watch, name="mcp-signals", daemon=True)
    watching.start()
    before = signal.set_wakeup_fd(waker.fileno(), warn_on_full_buffer=False)
    try:
        yield
    finally:
        signal.set_wakeup_fd(before)
        waker.close()
        watching.join()
        woken.close()
