"""The TLS front and the forward proxy."""

from __future__ import annotations

import contextlib
import http.client
import ssl
from collections.abc import Callable

import pytest

from tests.servers.capture import Answer, CaptureServer
from tests.servers.forward_proxy import ForwardProxy
from tests.servers.tls import TlsFront

BIG = b"0123456789abcdef" * (1 << 16)


@pytest.fixture
def front(capture_server: CaptureServer, tls_front: Callable[[int], TlsFront]) -> TlsFront:
    capture_server.answer = lambda request: Answer(body=request.body)
    return tls_front(capture_server.port)


def test_tls_carries_both_ways_for_a_client_that_trusts_the_authority(
    front: TlsFront, capture_server: CaptureServer
) -> None:
    trusting = ssl.create_default_context(cafile=front.authority)
    with contextlib.closing(http.client.HTTPSConnection("127.0.0.1", front.port, context=trusting)) as client:
        for body in (b"small", BIG):
            client.request("PUT", "/a//b/../c", body)
            assert client.getresponse().read() == body
    assert [request.target for request in capture_server.requests] == ["/a//b/../c"] * 2


def test_tls_is_refused_by_a_client_that_does_not(front: TlsFront, capture_server: CaptureServer) -> None:
    client = http.client.HTTPSConnection("127.0.0.1", front.port, context=ssl.create_default_context())
    with contextlib.closing(client), pytest.raises(ssl.SSLCertVerificationError):
        client.request("GET", "/")
    assert capture_server.requests == []


def test_forward_proxy_tunnels(front: TlsFront, forward_proxy: ForwardProxy) -> None:
    trusting = ssl.create_default_context(cafile=front.authority)
    client = http.client.HTTPSConnection("127.0.0.1", forward_proxy.port, context=trusting)
    client.set_tunnel("localhost", front.port)
    with contextlib.closing(client):
        client.request("PUT", "/k", BIG)
        assert client.getresponse().read() == BIG
    assert [request.target for request in forward_proxy.requests] == [f"localhost:{front.port}"]
    forward_proxy.close()  # a client may have a piece before the proxy has counted it
    assert forward_proxy.tunnelled_bytes > 2 * len(BIG)


def test_forward_proxy_forwards_in_origin_form(
    forward_proxy: ForwardProxy, capture_server: CaptureServer
) -> None:
    with contextlib.closing(http.client.HTTPConnection("127.0.0.1", forward_proxy.port)) as client:
        for path in ("/b/../c?x=%2F", "", "//d"):
            client.request("GET", f"{capture_server.endpoint}{path}")
            assert client.getresponse().read() == b""
    assert [request.target for request in capture_server.requests] == ["/b/../c?x=%2F", "/", "//d"]
    assert forward_proxy.accepted == 1
