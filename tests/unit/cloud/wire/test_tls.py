"""Trust: a private authority, named in each of the ways in which it can be."""

from __future__ import annotations

import socket
from collections.abc import Callable
from pathlib import Path

import pytest

from codomyrmex.cloud.common.errors import ConfigurationError, ServiceUnavailableError
from codomyrmex.cloud.wire import NO_RETRY
from tests.servers.capture import CaptureServer
from tests.servers.listener import Listener
from tests.servers.tls import TlsFront
from tests.unit.cloud.wire.plain import exchange, transport


@pytest.fixture
def front(capture_server: CaptureServer, tls_front: Callable[[int], TlsFront]) -> TlsFront:
    return tls_front(capture_server.port)


def status(front: TlsFront, host: str = "127.0.0.1", **options: str | bool) -> int:
    url = f"https://{host}:{front.port}/a//b"
    return transport(NO_RETRY, **options).send(exchange(url, "PUT", body=b"data")).status


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_ca_bundle(front: TlsFront, capture_server: CaptureServer, host: str) -> None:
    assert status(front, host, ca_bundle=str(front.authority)) == 200
    assert [(r.target, r.body) for r in capture_server.requests] == [("/a//b", b"data")]


def test_ssl_cert_file(front: TlsFront, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(front.authority))
    assert status(front) == 200


def test_ca_bundle_comes_before_ssl_cert_file(front: TlsFront, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", "/does/not/exist")
    assert status(front, ca_bundle=str(front.authority)) == 200


def test_the_system_does_not_know_the_authority(front: TlsFront, capture_server: CaptureServer) -> None:
    with pytest.raises(ServiceUnavailableError, match="SSL_CERT_FILE"):
        status(front)
    assert capture_server.requests == []


def test_nobody_is_asked_where_everyone_is_trusted(front: TlsFront) -> None:
    assert status(front, verify=False) == 200


def test_a_bundle_that_is_not_there(front: TlsFront, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    missing = str(tmp_path / "missing.pem")
    with pytest.raises(ConfigurationError, match=r"missing\.pem is not a file"):
        status(front, ca_bundle=missing)
    monkeypatch.setenv("SSL_CERT_FILE", missing)
    with pytest.raises(ConfigurationError, match="SSL_CERT_FILE names"):
        status(front)


def test_a_bundle_that_holds_no_certificate(front: TlsFront, tmp_path: Path) -> None:
    empty = tmp_path / "empty.pem"
    empty.write_text("nothing here\n")
    with pytest.raises(ServiceUnavailableError) as caught:
        status(front, ca_bundle=str(empty))
    assert not caught.value.retryable


class Plain(Listener):
    """Knows no TLS and says so."""

    def handle(self, connection: socket.socket) -> None:
        connection.recv(1000)
        connection.sendall(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n")


def test_a_plain_server_where_tls_is_expected() -> None:
    with Plain() as server, pytest.raises(ServiceUnavailableError, match="No trusted TLS connection"):
        transport(NO_RETRY).send(exchange(f"https://127.0.0.1:{server.port}/key"))
