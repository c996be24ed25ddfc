"""Uploads in a session: bytes that were not kept, sessions that end, tokens that end."""

from __future__ import annotations

import hashlib
import json
import os
import secrets
from base64 import b64encode
from collections.abc import Callable, Iterator

import pytest

from codomyrmex.cloud.common.errors import IntegrityError, ServiceUnavailableError
from codomyrmex.cloud.gcp.storage import GCSClient
from codomyrmex.cloud.wire import RetryPolicy
from tests.servers.capture import Answer, CapturedRequest, CaptureServer
from tests.servers.fault_proxy import FaultProxy
from tests.servers.faults import FlipRequestByte, Respond
from tests.servers.gcs import PROJECT, GCSServer
from tests.servers.http1 import RequestHead

UNIT = 256 * 1024
DATA = os.urandom(3 * UNIT + 1000)
IMPATIENT = RetryPolicy(budget=5, longest_delay=0.1)


def with_small_parts(client: GCSClient) -> GCSClient:
    """The client, with requests as small as sessions have them."""
    client.single_put_limit = client.part_size = UNIT
    return client


@pytest.fixture
def proxy(gcs_server: GCSServer, fault_proxy: Callable[[int], FaultProxy]) -> FaultProxy:
    """A proxy before the server."""
    return fault_proxy(gcs_server.port)


@pytest.fixture
def client(gcs_server: GCSServer, proxy: FaultProxy) -> GCSClient:
    """A client that goes through the proxy."""
    return with_small_parts(
        GCSClient(PROJECT, credentials=gcs_server.account(), endpoint_url=proxy.endpoint, retry=IMPATIENT)
    )


@pytest.fixture
def bucket(gcs_server: GCSServer) -> Iterator[str]:
    """A bucket."""
    name = f"resumable-{secrets.token_hex(6)}"
    direct = GCSClient(PROJECT, credentials=gcs_server.account(), endpoint_url=gcs_server.endpoint)
    direct.create_bucket(name)
    yield name
    direct.delete_bucket(name, force=True)


def is_piece(request: RequestHead) -> bool:
    """A request that sends bytes to a session."""
    return request.method == "PUT"


def is_last(request: RequestHead) -> bool:
    """The request that ends a session."""
    return is_piece(request) and request.header("x-goog-hash") is not None


@pytest.mark.parametrize("status", [404, 410])
def test_a_session_that_ended_is_an_error_to_try_again(
    client: GCSClient, proxy: FaultProxy, bucket: str, status: int
) -> None:
    proxy.plan(Respond(status), when=is_last)
    with pytest.raises(ServiceUnavailableError, match="session is gone") as caught:
        client.put_object(bucket, "key", iter([DATA]))
    assert (caught.value.retryable, caught.value.status) == (True, status)
    assert not client.object_exists(bucket, "key")
    assert sum(is_last(request) for request in proxy.requests) == 1


def test_damage_on_the_way_makes_no_object(
    client: GCSClient, proxy: FaultProxy, gcs_server: GCSServer, bucket: str
) -> None:
    proxy.plan(FlipRequestByte(100), when=is_piece)
    with pytest.raises(IntegrityError) as caught:
        client.put_object(bucket, "key", iter([DATA]))
    assert caught.value.retryable
    assert sum(is_last(request) for request in proxy.requests) == 1
    assert not client.object_exists(bucket, "key")
    assert gcs_server.unfinished(bucket) == []


def test_a_failure_leaves_no_session(client: GCSClient, gcs_server: GCSServer, bucket: str) -> None:
    def chunks() -> Iterator[bytes]:
        yield DATA
        assert gcs_server.unfinished(bucket) == ["key"]
        raise OSError("the source broke")

    with pytest.raises(OSError, match="the source broke"):
        client.put_object(bucket, "key", chunks())
    assert gcs_server.unfinished(bucket) == []


def test_a_token_that_ends_in_the_middle_is_replaced(
    client: GCSClient, gcs_server: GCSServer, bucket: str
) -> None:
    def chunks() -> Iterator[bytes]:
        yield DATA
        gcs_server.revoke_tokens()
        yield DATA

    client.put_object(bucket, "key", chunks())
    assert client.get_object(bucket, "key") == DATA + DATA


def test_bytes_that_were_not_kept_are_sent_again(capture_server: CaptureServer) -> None:
    digest = b64encode(hashlib.md5(DATA, usedforsecurity=False).digest()).decode()
    resource = {"name": "key", "generation": "1", "size": str(len(DATA)), "md5Hash": digest}
    kept = iter([0, UNIT, 2 * UNIT, 3 * UNIT])

    def answer(request: CapturedRequest) -> Answer:
        if request.method == "POST":
            return Answer(headers=(("Location", f"{capture_server.endpoint}/session"),))
        if request.method == "DELETE":
            return Answer(204)
        if not (request.header("content-range") or "").endswith("/*"):
            return Answer(body=json.dumps(resource).encode())
        size = next(kept)
        return Answer(308, (("Range", f"bytes=0-{size - 1}"),) if size else ())

    capture_server.answer = answer
    client = with_small_parts(GCSClient("p", endpoint_url=capture_server.endpoint, anonymous=True))
    client.part_size = 2 * UNIT
    client.single_put_limit = 0
    with pytest.raises(ServiceUnavailableError, match="it keeps 0"):
        client.put_object("bucket", "key", DATA)
    capture_server.requests.clear()
    client.put_object("bucket", "key", DATA)
    pieces = [request for request in capture_server.requests if request.method == "PUT"]
    assert [request.header("content-range") for request in pieces] == [
        f"bytes 0-{2 * UNIT - 1}/*",
        f"bytes {UNIT}-{2 * UNIT - 1}/*",
        f"bytes {2 * UNIT}-{3 * UNIT - 1}/*",
        f"bytes {3 * UNIT}-{len(DATA) - 1}/{len(DATA)}",
    ]
