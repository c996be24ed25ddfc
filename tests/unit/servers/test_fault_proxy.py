from __future__ import annotations

import contextlib
import http.client
import math
import socket
import time
from collections.abc import Callable, Iterator

import pytest

from tests.servers.capture import Answer, CapturedRequest, CaptureServer
from tests.servers.fault_proxy import FaultProxy
from tests.servers.faults import (
    FlipRequestByte,
    FlipResponseByte,
    Hang,
    ResetRequest,
    ResetResponse,
    Respond,
    SlowResponse,
    TruncateResponse,
)

BODY = bytes(range(256)) * 8


def body(_: CapturedRequest) -> Answer:
    return Answer(headers=(("X-Upstream", "yes"),), body=BODY)


@pytest.fixture
def proxy(capture_server: CaptureServer, fault_proxy: Callable[[int], FaultProxy]) -> FaultProxy:
    capture_server.answer = body
    return fault_proxy(capture_server.port)


@pytest.fixture
def client(proxy: FaultProxy) -> Iterator[http.client.HTTPConnection]:
    with contextlib.closing(http.client.HTTPConnection("127.0.0.1", proxy.port, timeout=300)) as connection:
        yield connection


def get(client: http.client.HTTPConnection, target: str = "/k", method: str = "GET") -> tuple[int, bytes]:
    client.request(method, target)
    response = client.getresponse()
    return response.status, response.read()


def send_and_receive(client: http.client.HTTPConnection, data: bytes) -> bytes:
    client.request("PUT", "/k", data)
    return client.getresponse().read()


def test_forwards_bytes_as_they_are(proxy: FaultProxy, capture_server: CaptureServer) -> None:
    raw = b"PUT /b/x/../..//k?a=%2f HTTP/1.1\r\nhOST: here\r\nX-Odd:\tv \r\nContent-Length: 3\r\n\r\na\0b"
    with socket.create_connection(("127.0.0.1", proxy.port), 10) as connection:
        connection.sendall(raw)
        answer = connection.recv(65536)
    (request,) = capture_server.wait_for(1)
    assert request.raw + request.body == raw
    assert answer.startswith(b"HTTP/1.1 200 OK\r\nX-Upstream: yes\r\n")


def test_keeps_connections_and_counts(proxy: FaultProxy, client: http.client.HTTPConnection) -> None:
    assert [get(client), get(client, method="HEAD"), get(client)] == [(200, BODY), (200, b""), (200, BODY)]
    assert (proxy.accepted, proxy.open_connections, len(proxy.requests)) == (1, 1, 3)


def test_forwards_a_chunked_upload(client: http.client.HTTPConnection, capture_server: CaptureServer) -> None:
    client.request(
        "PUT", "/k", iter([b"ab", b"", b"cde"]), {"Transfer-Encoding": "chunked"}, encode_chunked=True
    )
    assert client.getresponse().read() == BODY
    assert capture_server.wait_for(1)[0].body == b"abcde"


def test_lets_the_server_say_continue(proxy: FaultProxy) -> None:
    with socket.create_connection(("127.0.0.1", proxy.port), 10) as connection:
        connection.sendall(b"PUT /k HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: 1\r\n\r\n")
        assert connection.recv(100) == b"HTTP/1.1 100 Continue\r\n\r\n"
        connection.sendall(b"x")
        assert connection.recv(100).startswith(b"HTTP/1.1 200 OK\r\n")


def test_responds_instead_of_the_server_once_per_fault(
    proxy: FaultProxy, client: http.client.HTTPConnection, capture_server: CaptureServer
) -> None:
    proxy.plan(Respond(503, retry_after="7", body=b"slow"), Respond(429))
    client.request("PUT", "/k", b"data")
    first = client.getresponse()
    assert (first.status, first.getheader("Retry-After"), first.read()) == (503, "7", b"slow")
    assert len(proxy.pending) == 1
    assert get(client)[0] == 429
    assert get(client) == (200, BODY)
    assert proxy.pending == []
    assert len(capture_server.requests) == 1


def test_a_fault_waits_for_the_request_it_is_for(
    proxy: FaultProxy, client: http.client.HTTPConnection
) -> None:
    proxy.plan(Respond(500), when=lambda request: request.target == "/second", times=2)
    statuses = [get(client, target)[0] for target in ("/first", "/second", "/second", "/second")]
    assert statuses == [200, 500, 500, 200]


