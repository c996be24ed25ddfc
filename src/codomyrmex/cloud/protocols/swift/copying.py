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
from codomyrmex.cloud.protocols.swift.headers import etag_of, version_of
from codomyrmex.cloud.protocols.swift.objects import Found, head_exchange, put, version_query
from codomyrmex.cloud.protocols.swift.segments import (
    Segment,
    below,
    discard,
    discard_replaced,
    segment_key,
    segments_at,
    segments_bucket,
    segments_of,
)
from codomyrmex.cloud.protocols.swift.service import SwiftService, path_of
from codomyrmex.cloud.protocols.swift.upload import put_together

if TYPE_CHECKING:
    from codomyrmex.cloud.wire import Exchange, Response

_Copied = tuple[str | None, str | None]
"""The ETag and the version of a copy."""


def copy(
    service: SwiftService,
    source_bucket: str,
    source_key: str,
    bucket: str,
    key: str,
    *,
    if_absent: bool,
    version: str | None = None,
) -> ObjectInfo:
    """Copy an object with all it has. A large one gets segments of its own, so that neither hangs on the
    other."""
    source = service.send(head_exchange(service, source_bucket, source_key, version))
    # A condition on a copy would be one on its source, one on a manifest is not.
    if source.large or (if_absent and source.info.size):
        return _copy_in_segments(service, source, bucket, key, if_absent=if_absent)
    if if_absent:
        return put(service, bucket, key, b"", _options(source, if_absent=True), None)
    replaced = segments_at(service, bucket, key)
    try:
        exchange = _copy_exchange(service, source_bucket, source_key, bucket, key, version)
        etag, made = service.send(exchange)
    except NotFoundError:
        containers.require(service, bucket)
        raise
    discard_replaced(service, replaced, made)
    if etag != source.info.etag:
        # It was replaced meanwhile: the copy is one of the new object.
        return service.send(head_exchange(service, bucket, key)).info
    return replace(source.info, bucket=bucket, key=key, last_modified=None, version=made)


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
    return replace(
        source.info, bucket=bucket, key=key, last_modified=None, etag=made.etag, version=made.version
    )


def _copy_segments(service: SwiftService, segments: list[Segment], bucket: str, prefix: str) -> list[Segment]:
    def exchanges() -> Iterator[tuple[int, Exchange[_Copied]]]:
        for number, one in enumerate(segments, start=1):
            name = segment_key(prefix, number)
            yield number, _copy_exchange(service, one.bucket, one.key, bucket, name)

    copied: dict[int, Segment] = {}
    for number, outcome in service.transport.send_tagged(exchanges()):
        if isinstance(outcome, CloudError):
            raise outcome
        one = segments[number - 1]
        if outcome[0] != one.etag:
            raise ServiceUnavailableError(f"The segment {one.bucket}/{one.key} changed while it was copied.")
        copied[number] = Segment(bucket, segment_key(prefix, number), one.etag, one.size)
    return [copied[number] for number in sorted(copied)]


def _copy_exchange(
    service: SwiftService,
    source_bucket: str,
    source_key: str,
    bucket: str,
    key: str,
    version: str | None = None,
) -> Exchange[_Copied]:
    def parse(response: Response) -> _Copied:
        return etag_of(response), version_of(response)

    if version is None:
        source = {"x-copy-from": path_of(source_bucket, source_key)}
        return service.exchange("PUT", bucket, key, parse=parse, headers=source)
    # That header names no versions.
    target = {"destination": path_of(bucket, key)}
    query = version_query(version)
    return service.exchange("COPY", source_bucket, source_key, parse=parse, query=query, headers=target)


def _options(source: Found, *, if_absent: bool) -> PutOptions:
    content_type = source.info.content_type or "application/octet-stream"
    return PutOptions(content_type, source.info.metadata, if_absent)


def _sizes_of(segments: list[Segment]) -> PartSizes:
    first = segments[0].size
    if any(one.size != first for one in segments[1:-1]) or segments[-1].size > first:
        raise NotSupportedError("Only an object of segments of one size is copied.")
    return PartSizes(first)
