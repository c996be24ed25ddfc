"""The Google Cloud Storage of the tests refuses what the official description does not have, and says so."""

from __future__ import annotations

import json
from collections.abc import Iterator
from http.client import HTTPConnection
from typing import Any

import pytest

from codomyrmex.cloud.gcp.storage import GCSClient
from tests.servers.gcs import PROJECT, GCSServer, gcs
from tests.servers.process import ServerUnavailableError


@pytest.fixture(scope="module")
def server() -> Iterator[GCSServer]:
    """One of its own: what is wrong is recorded, and the shared one must have no record."""
    try:
        with gcs() as running:
            yield running
    except ServerUnavailableError as error:
        pytest.skip(str(error))


@pytest.fixture(scope="module")
def token(server: GCSServer) -> str:
    """A token, after a bucket was made."""
    client = GCSClient(PROJECT, credentials=server.account(), endpoint_url=server.endpoint)
    client.create_bucket("bucket")
    return client.service.authorization.header() or ""


def ask(server: GCSServer, token: str, method: str, target: str, body: Any = None) -> tuple[int, Any]:
    """One request; status and resource."""
    connection = HTTPConnection("127.0.0.1", server.port, timeout=300)
    headers = {"Authorization": token, "Content-Type": "application/json"}
    try:
        connection.request(method, target, json.dumps(body) if body is not None else None, headers)
        response = connection.getresponse()
        return response.status, json.loads(response.read() or b"null")
    finally:
        connection.close()


WRONG: dict[str, tuple[str, str, Any]] = {
    "path": ("GET", "/storage/v1/buckets", None),
    "method": ("POST", "/storage/v1/b/bucket", None),
    "parameter": ("GET", "/storage/v1/b/bucket/o?max-keys=1", None),
    "upload-parameter": ("GET", "/storage/v1/b/bucket/o?upload_id=1", None),
    "field": ("PATCH", "/storage/v1/b/bucket", {"versionning": {"enabled": True}}),
    "inner-field": ("PATCH", "/storage/v1/b/bucket", {"versioning": {"on": True}}),
    "type": ("PATCH", "/storage/v1/b/bucket", {"versioning": {"enabled": "true"}}),
    "rule": (
        "PATCH",
        "/storage/v1/b/bucket",
        {"lifecycle": {"rule": [{"action": {"type": "Delete"}, "condition": {"days": 1}}]}},
    ),
    "policy": ("PUT", "/storage/v1/b/bucket/iam", {"binding": []}),
    "notification": ("POST", "/storage/v1/b/bucket/notificationConfigs", {"topics": "news"}),
    "session": ("PUT", "/upload/storage/v1/b/bucket/o?upload_id=1", None),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_is_not_in_the_description_is_refused_and_recorded(
    server: GCSServer, token: str, name: str
) -> None:
    before = len(server.violations())
    method, target, body = WRONG[name]
    status, refusal = ask(server, token, method, target, body)
    assert (status, refusal["error"]["errors"][0]["reason"]) == (400, "violation")
    assert len(server.violations()) == before + 1


def test_what_is_in_it_is_not(server: GCSServer, token: str) -> None:
    before = server.violations()
    status, page = ask(server, token, "GET", "/storage/v1/b/bucket/o?maxResults=1&fields=kind,items/name")
    assert (status, page) == (200, {"kind": "storage#objects"})
    assert ask(server, token, "PATCH", "/storage/v1/b/bucket", {"versioning": {"enabled": True}})[0] == 200
    assert server.violations() == before


def test_nobody_comes_in_without_a_token(server: GCSServer, token: str) -> None:
    assert ask(server, token, "GET", "/storage/v1/b/bucket")[0] == 200
    assert ask(server, "Bearer another", "GET", "/storage/v1/b/bucket")[0] == 401
    server.revoke_tokens()
    assert ask(server, token, "GET", "/storage/v1/b/bucket")[0] == 401
