"""Keys where no target names them: in the resource of an upload, and refused before any request."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from codomyrmex.cloud.common.errors import InvalidRequestError
from codomyrmex.cloud.gcp.storage import GCSClient
from tests.servers.capture import Answer, CapturedRequest, CaptureServer

KEYS = ["x/..", "a/../b", "x/../../other/k", "a//b", "/a", "dir/", "./a", "a b+c%20", "日本"]


def answer(_request: CapturedRequest) -> Answer:
    """What makes an upload go on."""
    return Answer(body=json.dumps({"name": "name", "generation": "1", "size": "0"}).encode())


@pytest.fixture
def client(capture_server: CaptureServer) -> GCSClient:
    """A client of a server that writes down what comes."""
    capture_server.answer = answer
    return GCSClient("project", endpoint_url=capture_server.endpoint, anonymous=True)


@pytest.mark.parametrize("key", KEYS)
def test_an_upload_names_its_key_in_the_resource(
    client: GCSClient, capture_server: CaptureServer, key: str
) -> None:
    client.put_object("bucket", key, b"data")
    (request,) = capture_server.requests
    assert request.target.startswith("/upload/storage/v1/b/bucket/o?")
    assert json.loads(request.body.split(b"\r\n\r\n", 2)[1].partition(b"\r\n--")[0])["name"] == key


@pytest.mark.parametrize("key", [".", "..", "a\nb", "a\rb", ".well-known/acme-challenge/x"])
def test_what_the_service_cannot_hold_is_refused_before_any_request(
    client: GCSClient, capture_server: CaptureServer, key: str
) -> None:
    calls: list[Callable[[], object]] = [
        lambda: client.put_object("bucket", key, b""),
        lambda: client.get_object("bucket", key),
        lambda: client.delete_objects("bucket", [key]),
    ]
    for call in calls:
        with pytest.raises(InvalidRequestError, match="Google Cloud Storage"):
            call()
    assert capture_server.requests == []
