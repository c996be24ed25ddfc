"""What a loop has open: how many descriptors, with which numbers, and for how long."""

from __future__ import annotations

import fcntl
import gc
import os
import resource
import select
from collections.abc import Iterator

import pytest

from codomyrmex.cloud.wire import Exchange, Response
from codomyrmex.cloud.wire.loop import TransferLoop
from tests.servers.capture import Answer, CaptureServer
from tests.servers.process import wait_until
from tests.unit.cloud.wire.plain import exchange, transport


@pytest.fixture
def server(capture_server: CaptureServer) -> CaptureServer:
    capture_server.answer = lambda request: Answer(body=request.target.encode())
    return capture_server


def numbered(url: str, count: int) -> Iterator[Exchange[Response]]:
    return (exchange(f"{url}/{number}") for number in range(count))


def open_descriptors() -> int:
    return len(os.listdir("/proc/self/fd"))


def test_nothing_is_open_afterwards(server: CaptureServer) -> None:
    before = open_descriptors()
    list(transport().send_many(numbered(server.endpoint, 50), concurrency=8))
    gc.collect()
    # The server's ends are in this process, too.
    wait_until(lambda: open_descriptors() <= before, "everything closed")


def test_the_next_call_uses_the_connections_of_the_last(server: CaptureServer) -> None:
    client = transport()
    for _ in range(3):
        ended = list(client.send_many(numbered(server.endpoint, 50), concurrency=4))
        assert [one.error for one in ended] == [None] * 50
    assert server.accepted == 4
    client.close()
    wait_until(lambda: server.open_connections == 0, "connections closed")
    assert len(list(client.send_many(numbered(server.endpoint, 10), concurrency=4))) == 10


def test_what_was_broken_off_is_not_used_again(server: CaptureServer) -> None:
    client = transport()
    ended = client.send_many(numbered(server.endpoint, 50), concurrency=4)
    next(ended)
    ended.close()  # type: ignore[attr-defined]
    again = list(client.send_many(numbered(server.endpoint, 50), concurrency=4))
    assert [one.error for one in again] == [None] * 50
    assert server.accepted > 4


def test_closing_early_closes_the_connections(server: CaptureServer) -> None:
    ended = transport().send_many(numbered(server.endpoint, 1000), concurrency=8)
    for _ in range(20):
        next(ended)
    ended.close()  # type: ignore[attr-defined]
    wait_until(lambda: server.open_connections == 0, "connections closed")
    assert len(server.requests) < 100


def test_descriptors_beyond_1024(server: CaptureServer) -> None:
    limits = resource.getrlimit(resource.RLIMIT_NOFILE)
    if limits[0] < 1300:
        resource.setrlimit(resource.RLIMIT_NOFILE, (1300, limits[1]))
    held = [os.open("/dev/null", os.O_RDONLY) for _ in range(1100)]
    try:
        client = transport()
        ended = list(client.send_many(numbered(server.endpoint, 40), concurrency=8))
        one = client.send(exchange(f"{server.endpoint}/one"))
    finally:
        for descriptor in held:
            os.close(descriptor)
        resource.setrlimit(resource.RLIMIT_NOFILE, limits)
    assert all(one.error is None for one in ended)
    assert one.body == b"/one"


def test_a_descriptor_that_was_closed_unseen_is_forgotten(server: CaptureServer) -> None:
    loop = TransferLoop(transport())
    with open("/dev/null", "rb") as opened:
        # A number that no connection gets meanwhile.
        closed = fcntl.fcntl(opened, fcntl.F_DUPFD, 900)
    os.close(closed)
    # As if Ctrl-C had come while libcurl said that it closes it.
    loop._sockets.register(closed, select.POLLIN)
    try:
        ended = list(loop.run(numbered(server.endpoint, 20), 4))
        assert [one.error for one in ended] == [None] * 20
        assert loop._sockets.poll(0) == []
    finally:
        loop.close()
