"""What the error answers of Blob Storage mean.

https://learn.microsoft.com/rest/api/storageservices/blob-service-error-codes
https://learn.microsoft.com/rest/api/storageservices/common-rest-api-error-codes
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from xml.etree import ElementTree

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
from codomyrmex.cloud.wire import Response
from codomyrmex.cloud.wire.faults import kind_of_status, retry_after
from codomyrmex.cloud.wire.header_values import http_date

_DELETION_SECONDS = 6.0
"""A container takes at least 30 s to be deleted, which is five of these waits."""

_BY_CODE: dict[str, type[CloudError]] = {
    "AccountIsDisabled": PermissionDeniedError,
    "AuthenticationFailed": AuthenticationError,
    "AuthorizationFailure": PermissionDeniedError,
    "AuthorizationPermissionMismatch": PermissionDeniedError,
    "BlobAlreadyExists": PreconditionFailedError,
    "BlobImmutableDueToPolicy": PermissionDeniedError,
    "BlobNotFound": NotFoundError,
    "ConditionNotMet": PreconditionFailedError,
    "ContainerAlreadyExists": AlreadyExistsError,
    "ContainerBeingDeleted": ConflictError,
    "ContainerNotFound": BucketNotFoundError,
    "Crc64Mismatch": IntegrityError,
    "FeatureNotSupportedForAccount": NotSupportedError,
    "ImmutabilityPolicyDeleteOnLockedPolicy": PermissionDeniedError,
    "InternalError": ServiceUnavailableError,
    "InvalidAuthenticationInfo": AuthenticationError,
    "InvalidBlockList": ConflictError,
    "InvalidMd5": IntegrityError,
    "InvalidRange": InvalidRequestError,
    "KeyBasedAuthenticationNotPermitted": PermissionDeniedError,
    "LeaseIdMismatchWithBlobOperation": ConflictError,
    "LeaseIdMismatchWithContainerOperation": ConflictError,
    "LeaseIdMissing": ConflictError,
    "LeaseLost": ConflictError,
    "Md5Mismatch": IntegrityError,
    "NoAuthenticationInformation": AuthenticationError,
    "OperationNotAllowedOnRootBlob": ConflictError,
    "OperationTimedOut": OperationTimeoutError,
    "PublicAccessNotPermitted": PermissionDeniedError,
    "ServerBusy": RateLimitedError,
    "SourceConditionNotMet": PreconditionFailedError,
    "TargetConditionNotMet": PreconditionFailedError,
    "TooManyRequests": RateLimitedError,
    "UnsupportedHttpVerb": NotSupportedError,
}

_LEASED = "Somebody holds a lease on it; it cannot be changed before the lease ends or is broken."
_OUTSIDE = "The account's firewall or network rules keep this address out."
_MD5 = "The service got other bytes than were sent; nothing was stored."
_CHANGED = "The condition of the write does not hold; nothing was written."
_WORDS: dict[str, str] = {
    "AccountIsDisabled": "The storage account is disabled.",
    "AuthenticationFailed": "The credentials are wrong: the key or the token is not this account's.",
    "AuthorizationFailure": (
        "The caller is not let in: by the account's firewall or network rules, or because a signature does "
        "not allow this."
    ),
    "AuthorizationPermissionMismatch": (
        "The caller is known and lacks a role, or its signature a permission, for this."
    ),
    "AuthorizationProtocolMismatch": "The signature asks for TLS.",
    "AuthorizationSourceIPMismatch": "The signature is for another address than this one.",
    "BlobAlreadyExists": _CHANGED,
    "BlobArchived": "The object is in the archive tier; it has to be brought back before it can be read.",
    "BlobBeingRehydrated": "The object is on its way back from the archive tier.",
    "BlobImmutableDueToPolicy": "A retention or a legal hold keeps the object as it is.",
    "BlobNotFound": "The object is not there.",
    "ConditionNotMet": _CHANGED,
    "ContainerAlreadyExists": "A bucket of this name exists already.",
    "ContainerBeingDeleted": "The bucket is being deleted, which takes half a minute or more.",
    "ContainerNotFound": "The bucket is not there.",
    "ImmutabilityPolicyDeleteOnLockedPolicy": "A retention in compliance mode cannot be taken back.",
    "InvalidAuthenticationInfo": "The service cannot read the credentials, or they are not for storage.",
    "InvalidBlobOrBlock": (
        "Blocks of another program's unfinished upload are in the way; they vanish within a week."
    ),
    "InvalidBlockList": (
        "Blocks of the upload are gone, as somebody else wrote the object meanwhile; nothing was stored."
    ),
    "IpAuthorizationError": _OUTSIDE,
    "KeyBasedAuthenticationNotPermitted": "The account takes no account keys; use a token.",
    "LeaseIdMismatchWithBlobOperation": _LEASED,
    "LeaseIdMismatchWithContainerOperation": _LEASED,
    "LeaseIdMissing": _LEASED,
    "LeaseLost": _LEASED,
    "Md5Mismatch": _MD5,
    "NoAuthenticationInformation": "Access without credentials is not allowed here.",
    "OperationNotAllowedOnRootBlob": "The newest version cannot be deleted by its id.",
    "PendingCopyOperation": "A copy to this object is still under way.",
    "PublicAccessNotPermitted": "The account allows no access without credentials.",
    "ResourceNotFound": "It is not there, or not for callers without credentials.",
    "ServerBusy": "The service asks for fewer requests.",
    "SnapshotsPresent": "The object has snapshots, which would be lost with it; delete them first.",
    "SourceConditionNotMet": "The source was replaced meanwhile.",
    "TargetConditionNotMet": _CHANGED,
}
_BY_STATUS = {
    401: "Access without credentials is not allowed here.",
    403: "The credentials are wrong or do not allow this.",
    404: "It is not there.",
    412: "The condition of the request does not hold.",
    429: "The service asks for fewer requests.",
}
_MOST_SKEW = timedelta(minutes=15)
"""https://learn.microsoft.com/rest/api/storageservices/authorize-with-shared-key#specifying-the-date-header"""
_SKEWED = "This machine's clock differs from the service's by more than 15 minutes; set the clock."
_OUT_OF_TIME = "The shared access signature has ended, or has not begun."
_EXPIRED = "The token has expired."


