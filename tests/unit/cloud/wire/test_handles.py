"""Handles and their connections: used again, shared by threads, never by processes."""

from __future__ import annotations

import gc
import os
import threading
import weakref
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from codomyrmex.cloud.wire import Transport
from tests.servers.capture import Answer, CaptureServer
from tests.servers.fault_proxy import FaultProxy
from tests.servers.faults import ResetResponse
from tests.servers.tls import TlsFront
from tests.unit.cloud.wire.plain import Collector, exchange, transport

THREADS = 16


@pytest.fixture
def server(capture_server: CaptureServer) -> CaptureServer:
    capture_server.answer = lambda request: Answer(body=request.target.encode())
    return capture_server


def ask(client: Transport, url: str, name: str) -> bool:
    return client.send(exchange(f"{url}/{name}")).body == f"/{name}".encode()


def test_a_connection_is_used_again(server: CaptureServer) -> None:
    client = transport()
    assert all(ask(client, server.endpoint, str(number)) for number in range(50))
    assert server.accepted == 1


def test_a_closed_transport_opens_a_new_connection(server: CaptureServer) -> None:
    client = transport()
    ask(client, server.endpoint, "a")
    client.close()
    assert ask(client, server.endpoint, "b")
    assert server.accepted == 2


def test_a_connection_that_the_server_closed_is_replaced(server: CaptureServer) -> None:
    client = transport()
    ask(client, server.endpoint, "a")
    with server.refusing():
        pass
    sent = exchange(f"{server.endpoint}/b")
    assert client.send(sent).body == b"/b"
    # Two where the server's goodbye and the request cross each other.
    assert sent.attempts.count in (1, 2)


@pytest.mark.parametrize("many", [False, True], ids=["one", "loop"])
def test_a_request_that_may_have_been_acted_upon_is_not_repeated_unheard(
    server: CaptureServer, fault_proxy: Callable[[int], FaultProxy], many: bool
) -> None:
    proxy, client = fault_proxy(server.port), transport()
    ask(client, proxy.endpoint, "a")
    proxy.plan(ResetResponse(), when=lambda request: request.target == "/b")
    sent = [exchange(f"{proxy.endpoint}/{name}") for name in ("c", "b")]
    if many:
        assert [done.error for done in client.send_many(sent, concurrency=1)] == [None, None]
    else:
        assert [client.send(one).status for one in sent] == [200, 200]
    assert [one.attempts.count for one in sent] == [1, 2]
    assert [request.target for request in proxy.requests] == ["/a", "/c", "/b", "/b"]


def test_threads_share_connections(server: CaptureServer) -> None:
    client = transport()
    together = threading.Barrier(THREADS)

    def work(number: int) -> bool:
        together.wait()
        return all(ask(client, server.endpoint, f"{number}-{turn}") for turn in range(30))

    with ThreadPoolExecutor(THREADS) as threads:
        assert all(threads.map(work, range(THREADS)))
    assert len(server.requests) == THREADS * 30
    assert server.accepted <= THREADS
    assert all(ask(client, server.endpoint, str(number)) for number in range(THREADS))
    assert server.accepted <= THREADS


def test_an_idle_handle_holds_on_to_nothing(server: CaptureServer) -> None:
    client = transport()
    sink = Collector()
    gone = weakref.ref(sink)
    client.send(exchange(f"{server.endpoint}/key", sink=sink, watch=lambda _up, _down: None))
    del sink
    gc.collect()
    assert gone() is None


def in_child(work: Callable[[], bool]) -> int:
    """The exit status of a forked child that ends as a program does: 0 when ``work`` says yes."""
    child = os.fork()
    if child == 0:
        status = 2
        try:
            status = 0 if work() else 1
            gc.collect()
        finally:
            os._exit(status)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def test_a_child_uses_connections_of_its_own(server: CaptureServer) -> None:
    client = transport()
    ask(client, server.endpoint, "before")

    def work() -> bool:
        return ask(client, server.endpoint, "child") and ask(client, server.endpoint, "child-again")

    assert in_child(work) == 0
    assert server.accepted == 2
    assert ask(client, server.endpoint, "after")
    assert server.accepted == 2
    assert [r.target for r in server.requests] == ["/before", "/child", "/child-again", "/after"]


def test_a_child_uses_loops_of_its_own(server: CaptureServer) -> None:
    client = transport()

    def work() -> bool:
        asked = [exchange(f"{server.endpoint}/{number}") for number in range(8)]
        return all(one.error is None for one in client.send_many(asked, concurrency=2))

    assert work()
    assert server.accepted == 2
    assert in_child(work) == 0
    assert server.accepted == 4
    assert work()
    assert server.accepted == 4


@pytest.mark.parametrize("way", ["close", "drop"])
def test_a_child_leaves_the_parents_tls_connections_alone(
    server: CaptureServer, tls_front: Callable[[int], TlsFront], way: str
) -> None:
    front = tls_front(server.port)
    clients = [transport(ca_bundle=str(front.authority))]
    ask(clients[0], front.endpoint, "before")

    def work() -> bool:
        if way == "close":
            clients[0].close()
        else:
            clients.clear()
        return True

    assert in_child(work) == 0
    assert ask(clients[0], front.endpoint, "after")
    assert front.accepted == 1


def test_a_child_can_send_many(server: CaptureServer) -> None:
    client = transport()
    ask(client, server.endpoint, "before")

    def work() -> bool:
        many = client.send_many(exchange(f"{server.endpoint}/{number}") for number in range(20))
        return all(one.error is None for one in many)

    assert in_child(work) == 0
    assert ask(client, server.endpoint, "after")
