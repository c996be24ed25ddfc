"""What the error answers of Swift mean.

https://docs.openstack.org/api-ref/object-store/
"""

from __future__ import annotations

import json
import re

from codomyrmex.cloud.common.errors import (
    AuthenticationError,
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

_CODE = re.compile(r"[A-Z][A-Za-z]+")
_TAG = re.compile(r"<[^>]+>")

_BY_CODE: dict[str, type[CloudError]] = {
    "NoSuchBucket": BucketNotFoundError,
    "NoSuchKey": NotFoundError,
    "QuotaExceeded": QuotaExceededError,
}
"""Ceph's own codes; Swift itself has none."""

_BY_STATUS: dict[int, type[CloudError]] = {
    301: PermissionDeniedError,
    422: IntegrityError,
    498: RateLimitedError,
}
"""Beside what every HTTP status stands for. Swift's rate limit answers 498, and a container that is served as
a website sends those without a token to its pages."""

_WORDS = {
    301: "Without a token the container is a website at most, and shows no list.",
    401: "The token is wrong or has ended, or access without one is not allowed here.",
    403: "The credentials do not allow this.",
    404: "It is not there.",
    409: "Its state forbids this now: a bucket that is not empty, or an object whose segments are gone.",
    412: "The condition of the request does not hold.",
    416: "The range begins behind the end of the object.",
    422: "The service got other bytes than were sent; nothing was stored.",
    429: "The service asks for fewer requests.",
    498: "The service asks for fewer requests.",
    507: "The service has no room left.",
}


class RefusedTokenError(AuthenticationError):
    """The service does not take the token; a fresh one may be had."""


def error_of(response: Response, missing: type[NotFoundError] = NotFoundError) -> CloudError:
    """The error that an unsuccessful answer stands for.

    Args:
        response: the answer.
        missing: what a 404 without a code stands for, which does not say what is not there.
    """
    code, message = _read_body(response.body)
    kind = _BY_CODE.get(code or "") or (
        missing if response.status == 404 else _kind_of(response.status, message)
    )
    error = kind(_sentence(response.status, kind, message))
    error.status = response.status
    error.code = code
    error.request_id = request_id(response)
    return error


def request_id(response: Response) -> str | None:
    """The service's own id of the request."""
    return response.header("x-trans-id") or response.header("x-openstack-request-id")


def _kind_of(status: int, message: str) -> type[CloudError]:
    if status == 401:
        return RefusedTokenError
    if status == 413 and "quota" in message.lower():
        return QuotaExceededError
    return _BY_STATUS.get(status) or kind_of_status(status)


def _sentence(status: int, kind: type[CloudError], message: str) -> str:
    if kind is BucketNotFoundError:
        return "The bucket is not there."
    if status in _WORDS:
        return _WORDS[status]
    if message:
        return f"The service refuses: {message.rstrip('.')}."
    return f"The service answered with status {status}."


def _read_body(body: bytes) -> tuple[str | None, str]:
    """The code and the sentence of an answer: JSON or a bare word of Ceph's, a page of Swift's."""
    text = body[:4096].decode(errors="replace").strip()
    if text.startswith("{"):
        try:
            found = json.loads(text)
        except ValueError:
            return None, ""
        return found.get("Code") or None, found.get("Message") or ""
    if _CODE.fullmatch(text):
        return text, ""
    _, _, paragraph = text.partition("<p>")
    return None, " ".join(_TAG.sub(" ", paragraph or text).split())
