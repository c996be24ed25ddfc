"""What the service's refusals become."""

from __future__ import annotations

import json

import pytest

from codomyrmex.cloud.common.errors import (
    AuthenticationError,
    BucketNotFoundError,
    CloudError,
    ConflictError,
    IntegrityError,
    InvalidRequestError,
    NotFoundError,
    OperationTimeoutError,
    PermissionDeniedError,
    PreconditionFailedError,
    QuotaExceededError,
    RateLimitedError,
    ServiceUnavailableError,
)
from codomyrmex.cloud.protocols.gcs.errors import error_of
from codomyrmex.cloud.wire import Response

HASH = 'Provided MD5 hash "a" doesn\'t match calculated MD5 hash "b".'
CASES: list[tuple[int, str, str, type[CloudError]]] = [
    (400, "invalid", "Invalid argument.", InvalidRequestError),
    (400, "invalid", HASH, IntegrityError),
    (401, "authError", "Invalid Credentials", AuthenticationError),
    (401, "required", "Anonymous caller does not have access.", AuthenticationError),
    (403, "forbidden", "x does not have storage.objects.get access.", PermissionDeniedError),
    (403, "rateLimitExceeded", "Slow down.", RateLimitedError),
    (403, "quotaExceeded", "Out of quota.", QuotaExceededError),
    (404, "notFound", "No such object: b/k", NotFoundError),
    (404, "notFound", "The specified bucket does not exist.", BucketNotFoundError),
    (408, "requestTimeout", "Timeout.", OperationTimeoutError),
    (409, "conflict", "The bucket you tried to delete is not empty.", ConflictError),
    (410, "gone", "The session is gone.", NotFoundError),
    (412, "conditionNotMet", "Precondition Failed", PreconditionFailedError),
    (429, "rateLimitExceeded", "Slow down.", RateLimitedError),
    (500, "backendError", "Backend Error", ServiceUnavailableError),
    (503, "backendError", "Backend Error", ServiceUnavailableError),
]


def response(status: int, body: bytes) -> Response:
    """An answer with the id of the request."""
    return Response(status, [b"HTTP/1.1 400 X\r\n", b"X-GUploader-UploadID: the-id\r\n", b"\r\n"], body)


@pytest.mark.parametrize(("status", "reason", "message", "kind"), CASES)
def test_a_refusal(status: int, reason: str, message: str, kind: type[CloudError]) -> None:
    body = {"error": {"code": status, "message": message, "errors": [{"reason": reason, "domain": "global"}]}}
    error = error_of(response(status, json.dumps(body).encode()))
    assert type(error) is kind
    assert (error.status, error.code, error.request_id) == (status, reason, "the-id")
    assert error.retryable == kind.retryable_by_default
    assert str(error).endswith(".")


@pytest.mark.parametrize(
    ("status", "body", "kind"),
    [
        (404, b"No such object: bucket/key", NotFoundError),
        (404, b"The specified bucket does not exist.", BucketNotFoundError),
        (502, b"<html>Bad Gateway</html>", ServiceUnavailableError),
        (400, b'{"error": []}', InvalidRequestError),
        (400, b"[1]", InvalidRequestError),
        (403, b"", PermissionDeniedError),
        (500, b"\xff\xfe", ServiceUnavailableError),
    ],
)
def test_a_refusal_in_no_form_of_its_own(status: int, body: bytes, kind: type[CloudError]) -> None:
    error = error_of(response(status, body))
    assert type(error) is kind
    assert "<" not in str(error)