def error_of(response: Response) -> CloudError:
    """The error that an unsuccessful answer stands for."""
    found = _read_body(response.body)
    # The answer to HEAD has no body; the header is always there.
    code = response.header("x-ms-error-code") or found.get("Code")
    kind = _BY_CODE.get(code or "") or _kind_of(response.status, code)
    error = kind(_sentence(response, code, found))
    error.status = response.status
    error.code = code
    error.request_id = response.header("x-ms-request-id")
    if code == "ContainerBeingDeleted":
        error.retryable = True
        error.retry_after = retry_after(response) or _DELETION_SECONDS
    return error


def _kind_of(status: int, code: str | None) -> type[CloudError]:
    if code is not None and code.startswith(("Authorization", "IpAuthorization")):
        return PermissionDeniedError
    if code is not None and code.endswith("QuotaExceeded"):
        return QuotaExceededError
    return kind_of_status(status)


def _sentence(response: Response, code: str | None, found: dict[str, str]) -> str:
    detail = found.get("AuthenticationErrorDetail", "")
    if code == "AuthenticationFailed" and ("date header" in detail.lower() or _is_skewed(response)):
        return _SKEWED
    if code == "AuthenticationFailed" and "time frame" in detail:
        return _OUT_OF_TIME
    if "Lifetime validation failed" in detail:
        return _EXPIRED
    if code in _WORDS:
        return _WORDS[code]
    # The service's own message ends with the request's id and the time, on lines of their own.
    message = found.get("Message", "").partition("\n")[0].strip()
    if message:
        return f"The service refuses: {message.rstrip('.')}."
    return _BY_STATUS.get(response.status) or (
        f"The service answered with status {response.status}{f' ({code})' if code else ''}."
    )


def _is_skewed(response: Response) -> bool:
    # The answer to HEAD explains nothing, but it too says what time it is over there.
    there = http_date(response.header("date") or "")
    return there is not None and abs(datetime.now(UTC) - there) > _MOST_SKEW


def _read_body(body: bytes) -> dict[str, str]:
    body = body.removeprefix(b"\xef\xbb\xbf").lstrip()
    if not body.startswith(b"<"):
        return {}
    try:
        root = ElementTree.fromstring(body)
    except ElementTree.ParseError:
        return {}
    if root.tag.rpartition("}")[2] != "Error":
        return {}
    return {element.tag.rpartition("}")[2]: element.text or "" for element in root}
