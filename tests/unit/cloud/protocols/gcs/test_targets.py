"""Keys where no target names them: in the resource of an upload, and refused before any request."""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Callable

import google_crc32c
import pytest

from codomyrmex.cloud.common.errors import InvalidRequestError
from codomyrmex.cloud.gcp.storage import GCSClient
from tests.servers.capture import Answer, CapturedRequest, CaptureServer

UNIT = 1 << 20
SEGMENTS = {
    "x/..": "x%2F..",
    "a/../b": "a%2F..%2Fb",
    "x/../../other/k": "x%2F..%2F..%2Fother%2Fk",
    "a//b": "a%2F%2Fb",
    "/a": "%2Fa",
    "dir/": "dir%2F",
    "./a": ".%2Fa",
    "a b+c%20": "a%20b%2Bc%2520",
    "日本": "%E6%97%A5%E6%9C%AC",
}
"""By key, the one segment of a path that it is."""


def answer(_request: CapturedRequest) -> Answer:
    """What makes an upload go on."""
    return Answer(body=json.dumps({"name": "name", "generation": "1", "size": "0"}).encode())


@pytest.fixture
def client(capture_server: CaptureServer) -> GCSClient:
    """A client of a server that writes down what comes."""
    capture_server.answer = answer
    return GCSClient("project", endpoint_url=capture_server.endpoint, anonymous=True)


@pytest.mark.parametrize("key", SEGMENTS)
def test_an_upload_names_its_key_in_the_resource(
    client: GCSClient, capture_server: CaptureServer, key: str
) -> None:
    client.put_object("bucket", key, b"data")
    (request,) = capture_server.requests
    assert request.target.startswith("/upload/storage/v1/b/bucket/o?")
    assert json.loads(request.body.split(b"\r\n\r\n", 2)[1].partition(b"\r\n--")[0])["name"] == key


def answer_to_components(request: CapturedRequest) -> Answer:
    """What makes an upload in components go on: they are of zeros alone."""
    if "/iam/testPermissions" in request.target:
        permissions = [f"storage.objects.{verb}" for verb in ("create", "delete", "get", "list")]
        return Answer(body=json.dumps({"permissions": permissions}).encode())
    if "uploadType=resumable" in request.target:
        return Answer(headers=(("Location", f"http://{request.header('host')}/session"),))
    if request.method == "PUT" or "/compose?" in request.target:
        size = len(request.body) if request.method == "PUT" else 2 * UNIT
        crc = google_crc32c.extend(0, bytes(size)).to_bytes(4, "big")
        resource = {"name": "x", "generation": "1", "size": str(size), "crc32c": b64encode(crc).decode()}
        return Answer(body=json.dumps(resource).encode())
    return answer(request)


@pytest.mark.parametrize("key", SEGMENTS)
def test_components_become_the_key_in_one_segment(
    client: GCSClient, capture_server: CaptureServer, key: str
) -> None:
    capture_server.answer = answer_to_components
    client.single_put_limit = client.part_size = client.compose_limit = UNIT
    client.put_object("bucket", key, bytes(2 * UNIT), storage_class="ARCHIVE")
    (compose,) = [request for request in capture_server.requests if "/compose?" in request.target]
    assert compose.start_line.startswith(f"POST /storage/v1/b/bucket/o/{SEGMENTS[key]}/compose?")
    assert json.loads(compose.body)["destination"]["storageClass"] == "ARCHIVE"
    begun = [request for request in capture_server.requests if "uploadType=resumable" in request.target]
    components = [json.loads(request.body) for request in begun]
    folders = {component["name"].rpartition("/")[0] for component in components}
    assert len(components) == 2
    assert folders.pop().startswith("gcloud/tmp/parallel_composite_uploads/codomyrmex/")
    assert {component["storageClass"] for component in components} == {"STANDARD"}
    assert {component["metadata"]["cmx-key"] for component in components} == {key}


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
