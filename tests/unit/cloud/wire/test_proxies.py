"""Proxies: named by the options or by the environment, for plain requests and for tunnels, and passed by."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from codomyrmex.cloud.wire import NO_RETRY
from tests.servers.capture import CaptureServer
from tests.servers.forward_proxy import ForwardProxy
from tests.servers.tls import TlsFront
from tests.unit.cloud.wire.plain import exchange, transport


def targets(proxy: ForwardProxy) -> list[str]:
    return [request.target for request in proxy.requests]


def test_a_plain_request_goes_through(capture_server: CaptureServer, forward_proxy: ForwardProxy) -> None:
    url = f"{capture_server.endpoint}/a//b/../c"
    answer = transport(NO_RETRY, proxy=forward_proxy.endpoint).send(exchange(url, "PUT", body=b"data"))
    assert answer.status == 200
    assert targets(forward_proxy) == [url]
    assert [(r.target, r.body) for r in capture_server.requests] == [("/a//b/../c", b"data")]


def test_tls_goes_through_a_tunnel(
    capture_server: CaptureServer, forward_proxy: ForwardProxy, tls_front: Callable[[int], TlsFront]
) -> None:
    front = tls_front(capture_server.port)
    through = transport(NO_RETRY, proxy=forward_proxy.endpoint, ca_bundle=str(front.authority))
    answer = through.send(exchange(f"{front.endpoint}/key", "PUT", body=b"data"))
    assert (answer.status, answer.header("etag")) == (200, '"8d777f385d3dfec8815d20f7496026dc"')
    assert targets(forward_proxy) == [f"127.0.0.1:{front.port}"]
    assert forward_proxy.requests[0].method == "CONNECT"


def test_the_environment_names_proxies(
    capture_server: CaptureServer,
    forward_proxy: ForwardProxy,
    tls_front: Callable[[int], TlsFront],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    front = tls_front(capture_server.port)
    monkeypatch.setenv("http_proxy", forward_proxy.endpoint)
    monkeypatch.setenv("HTTPS_PROXY", forward_proxy.endpoint)
    through = transport(NO_RETRY, ca_bundle=str(front.authority))
    through.send(exchange(f"{capture_server.endpoint}/plain"))
    through.send(exchange(f"{front.endpoint}/secure"))
    assert targets(forward_proxy) == [f"{capture_server.endpoint}/plain", f"127.0.0.1:{front.port}"]
    assert [request.target for request in capture_server.requests] == ["/plain", "/secure"]


@pytest.mark.parametrize("named_by", ["options", "environment"])
@pytest.mark.parametrize("exception", ["127.0.0.1", "127.0.0.0/8", "*"])
def test_no_proxy_is_heeded(
    capture_server: CaptureServer,
    forward_proxy: ForwardProxy,
    monkeypatch: pytest.MonkeyPatch,
    named_by: str,
    exception: str,
) -> None:
    monkeypatch.setenv("NO_PROXY", exception)
    if named_by == "environment":
        monkeypatch.setenv("http_proxy", forward_proxy.endpoint)
    proxy = forward_proxy.endpoint if named_by == "options" else None
    transport(NO_RETRY, proxy=proxy).send(exchange(f"{capture_server.endpoint}/key"))
    assert targets(forward_proxy) == []
    assert len(capture_server.requests) == 1


def test_an_empty_proxy_is_none(
    capture_server: CaptureServer, forward_proxy: ForwardProxy, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", forward_proxy.endpoint)
    transport(NO_RETRY, proxy="").send(exchange(f"{capture_server.endpoint}/key"))
    assert targets(forward_proxy) == []


def test_a_proxys_password_is_not_shown() -> None:
    assert "hidden-word" not in repr(transport(proxy="http://name:hidden-word@127.0.0.1:1").options)
