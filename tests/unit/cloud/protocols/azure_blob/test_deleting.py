"""Deletes in batches."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from codomyrmex.cloud.azure.storage import AzureBlobClient
from codomyrmex.cloud.common.errors import (
    AuthenticationError,
    BucketNotFoundError,
    ConflictError,
    ServiceUnavailableError,
)
from tests.servers.capture import Answer, CapturedRequest, CaptureServer
from tests.unit.cloud.protocols.azure_blob.conftest import answer, batch_answer


def test_256_keys_go_in_a_request(client: AzureBlobClient, capture_server: CaptureServer) -> None:
    report = client.delete_objects("bucket", (f"key {number}" for number in range(600)))
    assert report.deleted == 600
    assert [request.body.count(b"\r\nDELETE ") for request in capture_server.requests] == [256, 256, 88]
    (first, *_) = capture_server.requests
    assert first.target == "/account/bucket?comp=batch&restype=container"
    assert first.body.count(b"Authorization: SharedKey account:") == 256
    assert (first.header("content-type") or "").startswith("multipart/mixed; boundary=")


def test_a_signature_goes_into_each_request(capture_server: CaptureServer) -> None:
    capture_server.answer = answer
    client = AzureBlobClient(account_url=f"{capture_server.endpoint}/account", sas_token="sv=1&sig=a%2Bb")
    assert client.delete_objects("bucket", ["a", "b"]).deleted == 2
    (request,) = capture_server.requests
    assert request.target.endswith("?comp=batch&restype=container&sv=1&sig=a%2Bb")
    assert b"\r\nDELETE /account/bucket/a?sv=1&sig=a%2Bb HTTP/1.1\r\n" in request.body
    assert b"Authorization" not in request.raw + request.body


def test_without_batches_each_key_is_a_request(
    connect: Callable[..., AzureBlobClient], capture_server: CaptureServer
) -> None:
    assert connect(batch_delete=False).delete_objects("bucket", ["a", "b"]).deleted == 2
    assert {(request.method, request.target) for request in capture_server.requests} == {
        ("DELETE", "/account/bucket/a"),
        ("DELETE", "/account/bucket/b"),
    }


def test_a_key_that_is_not_there_is_gone_and_a_leased_one_is_not(
    client: AzureBlobClient, capture_server: CaptureServer
) -> None:
    capture_server.answer = lambda _: batch_answer(
        (202, None), (404, "BlobNotFound"), (412, "LeaseIdMissing")
    )
    report = client.delete_objects("bucket", ["a", "b", "c"])
    assert report.deleted == 2
    (failure,) = report.failures
    assert (failure.key, type(failure.error), failure.error.request_id) == ("c", ConflictError, "2")
    assert "lease" in str(failure.error)


def test_a_failure_of_the_moment_is_tried_again(
    client: AzureBlobClient, capture_server: CaptureServer
) -> None:
    def busy(request: CapturedRequest) -> Answer:
        return batch_answer((202, None), (503, "ServerBusy")) if request.method == "POST" else answer(request)

    capture_server.answer = busy
    assert client.delete_objects("bucket", ["a", "b"]).deleted == 2
    assert [request.target for request in capture_server.requests[1:]] == ["/account/bucket/b"]


def test_a_missing_container_is_raised(client: AzureBlobClient, capture_server: CaptureServer) -> None:
    capture_server.answer = lambda _: batch_answer((404, "ContainerNotFound"))
    with pytest.raises(BucketNotFoundError):
        client.delete_objects("bucket", ["a"])


def test_a_refusal_of_the_whole_batch_is_that_of_each_key(
    client: AzureBlobClient, capture_server: CaptureServer
) -> None:
    capture_server.answer = lambda _: Answer(403, (("x-ms-error-code", "AuthenticationFailed"),))
    report = client.delete_objects("bucket", ["a", "b"])
    assert [type(failure.error) for failure in report.failures] == [AuthenticationError] * 2


@pytest.mark.parametrize(
    "broken",
    [
        batch_answer((202, None)),
        Answer(202, (("Content-Type", "text/plain"),), b"x"),
        Answer(202, (("Content-Type", "multipart/mixed; boundary=b"),), b"--b\r\nx\r\n--b--"),
    ],
    ids=["too-few", "no-boundary", "no-status"],
)
def test_an_answer_without_all_keys_deletes_nothing_for_sure(
    client: AzureBlobClient, capture_server: CaptureServer, broken: Answer
) -> None:
    capture_server.answer = lambda _: broken
    report = client.delete_objects("bucket", ["a", "b"])
    assert report.deleted == 0
    assert [type(failure.error) for failure in report.failures] == [ServiceUnavailableError] * 2