def test_a_fault_for_ever(proxy: FaultProxy, client: http.client.HTTPConnection) -> None:
    proxy.plan(Respond(500), times=math.inf)
    assert {get(client)[0] for _ in range(5)} == {500}
    assert proxy.pending == []


def test_resets_before_the_answer_when_the_work_is_done(
    proxy: FaultProxy, client: http.client.HTTPConnection, capture_server: CaptureServer
) -> None:
    proxy.plan(ResetResponse())
    with pytest.raises(ConnectionResetError):
        get(client)
    assert len(capture_server.requests) == 1


def test_resets_within_the_answer(proxy: FaultProxy, client: http.client.HTTPConnection) -> None:
    proxy.plan(ResetResponse(100))
    client.request("GET", "/k")
    response = client.getresponse()
    assert response.read(100) == BODY[:100]
    with pytest.raises(ConnectionResetError):
        response.read()


def test_resets_within_the_request(
    proxy: FaultProxy, client: http.client.HTTPConnection, capture_server: CaptureServer
) -> None:
    proxy.plan(ResetRequest(10))
    with pytest.raises(ConnectionError):
        send_and_receive(client, b"x" * (8 << 20))
    proxy.wait_for_faults()
    assert capture_server.requests == []


def test_hangs_before_the_answer(proxy: FaultProxy, capture_server: CaptureServer) -> None:
    proxy.plan(Hang())
    with socket.create_connection(("127.0.0.1", proxy.port), 0.1) as connection:
        connection.sendall(b"GET /k HTTP/1.1\r\n\r\n")
        proxy.wait_for_faults()
        with pytest.raises(TimeoutError):
            connection.recv(1)
    assert capture_server.requests == []


def test_hangs_within_the_answer(proxy: FaultProxy, client: http.client.HTTPConnection) -> None:
    proxy.plan(Hang(100))
    client.request("GET", "/k")
    response = client.getresponse()
    assert response.read(100) == BODY[:100]
    proxy.wait_for_faults()
    client.sock.settimeout(0.1)
    with pytest.raises(TimeoutError):
        response.read(1)


def test_closing_ends_what_hangs(capture_server: CaptureServer) -> None:
    with FaultProxy(capture_server.port) as proxy:
        proxy.plan(Hang())
        connection = socket.create_connection(("127.0.0.1", proxy.port), 10)
        connection.sendall(b"GET /k HTTP/1.1\r\n\r\n")
        proxy.wait_for_faults()
    with connection:
        assert connection.recv(1) == b""


@pytest.mark.parametrize(("planned", "arrives"), [(None, len(BODY) // 2), (7, 7), (0, 0)])
def test_truncates_the_answer(
    proxy: FaultProxy, client: http.client.HTTPConnection, planned: int | None, arrives: int
) -> None:
    proxy.plan(TruncateResponse(planned))
    with pytest.raises(http.client.IncompleteRead) as raised:
        get(client)
    assert raised.value.partial == BODY[:arrives]


@pytest.mark.parametrize("offset", [0, 1000, len(BODY) - 1])
def test_flips_a_byte_of_the_answer(
    proxy: FaultProxy, client: http.client.HTTPConnection, offset: int
) -> None:
    proxy.plan(FlipResponseByte(offset))
    _, received = get(client)
    assert [i for i in range(len(BODY)) if received[i] != BODY[i]] == [offset]


def test_flips_a_byte_of_the_request(
    proxy: FaultProxy, client: http.client.HTTPConnection, capture_server: CaptureServer
) -> None:
    proxy.plan(FlipRequestByte(300))
    client.request("PUT", "/k", BODY)
    assert client.getresponse().status == 200
    received = capture_server.wait_for(1)[0].body
    assert [i for i in range(len(BODY)) if received[i] != BODY[i]] == [300]


def test_slows_the_answer_down(proxy: FaultProxy, client: http.client.HTTPConnection) -> None:
    proxy.plan(SlowResponse(len(BODY) * 5))
    started = time.monotonic()
    assert get(client) == (200, BODY)
    assert time.monotonic() - started > 0.19


def test_waiting_gives_up(proxy: FaultProxy) -> None:
    with pytest.raises(TimeoutError, match="1 requests"):
        proxy.wait_for_requests(seconds=0.01)
