"""What each answer of Swift and of Ceph means."""

from __future__ import annotations

import pytest

from codomyrmex.cloud.common import errors
from codomyrmex.cloud.protocols.swift.errors import RefusedTokenError, error_of
from codomyrmex.cloud.wire import Response

PAGE = b"<html><h1>Not Found</h1><p>The resource could not be found.</p></html>"


def response(status: int, body: bytes = b"") -> Response:
    """An answer with the id that Swift gives each request."""
    return Response(status, [f"HTTP/1.1 {status} X\r\n".encode(), b"X-Trans-Id: tx1\r\n", b"\r\n"], body)


@pytest.mark.parametrize(
    ("status", "body", "kind", "retryable"),
    [
        (301, b"", errors.PermissionDeniedError, False),
        (400, b"bad", errors.InvalidRequestError, False),
        (401, b"", RefusedTokenError, False),
        (403, b"", errors.PermissionDeniedError, False),
        (404, PAGE, errors.NotFoundError, False),
        (404, b"NoSuchBucket", errors.BucketNotFoundError, False),
        (404, b'{"Code":"NoSuchBucket","Message":""}', errors.BucketNotFoundError, False),
        (409, b"", errors.ConflictError, False),
        (412, b"", errors.PreconditionFailedError, False),
        (413, b"Upload exceeds quota.", errors.QuotaExceededError, False),
        (422, b"", errors.IntegrityError, True),
        (429, b"", errors.RateLimitedError, True),
        (498, b"", errors.RateLimitedError, True),
        (500, b"", errors.ServiceUnavailableError, True),
        (503, b"", errors.ServiceUnavailableError, True),
        (507, b"", errors.QuotaExceededError, False),
    ],
)
def test_the_kind_of_an_answer(
    status: int, body: bytes, kind: type[errors.CloudError], retryable: bool
) -> None:
    error = error_of(response(status, body))
    assert type(error) is kind
    assert (error.status, error.request_id, error.retryable) == (status, "tx1", retryable)
    assert error.message.endswith(".")


def test_a_damaged_body_is_no_other_error() -> None:
    assert type(error_of(response(404, b'{"Code":'))) is errors.NotFoundError
