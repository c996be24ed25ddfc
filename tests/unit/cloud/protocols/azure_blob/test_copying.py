"""Copies that take their time: polled, given up, overtaken."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from codomyrmex.cloud.azure.storage import AzureBlobClient
from codomyrmex.cloud.common.errors import ConflictError, OperationTimeoutError, ServiceUnavailableError
from codomyrmex.cloud.wire import RetryPolicy
from tests.servers.capture import Answer, CapturedRequest, CaptureServer
from tests.unit.cloud.protocols.azure_blob.conftest import KEY, answer, query_of

State = tuple[str, str, str]


def copying(states: Iterator[State]) -> Callable[[CapturedRequest], Answer]:
    """A service on which a copy begins as pending, and goes through these states (id, status, progress)."""

    def reply(request: CapturedRequest) -> Answer:
        if request.header("x-ms-copy-source"):
            return Answer(202, (("ETag", '"1"'), ("x-ms-copy-id", "id"), ("x-ms-copy-status", "pending")))
        if request.method == "HEAD" and "/target" in request.target:
            copy_id, status, progress = next(states)
            return Answer(
                headers=(
                    ("ETag", '"2"'),
                    ("x-ms-copy-id", copy_id),
                    ("x-ms-copy-status", status),
                    ("x-ms-copy-progress", progress),
                    ("x-ms-copy-status-description", "500 InternalServerError"),
                )
            )
        return answer(request)

    return reply


@pytest.fixture
def client(capture_server: CaptureServer) -> AzureBlobClient:
    """A client that gives up after a second without progress."""
    return AzureBlobClient(
        account_url=f"{capture_server.endpoint}/account", account_key=KEY, retry=RetryPolicy(budget=1)
    )


def requests_that_clean_up(server: CaptureServer) -> list[tuple[str, str]]:
    """What was sent after the copy was given up."""
    return [
        (request.method, query_of(request).get("comp", ""))
        for request in server.requests
        if request.header("x-ms-copy-action") or request.method == "DELETE"
    ]


def test_a_copy_is_waited_for(client: AzureBlobClient, capture_server: CaptureServer) -> None:
    capture_server.answer = copying(iter([("id", "pending", "1/2"), ("id", "success", "2/2")]))
    assert client.copy_object("bucket", "source", "bucket", "target").etag == "2"
    assert requests_that_clean_up(capture_server) == []


def test_a_copy_that_gets_nowhere_is_aborted(client: AzureBlobClient, capture_server: CaptureServer) -> None:
    capture_server.answer = copying(iter(lambda: ("id", "pending", "1/2"), None))
    with pytest.raises(OperationTimeoutError):
        client.copy_object("bucket", "source", "bucket", "target")
    assert requests_that_clean_up(capture_server) == [("PUT", "copy"), ("DELETE", "")]


def test_a_copy_that_failed_says_why(client: AzureBlobClient, capture_server: CaptureServer) -> None:
    capture_server.answer = copying(iter([("id", "failed", "1/2")] * 2))
    with pytest.raises(ServiceUnavailableError, match="500 InternalServerError"):
        client.copy_object("bucket", "source", "bucket", "target")
    assert requests_that_clean_up(capture_server) == [("DELETE", "")]


def test_a_copy_that_was_overtaken_is_said(client: AzureBlobClient, capture_server: CaptureServer) -> None:
    capture_server.answer = copying(iter([("another", "success", "2/2")] * 2))
    with pytest.raises(ConflictError, match="overwritten"):
        client.copy_object("bucket", "source", "bucket", "target")
    assert requests_that_clean_up(capture_server) == []
