"""Why a large object cannot be read: whether the segments that its manifest names are still there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from codomyrmex.cloud.common.errors import CloudError, NotFoundError
from codomyrmex.cloud.protocols.swift.objects import head_exchange
from codomyrmex.cloud.protocols.swift.segments import digest_of_segments, segments_of
from codomyrmex.cloud.wire import RetryPolicy

if TYPE_CHECKING:
    from codomyrmex.cloud.protocols.swift.service import SwiftService

_ONE_QUICK_LOOK = RetryPolicy(budget=5, max_attempts=1)
"""The read that failed has spent a whole budget already."""


def is_incomplete(service: SwiftService, bucket: str, key: str, version: str | None) -> bool:
    """Whether a segment of an object is gone or another one than it was; ``False`` where that cannot be found
    out."""
    try:
        found = service.send(head_exchange(service, bucket, key, version), _ONE_QUICK_LOOK)
    except CloudError:
        return False
    if not found.large:
        return False
    try:
        segments = segments_of(service, found)
        if found.segments is not None:
            return digest_of_segments(segments) != found.segments.digest
        for one in segments:
            now = service.send(head_exchange(service, one.bucket, one.key), _ONE_QUICK_LOOK).info
            if (now.etag, now.size) != (one.etag, one.size):
                return True
    except NotFoundError:
        return True
    except CloudError:
        return False
    return False
