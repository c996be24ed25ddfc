from __future__ import annotations

import hashlib
import http.client
import socket

import pytest

from tests.servers.capture import Answer, CaptureServer

AWKWARD_TARGETS = ("/b/..", "/b/x/../../other/k", "/b//a", "/b/a%2Fb?x=%2f&y", "/b/~a+b%20c", "*")


def send(server: CaptureServer, raw: bytes) -> bytes:
    with socket.create_connection(("127.0.0.1", server.port), 10) as client:
        client.sendall(raw)
        client.shutdown(socket.SHUT_WR)
        return b"".join(iter(lambda: client.recv(65536), b""))


@pytest.mark.parametrize("target", AWKWARD_TARGETS)
def test_records_the_target_as_sent(capture_server: CaptureServer, target: str) -> None:
    send(capture_server, f"DELETE {target} HTTP/1.1\r\nHost: here\r\n\r\n".encode())
    (request,) = capture_server.wait_for(1)
    assert (request.method, request.target) == ("DELETE", target)


def test_records_headers_in_order_and_the_body(capture_server: CaptureServer) -> None:
    answer = send(
        capture_server,
        b"PUT /k HTTP/1.1\r\nX-b: 2\r\nx-A:  1 \r\nX-b: 3\r\nContent-Length: 5\r\n\r\n\0\r\n\xffe",
    )
    (request,) = capture_server.wait_for(1)
    assert request.headers == (("X-b", "2"), ("x-A", "1"), ("X-b", "3"), ("Content-Length", "5"))
    assert request.body == b"\0\r\n\xffe"
    assert hashlib.md5(request.body).hexdigest().encode() in answer


def test_joins_a_chunked_body(capture_server: CaptureServer) -> None:
    send(
        capture_server,
        b"PUT /k HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n"
        b"3;x=y\r\nabc\r\n2\r\nde\r\n0\r\nTrailer: t\r\n\r\n",
    )
    assert capture_server.wait_for(1)[0].body == b"abcde"


def test_says_continue_to_a_client_that_waits(capture_server: CaptureServer) -> None:
    with socket.create_connection(("127.0.0.1", capture_server.port), 10) as client:
        client.sendall(b"PUT /k HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: 1\r\n\r\n")
        assert client.recv(100) == b"HTTP/1.1 100 Continue\r\n\r\n"
        client.sendall(b"x")
        assert client.recv(100).startswith(b"HTTP/1.1 200 OK\r\n")


def test_keeps_a_connection_and_answers_as_told(capture_server: CaptureServer) -> None:
    capture_server.answer = lambda request: Answer(404, (("X-Path", request.target),), b"not here")
    client = http.client.HTTPConnection("127.0.0.1", capture_server.port, timeout=300)
    for method, body in (("GET", b"not here"), ("HEAD", b""), ("GET", b"not here")):
        client.request(method, "/k")
        response = client.getresponse()
        assert (response.status, response.getheader("X-Path"), response.read()) == (404, "/k", body)
    client.close()
    assert capture_server.accepted == 1


def test_wait_for_gives_up(capture_server: CaptureServer) -> None:
    with pytest.raises(TimeoutError, match="0 requests of 1"):
        capture_server.wait_for(1, seconds=0.01)


def test_refuses_and_listens_again_on_the_same_port(capture_server: CaptureServer) -> None:
    kept = http.client.HTTPConnection("127.0.0.1", capture_server.port, timeout=300)
    kept.request("GET", "/")
    kept.getresponse().read()
    with capture_server.refusing():
        with pytest.raises(ConnectionRefusedError):
            socket.create_connection(("127.0.0.1", capture_server.port), 10)
        assert kept.sock.recv(1) == b""
        assert capture_server.open_connections == 0
    kept.close()
    assert send(capture_server, b"GET / HTTP/1.1\r\n\r\n").startswith(b"HTTP/1.1 200 ")
