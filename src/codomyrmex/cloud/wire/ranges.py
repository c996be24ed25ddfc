"""Ranges of an object: how they are asked for, and whether the answer is one."""

from __future__ import annotations

from codomyrmex.cloud.common.errors import PreconditionFailedError, ServiceUnavailableError
from codomyrmex.cloud.common.storage.types import ObjectInfo
from codomyrmex.cloud.wire.message import Response


def range_header(start: int | None, end: int | None) -> str:
    """The ``Range`` of a slice (RFC 9110 §14.2)."""
    if start is not None and start < 0:
        return f"bytes={start}"
    return f"bytes={start or 0}-{'' if end is None else end - 1}"


def check_answer(
    response: Response, info: ObjectInfo, start: int | None, end: int | None, if_match: str | None
) -> None:
    """Refuse an answer that is not the range, or not of the object, that was asked for.

    Raises:
        ServiceUnavailableError: it is the whole object.
        PreconditionFailedError: it is of an object with another ETag.
    """
    cut = start or (end is not None and end < info.size)
    if cut and "content-range" not in response.headers:
        raise ServiceUnavailableError(
            "The service ignores ranges and sent the whole object.", retryable=False
        )
    # Some servers ignore If-Match on reads.
    if if_match is not None and info.etag != if_match:
        raise PreconditionFailedError(f"{info.bucket}/{info.key} has another ETag by now.")
