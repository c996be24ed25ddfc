"""What S3's error answers mean.

https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html
"""

from __future__ import annotations

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
from codomyrmex.cloud.protocols.s3.xml import Document
from codomyrmex.cloud.wire import Response
from codomyrmex.cloud.wire.faults import kind_of_status


class WrongRegionError(InvalidRequestError):
    """The bucket is in another region; ``region`` says which, where the answer did."""

    region: str | None = None


class ExpiredCredentialsError(AuthenticationError):
    """Temporary credentials have ended; fresh ones may be had."""


_BY_CODE: dict[str, type[CloudError]] = {
    "AccessDenied": PermissionDeniedError,
    "AccountProblem": PermissionDeniedError,
    "AllAccessDisabled": PermissionDeniedError,
    "BadDigest": IntegrityError,
    "BucketAlreadyExists": AlreadyExistsError,
    "BucketAlreadyOwnedByYou": AlreadyExistsError,
    "BucketNotEmpty": ConflictError,
    "ConditionalRequestConflict": ConflictError,
    "EntityTooLarge": InvalidRequestError,
    "EntityTooSmall": InvalidRequestError,
    "ExpiredToken": ExpiredCredentialsError,
    "ExpiredTokenException": ExpiredCredentialsError,
    "InternalError": ServiceUnavailableError,
    "InvalidAccessKeyId": AuthenticationError,
    "InvalidDigest": IntegrityError,
    "InvalidToken": AuthenticationError,
    "InvalidBucketName": InvalidRequestError,
    "InvalidObjectState": ConflictError,
    "InvalidRange": InvalidRequestError,
    "MalformedPolicy": InvalidRequestError,
    "MalformedXML": InvalidRequestError,
    "KeyTooLongError": InvalidRequestError,
    "MethodNotAllowed": NotSupportedError,
    "NoSuchBucket": BucketNotFoundError,
    "NoSuchKey": NotFoundError,
    "NoSuchUpload": NotFoundError,
    "NoSuchVersion": NotFoundError,
    "NotImplemented": NotSupportedError,
    "ObjectNotInActiveTierError": ConflictError,
    "OperationAborted": ConflictError,
    "PreconditionFailed": PreconditionFailedError,
    "QuotaExceeded": QuotaExceededError,
    "RequestTimeTooSkewed": AuthenticationError,
    "RequestTimeout": OperationTimeoutError,
    "ServiceUnavailable": ServiceUnavailableError,
    "SignatureDoesNotMatch": AuthenticationError,
    "SlowDown": RateLimitedError,
    "TooManyBuckets": QuotaExceededError,
    "TooManyRequests": RateLimitedError,
    "XAmzContentChecksumMismatch": IntegrityError,
    "XAmzContentSHA256Mismatch": IntegrityError,
}

_WORDS: dict[str, str] = {
    "AccessDenied": "The credentials do not allow this.",
    "BadDigest": "The service got other bytes than were sent; nothing was stored.",
    "BucketAlreadyExists": "A bucket of this name exists already.",
    "BucketAlreadyOwnedByYou": "A bucket of this name exists already.",
    "BucketNotEmpty": "The bucket is not empty.",
    "ExpiredToken": "The temporary credentials have expired.",
    "InvalidAccessKeyId": "The service does not know this access key.",
    "InvalidObjectState": "The object is in an archive; restore it first.",
    "NoSuchBucket": "The bucket is not there.",
    "NoSuchKey": "The object is not there.",
    "NoSuchVersion": "There is no such version of the object.",
    "ObjectNotInActiveTierError": "The object is in an archive; restore it first.",
    "PreconditionFailed": "The condition of the write does not hold; nothing was written.",
    "RequestTimeTooSkewed": "This machine's clock differs from the service's by too much; set the clock.",
    "SignatureDoesNotMatch": "The secret key does not belong to this access key.",
    "SlowDown": "The service asks for fewer requests.",
    "XAmzContentSHA256Mismatch": "The service got other bytes than were sent; nothing was stored.",
}

_REDIRECTS = {
    "PermanentRedirect",
    "TemporaryRedirect",
    "AuthorizationHeaderMalformed",
    "IllegalLocationConstraintException",
}
_REGION_HEADER = "x-amz-bucket-region"


def error_of(response: Response) -> CloudError:
    """The error that an unsuccessful answer stands for."""
    code, message, region = _read_body(response.body)
    region = response.header(_REGION_HEADER) or region
    error: CloudError
    if _is_redirect(response, code, region):
        error = _wrong_region(region)
    else:
        error = _classify(response.status, code)(_sentence(response.status, code, message))
    error.status = response.status
    error.code = code
    error.request_id = response.header("x-amz-request-id")
    return error


def error_in_success(body: bytes) -> CloudError | None:
    """The error in an answer whose status says 200, which S3 may give to copies and completions."""
    code, message, _ = _read_body(body)
    return error_of_code(code, message) if code is not None else None


def error_of_code(code: str | None, message: str | None) -> CloudError:
    """The error that a code stands for where no status comes with it."""
    error = _classify(500, code)(_sentence(500, code, message))
    error.code = code
    return error


def _wrong_region(region: str | None) -> WrongRegionError:
    if region is None:
        return WrongRegionError("The bucket is in another region, which the service did not name.")
    error = WrongRegionError(
        f"The service refuses the request as it is; the bucket is in the region {region}."
    )
    error.region = region
    return error


def _classify(status: int, code: str | None) -> type[CloudError]:
    return _BY_CODE.get(code or "") or kind_of_status(status)


def _sentence(status: int, code: str | None, message: str | None) -> str:
    if code in _WORDS:
        return _WORDS[code]
    if message:
        return f"The service refuses: {message.rstrip('.')}."
    words = {
        403: "The credentials are wrong or do not allow this.",
        404: "It is not there.",
        412: "The condition of the request does not hold.",
        429: "The service asks for fewer requests.",
    }
    return words.get(status) or f"The service answered with status {status}{f' ({code})' if code else ''}."


def _is_redirect(response: Response, code: str | None, region: str | None) -> bool:
    if code in _REDIRECTS or response.status in (301, 307, 308):
        return True
    # HEAD has no body; AWS answers 400 and names the region in a header.
    return response.status == 400 and code is None and region is not None


def _read_body(body: bytes) -> tuple[str | None, str | None, str | None]:
    # Whitespace comes first where the service had to keep the connection alive while it worked.
    body = body.lstrip()
    if not body.startswith(b"<"):
        return None, None, None
    try:
        root = Document(body).root
    except ServiceUnavailableError:
        return None, None, None
    if root.tag.rpartition("}")[2] != "Error":
        return None, None, None
    found = {element.tag.rpartition("}")[2]: element.text for element in root}
    return found.get("Code"), found.get("Message"), found.get("Region")
