"""Copies on the server's side, of any size.

https://docs.openstack.org/api-ref/object-store/#copy-object
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from codomyrmex.cloud.common.errors import (
    CloudError,
    NotFoundError,
    NotSupportedError,
    ServiceUnavailableError,
)
from codomyrmex.cloud.common.storage.parts import PartSizes
from codomyrmex.cloud.common.storage.types import ObjectInfo, PutOptions
from codomyrmex.cloud.protocols.swift import containers
from codomyrmex.cloud.protocols.swift.headers import etag_of
from codomyrmex.cloud.protocols.swift.objects import Found, head_exchange, put
from codomyrmex.cloud.protocols.swift.segments import (
    Segment,
    below,
    discard,
    segment_key,
    segments_at,
    segments_bucket,
    segments_of,
)
from codomyrmex.cloud.protocols.swift.service import SwiftService, path_of
from codomyrmex.cloud.protocols.swift.upload import put_together

if TYPE_CHECKING:
    from codomyrmex.cloud.wire import Exchange


def copy(
    service: SwiftService, source_bucket: str, source_key: str, bucket: str, key: str, *, if_absent: bool
) -> ObjectInfo:
    """Copy an object with all it has. A large one gets segments of its own, so that neither hangs on the
    other."""
    source = service.send(head_exchange(service, source_bucket, source_key))
    # A condition on a copy would be one on its source, one on a manifest is not.
    if source.large or (if_absent and source.info.size):
        return _copy_in_segments(service, source, bucket, key, if_absent=if_absent)
    if if_absent:
        return put(service, bucket, key, b"", _options(source, if_absent=True), None)
    replaced = segments_at(service, bucket, key)
    try:
        etag = service.send(_copy_exchange(service, source_bucket, source_key, bucket, key))
    except NotFoundError:
        containers.require(service, bucket)
        raise
    discard(service, replaced)
    if etag != source.info.etag:
        # It was replaced meanwhile: the copy is one of the new object.
        return service.send(head_exchange(service, bucket, key)).info
    return replace(source.info, bucket=bucket, key=key, last_modified=None)


def _copy_in_segments(
    service: SwiftService, source: Found, bucket: str, key: str, *, if_absent: bool
) -> ObjectInfo:
    info = source.info
    whole = Segment(info.bucket, info.key, info.etag or "", info.size)
    segments = segments_of(service, source) if source.large else [whole]
    if sum(one.size for one in segments) != source.info.size:
        raise NotSupportedError("Only whole segments are copied; this object is made of ranges of its own.")
    sizes = source.segments.sizes if source.segments else _sizes_of(segments)
    containers.require(service, bucket)
    target = segments_bucket(bucket)
    containers.ensure(service, target)
    prefix = secrets.token_hex(16)
    try:
        copied = _copy_segments(service, segments, target, prefix)
        options = _options(source, if_absent=if_absent)
        made = put_together(service, bucket, key, options, prefix, sizes, copied)
    except BaseException:
        discard(service, below(service, target, prefix + "/"))
        raise
    return replace(source.info, bucket=bucket, key=key, last_modified=None, etag=made.etag)


def _copy_segments(service: SwiftService, segments: list[Segment], bucket: str, prefix: str) -> list[Segment]:
    def exchanges() -> Iterator[tuple[int, Exchange[str | None]]]:
        for number, one in enumerate(segments, start=1):
            name = segment_key(prefix, number)
            yield number, _copy_exchange(service, one.bucket, one.key, bucket, name)

    copied: dict[int, Segment] = {}
    for number, etag in service.transport.send_tagged(exchanges()):
        if isinstance(etag, CloudError):
            raise etag
        one = segments[number - 1]
        if etag != one.etag:
            raise ServiceUnavailableError(f"The segment {one.bucket}/{one.key} changed while it was copied.")
        copied[number] = Segment(bucket, segment_key(prefix, number), one.etag, one.size)
    return [copied[number] for number in sorted(copied)]


def _copy_exchange(
    service: SwiftService, source_bucket: str, source_key: str, bucket: str, key: str
) -> Exchange[str | None]:
    headers = {"x-copy-from": path_of(source_bucket, source_key)}
    return service.exchange("PUT", bucket, key, parse=etag_of, headers=headers)


def _options(source: Found, *, if_absent: bool) -> PutOptions:
    content_type = source.info.content_type or "application/octet-stream"
    return PutOptions(content_type, source.info.metadata, if_absent)


def _sizes_of(segments: list[Segment]) -> PartSizes:
    first = segments[0].size
    if any(one.size != first for one in segments[1:-1]) or segments[-1].size > first:
        raise NotSupportedError("Only an object of segments of one size is copied.")
    return PartSizes(first)
