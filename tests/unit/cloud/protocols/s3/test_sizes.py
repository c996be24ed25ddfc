"""How much goes into one request: the entries of a page and the keys of a batch."""

from __future__ import annotations

import pytest

from codomyrmex.cloud.minio.storage import MinIOClient
from tests.servers.capture import Answer, CaptureServer

PAGE = b"<ListBucketResult><IsTruncated>false</IsTruncated></ListBucketResult>"


@pytest.fixture
def client(capture_server: CaptureServer) -> MinIOClient:
    """A client of a server that finds nothing and deletes everything."""
    capture_server.answer = lambda request: Answer(
        body=PAGE if request.method == "GET" else b"<DeleteResult></DeleteResult>"
    )
    return MinIOClient(capture_server.endpoint, access_key="AKID", secret_key="secret")


def test_a_thousand_keys_go_in_a_request(client: MinIOClient, capture_server: CaptureServer) -> None:
    assert client.delete_objects("bucket", (str(number) for number in range(2500))).deleted == 2500
    assert [request.body.count(b"<Key>") for request in capture_server.requests] == [1000, 1000, 500]


def test_a_batch_can_be_smaller(client: MinIOClient, capture_server: CaptureServer) -> None:
    client.batch_size = 2
    assert client.delete_objects("bucket", list("abcde")).deleted == 5
    assert [request.body.count(b"<Key>") for request in capture_server.requests] == [2, 2, 1]


@pytest.mark.parametrize(("size", "asked"), [(1000, False), (50, True)])
def test_a_page_can_be_smaller(
    client: MinIOClient, capture_server: CaptureServer, size: int, asked: bool
) -> None:
    client.page_size = size
    assert list(client.list_objects("bucket")) == []
    (request,) = capture_server.requests
    assert ("max-keys=50" in request.target) is asked
