"""What only S3 has on the wire: buckets in hosts, addresses with a path, credentials of one account."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from codomyrmex.cloud.aws.storage import S3Client
from codomyrmex.cloud.common.storage import Encryption
from tests.contract.wire.stand_ins import CALLS, S3
from tests.servers.capture import CaptureServer


def client_of(endpoint: str, **options: Any) -> S3Client:
    """A client of the service at an address."""
    return S3Client(
        endpoint_url=endpoint, region="us-east-1", access_key="access", secret_key="secret", **options
    )


@pytest.mark.parametrize("key", ["key", "a//b", "..", "/a"])
def test_the_host_of_virtual_addressing(capture_server: CaptureServer, key: str) -> None:
    # Every name below localhost is loopback (RFC 6761), and libcurl knows it without asking.
    client = client_of(f"http://localhost:{capture_server.port}", addressing="virtual")
    client.get_object("bucket", key)
    (request,) = capture_server.requests
    host = f"bucket.localhost:{capture_server.port}"
    assert (request.header("Host"), request.target) == (host, f"/{key}")
    assert client.generate_presigned_url("bucket", key).startswith(f"http://{host}/{key}?X-Amz-Algorithm=")


def test_a_path_prefix_of_the_endpoint_is_kept(capture_server: CaptureServer) -> None:
    client_of(f"{capture_server.endpoint}/store/").get_object("bucket", "a//b")
    (request,) = capture_server.requests
    assert request.target == "/store/bucket/a//b"


def test_every_request_is_signed_by_the_account_that_was_named(
    capture_server: CaptureServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "another")
    monkeypatch.setenv("AWS_SESSION_TOKEN", "another-token")
    client = S3.client(capture_server)
    for call in S3.calls:
        CALLS[call](client, "key")
    for request in capture_server.requests:
        assert "Credential=access/" in (request.header("Authorization") or "")
        assert request.header("x-amz-security-token") is None
    assert "Security-Token" not in client.generate_presigned_url("bucket", "key")


def test_what_would_inject_a_header_is_not_sent(capture_server: CaptureServer) -> None:
    client = client_of(capture_server.endpoint, capabilities={"if_match": True})
    refused: list[Callable[[], Any]] = [
        lambda: client.put_object(
            "bucket", "key", b"x", encryption=Encryption("aws:kms", "id\r\nx-injected: yes")
        ),
        lambda: client.put_object("bucket", "key", b"x", if_match="etag\r\nx-injected: yes"),
        lambda: client_of(capture_server.endpoint).put_object("bucket", "key", b"x", if_absent=True),
    ]
    for call in refused:
        with pytest.raises((ValueError, NotImplementedError)):
            call()
    assert capture_server.accepted == 0
