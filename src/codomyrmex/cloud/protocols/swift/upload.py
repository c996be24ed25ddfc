"""Uploads in segments: in parallel, put together as a whole or thrown away without a trace."""

from __future__ import annotations

import hashlib
import secrets
from typing import TYPE_CHECKING

from codomyrmex.cloud.common.content import Body, digest_of
from codomyrmex.cloud.common.errors import IntegrityError, PreconditionFailedError
from codomyrmex.cloud.common.storage.driver import Watch
from codomyrmex.cloud.common.storage.meter import Meter
from codomyrmex.cloud.common.storage.parts import PartSizes, part_sizes_for
from codomyrmex.cloud.common.storage.parts_upload import PartsUpload
from codomyrmex.cloud.common.storage.types import ObjectInfo, PutOptions
from codomyrmex.cloud.protocols.swift import containers
from codomyrmex.cloud.protocols.swift.headers import (
    SEGMENTS,
    SegmentSet,
    etag_of,
    option_headers,
    version_of,
)
from codomyrmex.cloud.protocols.swift.objects import delete_exchange, look, put
from codomyrmex.cloud.protocols.swift.segments import (
    MAX_SEGMENTS,
    Segment,
    below,
    digest_of_segments,
    discard,
    discard_replaced,
    manifest,
    segment_key,
    segments_at,
    segments_bucket,
)

if TYPE_CHECKING:
    from codomyrmex.cloud.protocols.swift.service import SwiftService

_STEP = 4
"""With 16 MiB segments that grow by 16 MiB every 4, a thousand of them hold 1.9 TiB, the last 4 GiB."""


def segment_sizes_for(total: int | None, base: int) -> PartSizes:
    """The segment sizes for an upload of ``total`` bytes, or of a length that nobody knows yet."""
    return PartSizes(base, _STEP) if total is None else part_sizes_for(total, base, MAX_SEGMENTS)


class SegmentsUpload(PartsUpload[Segment]):
    """An object written piece by piece: one PUT for a single piece, else segments and their manifest."""

    def __init__(
        self,
        service: SwiftService,
        bucket: str,
        key: str,
        options: PutOptions,
        sizes: PartSizes,
        meter: Meter,
        concurrency: int,
    ) -> None:
        super().__init__(sizes, meter, concurrency)
        self._service = service
        self._bucket = bucket
        self._key = key
        self._options = options
        self._prefix = secrets.token_hex(16)

    def _begin(self) -> None:
        containers.require(self._service, self._bucket)
        containers.ensure(self._service, segments_bucket(self._bucket))

    def _put_part(self, number: int, body: Body) -> Segment:
        key = segment_key(self._prefix, number)
        options = PutOptions("application/octet-stream")
        bucket = segments_bucket(self._bucket)
        info = put(self._service, bucket, key, body, options, self._meter.watch_sent())
        return Segment(bucket, key, info.etag or digest_of(body, "md5").hex(), len(body))

    def _put_whole(self, body: Body, watch: Watch) -> ObjectInfo:
        return replace(self._service, self._bucket, self._key, body, self._options, watch)

    def _complete(self, parts: list[Segment]) -> ObjectInfo:
        return put_together(
            self._service, self._bucket, self._key, self._options, self._prefix, self._sizes, parts
        )

    def _discard(self) -> None:
        discard(self._service, below(self._service, segments_bucket(self._bucket), self._prefix + "/"))


def replace(
    service: SwiftService, bucket: str, key: str, body: Body, options: PutOptions, watch: Watch | None
) -> ObjectInfo:
    """Put an object in one piece, and delete the segments of the large one that it replaces."""
    replaced = segments_at(service, bucket, key)
    info = put(service, bucket, key, body, options, watch)
    discard_replaced(service, replaced, info.version)
    return info


def put_together(
    service: SwiftService,
    bucket: str,
    key: str,
    options: PutOptions,
    prefix: str,
    sizes: PartSizes,
    segments: list[Segment],
) -> ObjectInfo:
    """Make an object of segments, and delete those of the object that it replaces.

    Raises:
        IntegrityError: the service found other segments than were sent.
    """
    replaced = segments_at(service, bucket, key)
    digests = "".join(one.etag for one in segments)
    known = SegmentSet(prefix, sizes, digest_of_segments(segments))
    exchange = service.exchange(
        "PUT",
        bucket,
        key,
        parse=lambda response: (etag_of(response), version_of(response)),
        query=(("multipart-manifest", "put"),),
        headers={**option_headers(options), SEGMENTS: str(known)},
        body=manifest(segments),
    )
    try:
        etag, version = service.send(exchange)
    except PreconditionFailedError:
        # Where the answer to an earlier attempt was lost, what is there is the object that it made.
        now = look(service, bucket, key)
        if exchange.attempts.count == 1 or now is None or now.segments != known:
            raise
        return now.info
    # Not sent as an ETag to be compared by the service: Ceph compares it with something else.
    if etag != hashlib.md5(digests.encode(), usedforsecurity=False).hexdigest():
        service.send(delete_exchange(service, bucket, key, version))
        raise IntegrityError(f"The service put other segments together for {bucket}/{key} than were sent.")
    discard_replaced(service, replaced, version)
    return ObjectInfo(
        bucket,
        key,
        sum(one.size for one in segments),
        etag=etag,
        version=version,
        content_type=options.content_type,
        metadata=options.metadata,
        parts=sizes,
    )
