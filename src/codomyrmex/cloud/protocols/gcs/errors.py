"""What the error answers of the JSON API mean.

https://cloud.google.com/storage/docs/json_api/v1/status-codes
"""

from __future__ import annotations

import json
import re
from typing import NamedTuple

from codomyrmex.cloud.common.errors import (
    BucketNotFoundError,
    CloudError,
    IntegrityError,
    NotFoundError,
    PermissionDeniedError,
    QuotaExceededError,
    RateLimitedError,
)
from codomyrmex.cloud.wire import Response
from codomyrmex.cloud.wire.faults import kind_of_status

_BY_REASON: dict[str, type[CloudError]] = {
    "accountDisabled": PermissionDeniedError,
    "dailyLimitExceeded": QuotaExceededError,
    "insufficientPermissions": PermissionDeniedError,
    "quotaExceeded": QuotaExceededError,
    "rateLimitExceeded": RateLimitedError,
    "userRateLimitExceeded": RateLimitedError,
    "userRateLimitExceededUnreg": RateLimitedError,
}
_WORDS: dict[type[CloudError], str] = {
    BucketNotFoundError: "The bucket is not there.",
    IntegrityError: "The service got other bytes than were sent; nothing was stored.",
    NotFoundError: "The object is not there.",
    RateLimitedError: "The service asks for fewer requests.",
}
_BY_STATUS = {
    401: "The credentials are wrong, missing or expired.",
    403: "The caller is known and not allowed to do this.",
    412: "The condition of the request does not hold; nothing was written.",
}
# The service tells these by their sentences alone.
_NO_BUCKET = re.compile(r"bucket does not exist|no such bucket", re.IGNORECASE)
_FORBIDDEN = re.compile(r"public access prevention|permitted customer", re.IGNORECASE)
_DAMAGED = re.compile(r"(md5|crc32c|hash).*(match|mismatch)", re.IGNORECASE | re.DOTALL)


class _Said(NamedTuple):
    """What the body of an error says."""

    message: str
    reason: str | None


def error_of(response: Response) -> CloudError:
    """The error that an unsuccessful answer stands for."""
    said = _read_body(response.body)
    kind = _kind_of(response.status, said)
    error = kind(_sentence(kind, response.status, said))
    error.status = response.status
    error.code = said.reason
    error.request_id = response.header("x-guploader-uploadid")
    return error


def _kind_of(status: int, said: _Said) -> type[CloudError]:
    if status == 404 and _NO_BUCKET.search(said.message):
        return BucketNotFoundError
    if status == 400 and _DAMAGED.search(said.message):
        return IntegrityError
    if status == 412 and _FORBIDDEN.search(said.message):
        return PermissionDeniedError
    return _BY_REASON.get(said.reason or "") or kind_of_status(status)


def _sentence(kind: type[CloudError], status: int, said: _Said) -> str:
    if kind in _WORDS:
        return _WORDS[kind]
    if status in (401, 412) and kind is not PermissionDeniedError:
        return _BY_STATUS[status]
    message = " ".join(said.message.split())
    if message:
        return f"The service refuses: {message.rstrip('.')}."
    return _BY_STATUS.get(status) or f"The service answered with status {status}."


def _read_body(body: bytes) -> _Said:
    """The message and the reason; media requests are answered with plain text."""
    text = body.decode(errors="replace")
    try:
        found = json.loads(text)["error"]
        if isinstance(found, str):  # the token endpoint's form
            return _Said("", found)
        errors = found.get("errors") or [{}]
        return _Said(str(found.get("message", "")), errors[0].get("reason") or found.get("status"))
    except (ValueError, LookupError, TypeError, AttributeError):
        return _Said("" if text.lstrip().startswith("<") else text[:300], None)
