"""What S3's error answers mean."""

from __future__ import annotations

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
from codomyrmex.cloud.protocols.s3.errors import (
    ExpiredCredentialsError,
    WrongRegionError,
    error_in_success,
    error_of,
)
from codomyrmex.cloud.wire import Response

NAMESPACE = ' xmlns="http://s3.amazonaws.com/doc/2006-03-01/"'


def answer(status: int, body: str = "", **headers: str) -> Response:
    lines = [f"{name.replace('_', '-')}: {value}\r\n".encode() for name, value in headers.items()]
    return Response(status, [f"HTTP/1.1 {status} X\r\n".encode(), *lines, b"\r\n"], body.encode())


def document(code: str, message: str = "Something happened.", more: str = "", namespace: str = "") -> str:
    inner = f"<Code>{code}</Code><Message>{message}</Message>{more}"
    return f"<?xml version='1.0'?>\n<Error{namespace}>{inner}</Error>"


CODES: list[tuple[int, str, type[CloudError], bool]] = [
    (403, "AccessDenied", PermissionDeniedError, False),
    (403, "InvalidAccessKeyId", AuthenticationError, False),
    (403, "SignatureDoesNotMatch", AuthenticationError, False),
    (403, "RequestTimeTooSkewed", AuthenticationError, False),
    (400, "ExpiredToken", ExpiredCredentialsError, False),
    (400, "InvalidToken", AuthenticationError, False),
    (404, "NoSuchBucket", BucketNotFoundError, False),
    (404, "NoSuchKey", NotFoundError, False),
    (404, "NoSuchUpload", NotFoundError, False),
    (404, "NoSuchVersion", NotFoundError, False),
    (409, "BucketAlreadyExists", AlreadyExistsError, False),
    (409, "BucketAlreadyOwnedByYou", AlreadyExistsError, False),
    (409, "BucketNotEmpty", ConflictError, False),
    (409, "OperationAborted", ConflictError, False),
    (412, "PreconditionFailed", PreconditionFailedError, False),
    (400, "BadDigest", IntegrityError, True),
    (400, "XAmzContentSHA256Mismatch", IntegrityError, True),
    (400, "EntityTooLarge", InvalidRequestError, False),
    (400, "SomethingNew", InvalidRequestError, False),
    (416, "InvalidRange", InvalidRequestError, False),
    (400, "RequestTimeout", OperationTimeoutError, True),
    (400, "TooManyBuckets", QuotaExceededError, False),
    (503, "SlowDown", RateLimitedError, True),
    (429, "TooManyRequests", RateLimitedError, True),
    (503, "ServiceUnavailable", ServiceUnavailableError, True),
    (500, "InternalError", ServiceUnavailableError, True),
    (501, "NotImplemented", NotSupportedError, False),
    (405, "MethodNotAllowed", NotSupportedError, False),
]


@pytest.mark.parametrize("namespace", ["", NAMESPACE], ids=["bare", "namespaced"])
@pytest.mark.parametrize(("status", "code", "kind", "retryable"), CODES, ids=[row[1] for row in CODES])
def test_codes(status: int, code: str, kind: type[CloudError], retryable: bool, namespace: str) -> None:
    error = error_of(answer(status, document(code, namespace=namespace), x_amz_request_id="4711"))
    assert type(error) is kind
    assert (error.status, error.code, error.request_id) == (status, code, "4711")
    assert error.retryable is retryable
    assert error.message.endswith(".")
    assert not error.message.endswith("..")


STATUSES: list[tuple[int, type[CloudError]]] = [
    (400, InvalidRequestError),
    (403, PermissionDeniedError),
    (404, NotFoundError),
    (412, PreconditionFailedError),
    (429, RateLimitedError),
    (500, ServiceUnavailableError),
    (503, ServiceUnavailableError),
]


@pytest.mark.parametrize(
    "body", ["", "<html><body>Busy</body></html>", "<Error><Code>", "no XML", "<Error/>"]
)
@pytest.mark.parametrize(("status", "kind"), STATUSES)
def test_the_status_speaks_where_the_body_does_not(status: int, kind: type[CloudError], body: str) -> None:
    error = error_of(answer(status, body))
    assert type(error) is kind
    assert error.code is None
    assert error.status == status


def test_a_refusal_in_the_services_own_words() -> None:
    assert error_of(answer(400, document("SomethingNew", "Mondays only."))).message == (
        "The service refuses: Mondays only."
    )


def test_what_was_signed_is_not_repeated() -> None:
    more = "<StringToSign>AWS4-HMAC-SHA256 secret</StringToSign><AWSAccessKeyId>AKID</AWSAccessKeyId>"
    error = error_of(answer(403, document("SignatureDoesNotMatch", "You signed with secret.", more)))
    assert "with secret" not in f"{error} {vars(error)}"
    assert "AKID" not in f"{error} {vars(error)}"


REDIRECTS: dict[str, tuple[Response, str | None]] = {
    "301 with a header": (answer(301, x_amz_bucket_region="eu-west-1"), "eu-west-1"),
    "301 without": (answer(301, document("PermanentRedirect")), None),
    "307": (answer(307, document("TemporaryRedirect"), x_amz_bucket_region="eu-west-1"), "eu-west-1"),
    "400 with a region in the body": (
        answer(400, document("AuthorizationHeaderMalformed", more="<Region>eu-west-1</Region>")),
        "eu-west-1",
    ),
    "400 to a HEAD": (answer(400, x_amz_bucket_region="eu-west-1"), "eu-west-1"),
    "the wrong place for a new bucket": (answer(400, document("IllegalLocationConstraintException")), None),
}


@pytest.mark.parametrize(("response", "region"), REDIRECTS.values(), ids=REDIRECTS)
def test_a_bucket_in_another_region(response: Response, region: str | None) -> None:
    error = error_of(response)
    assert isinstance(error, WrongRegionError)
    assert error.region == region
    assert not error.retryable
    assert (region or "did not name") in error.message


def test_a_region_in_the_answer_to_something_else_is_no_redirect() -> None:
    error = error_of(answer(403, document("AccessDenied"), x_amz_bucket_region="eu-west-1"))
    assert type(error) is PermissionDeniedError


def test_an_error_in_a_success() -> None:
    error = error_in_success(b"  \n" + document("InternalError").encode())
    assert isinstance(error, ServiceUnavailableError)
    assert error.code == "InternalError"
    assert error_in_success(b"<CopyObjectResult><ETag>x</ETag></CopyObjectResult>") is None
    assert error_in_success(b"") is None
