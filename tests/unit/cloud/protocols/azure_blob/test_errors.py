"""What the error answers of Blob Storage mean."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from codomyrmex.cloud.common.errors import (
    AlreadyExistsError,
    AuthenticationError,
    BucketNotFoundError,
    CloudError,
    ConflictError,
    IntegrityError,
    InvalidRequestError,
    NotFoundError,
    NotSupportedError,
    OperationTimeoutError,
    PermissionDeniedError,
    PreconditionFailedError,
    QuotaExceededError,
    RateLimitedError,
    ServiceUnavailableError,
)
from codomyrmex.cloud.protocols.azure_blob.errors import error_of
from codomyrmex.cloud.wire import Response


def answer(status: int, code: str | None = None, body: str = "") -> Response:
    lines = [f"HTTP/1.1 {status} X\r\n".encode(), b"x-ms-request-id: 4711\r\n"]
    if code is not None:
        lines.append(f"x-ms-error-code: {code}\r\n".encode())
    return Response(status, [*lines, b"\r\n"], body.encode())


def document(code: str, message: str = "Something happened.", more: str = "") -> str:
    inner = f"<Code>{code}</Code><Message>{message}</Message>{more}"
    return f'\ufeff<?xml version="1.0" encoding="utf-8"?><Error>{inner}</Error>'


CODES: list[tuple[int, str, type[CloudError], bool]] = [
    (400, "InvalidHeaderValue", InvalidRequestError, False),
    (400, "Md5Mismatch", IntegrityError, True),
    (400, "InvalidBlobOrBlock", InvalidRequestError, False),
    (400, "InvalidBlockList", ConflictError, False),
    (401, "InvalidAuthenticationInfo", AuthenticationError, False),
    (401, "NoAuthenticationInformation", AuthenticationError, False),
    (403, "AuthenticationFailed", AuthenticationError, False),
    (403, "AuthorizationFailure", PermissionDeniedError, False),
    (403, "AuthorizationPermissionMismatch", PermissionDeniedError, False),
    (403, "AuthorizationSourceIPMismatch", PermissionDeniedError, False),
    (403, "IpAuthorizationError", PermissionDeniedError, False),
    (403, "KeyBasedAuthenticationNotPermitted", PermissionDeniedError, False),
    (403, "OperationNotAllowedOnRootBlob", ConflictError, False),
    (404, "BlobNotFound", NotFoundError, False),
    (404, "ContainerNotFound", BucketNotFoundError, False),
    (409, "BlobAlreadyExists", PreconditionFailedError, False),
    (409, "BlobArchived", ConflictError, False),
    (409, "BlobImmutableDueToPolicy", PermissionDeniedError, False),
    (409, "ContainerAlreadyExists", AlreadyExistsError, False),
    (409, "ContainerBeingDeleted", ConflictError, True),
    (409, "ImmutabilityPolicyDeleteOnLockedPolicy", PermissionDeniedError, False),
    (409, "FeatureNotSupportedForAccount", NotSupportedError, False),
    (409, "PendingCopyOperation", ConflictError, False),
    (409, "PublicAccessNotPermitted", PermissionDeniedError, False),
    (409, "SnapshotsPresent", ConflictError, False),
    (412, "ConditionNotMet", PreconditionFailedError, False),
    (412, "LeaseIdMissing", ConflictError, False),
    (412, "LeaseIdMismatchWithBlobOperation", ConflictError, False),
    (412, "SourceConditionNotMet", PreconditionFailedError, False),
    (413, "BlockCountQuotaExceeded", QuotaExceededError, False),
    (416, "InvalidRange", InvalidRequestError, False),
    (500, "InternalError", ServiceUnavailableError, True),
    (500, "OperationTimedOut", OperationTimeoutError, True),
    (503, "ServerBusy", RateLimitedError, True),
]


@pytest.mark.parametrize(("status", "code", "kind", "retryable"), CODES, ids=[row[1] for row in CODES])
@pytest.mark.parametrize("where", ["header", "body"])
def test_codes(status: int, code: str, kind: type[CloudError], retryable: bool, where: str) -> None:
    given = answer(status, code) if where == "header" else answer(status, None, document(code))
    error = error_of(given)
    assert (type(error), error.retryable) == (kind, retryable)
    assert (error.status, error.code, error.request_id) == (status, code, "4711")
    assert str(error).endswith(".")
    assert "\n" not in str(error)


WHY = {
    "wrong-key": ("AuthenticationFailed", "", "not this account's"),
    "clock": (
        "AuthenticationFailed",
        "Request date header too old: 'Fri, 20 Nov 2026 06:00:00 GMT'",
        "clock differs",
    ),
    "token-over": (
        "AuthenticationFailed",
        "Lifetime validation failed. The token is expired.",
        "token has expired",
    ),
    "signature-over": (
        "AuthenticationFailed",
        "Signature not valid in the specified time frame: Start [x] - Expiry [y] - Current [z]",
        "has ended",
    ),
    "firewall": ("AuthorizationFailure", "", "firewall"),
    "firewall-of-the-address": ("IpAuthorizationError", "", "firewall"),
    "role": ("AuthorizationPermissionMismatch", "", "lacks a role"),
    "lease": ("LeaseIdMissing", "", "holds a lease"),
    "archive": ("BlobArchived", "", "archive tier"),
}


@pytest.mark.parametrize(("code", "detail", "words"), WHY.values(), ids=WHY)
def test_the_reason_is_named(code: str, detail: str, words: str) -> None:
    more = f"<AuthenticationErrorDetail>{detail}</AuthenticationErrorDetail>"
    assert words in str(error_of(answer(403, code, document(code, more=more))))


@pytest.mark.parametrize(
    ("minutes", "words"), [(16, "clock differs"), (-16, "clock differs"), (14, "not this account's")]
)
def test_an_answer_without_a_body_tells_the_clock_by_its_date(minutes: int, words: str) -> None:
    date = format_datetime(datetime.now(UTC) + timedelta(minutes=minutes), usegmt=True)
    head = [b"HTTP/1.1 403 X\r\n", b"x-ms-error-code: AuthenticationFailed\r\n", f"Date: {date}\r\n".encode()]
    error = error_of(Response(403, [*head, b"\r\n"], b""))
    assert isinstance(error, AuthenticationError)
    assert words in str(error)


def test_a_container_that_is_being_deleted_is_waited_for() -> None:
    error = error_of(answer(409, "ContainerBeingDeleted"))
    assert error.retryable
    assert error.retry_after is not None
    # The usual budget is a minute and eight attempts; the deletion takes half a minute.
    assert 30 < 7 * error.retry_after < 60


def test_a_message_is_the_service_s_own_without_its_trailer() -> None:
    text = "The value is wrong.\nRequestId:4711\nTime:2026-11-21T06:00:00Z"
    error = error_of(answer(400, "InvalidHeaderValue", document("InvalidHeaderValue", text)))
    assert str(error) == "The service refuses: The value is wrong."


@pytest.mark.parametrize("body", ["", "<html>", "plain", "<Other><Code>BlobNotFound</Code></Other>"])
def test_an_answer_without_an_explanation_is_known_by_its_status(body: str) -> None:
    error = error_of(answer(404, None, body))
    assert (type(error), error.code) == (NotFoundError, None)
