"""The exchanges for single objects: get, head, put, delete.

https://docs.openstack.org/api-ref/object-store/#objects
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from codomyrmex.cloud.common.content import Body, digest_of
from codomyrmex.cloud.common.errors import IntegrityError, NotFoundError, PreconditionFailedError
from codomyrmex.cloud.common.storage.checks import Check, check_bytes
from codomyrmex.cloud.common.storage.driver import Received, Sink, Watch
from codomyrmex.cloud.common.storage.types import ObjectInfo, PutOptions
from codomyrmex.cloud.protocols.swift.headers import (
    SegmentSet,
    check_of,
    etag_of,
    is_large,
    object_info,
    option_headers,
    segments_of,
    version_of,
)
from codomyrmex.cloud.wire import Exchange, Response
from codomyrmex.cloud.wire.ranges import check_answer, range_header

if TYPE_CHECKING:
    from codomyrmex.cloud.protocols.swift.service import Parameters, SwiftService


class Found(NamedTuple):
    """What a HEAD finds.

    Attributes:
        info: the object.
        check: its digest at the service.
        large: whether a manifest makes it of segments.
        segments: what it says of these, where this library wrote it.
    """

    info: ObjectInfo
    check: Check | None
    large: bool
    segments: SegmentSet | None


def get_exchange(
    service: SwiftService,
    bucket: str,
    key: str,
    sink: Sink,
    *,
    version: str | None = None,
    start: int | None = None,
    end: int | None = None,
    if_match: str | None = None,
    limit: int | None = None,
    watch: Watch | None = None,
) -> Exchange[Received]:
    """Get object content, whole or a range.

    ``if_match`` is compared with the ETag that comes with the bytes, and not sent: Ceph holds it against an
    ETag that it does not show for a large object.
    """
    headers = {}
    if start is not None or end is not None:
        headers["range"] = range_header(start, end)
        if end is not None:
            size = end - (start or 0)
            limit = min(limit, size) if limit is not None else size

    def parse(response: Response) -> Received:
        info = object_info(response, bucket, key)
        check_answer(response, info, start, end, if_match)
        return Received(info, check_of(response))

    return service.exchange(
        "GET",
        bucket,
        key,
        parse=parse,
        query=version_query(version),
        headers=headers,
        sink=sink,
        limit=limit,
        watch=watch,
    )


def get_whole_exchange(
    service: SwiftService, bucket: str, key: str, version: str | None = None, limit: int | None = None
) -> Exchange[bytes]:
    """Get object content, whole, in memory and checked."""

    def parse(response: Response) -> bytes:
        check_bytes(check_of(response), response.body, f"{bucket}/{key}")
        return response.body

    return service.exchange("GET", bucket, key, parse=parse, query=version_query(version), limit=limit)


def head_exchange(
    service: SwiftService, bucket: str, key: str, version: str | None = None
) -> Exchange[Found]:
    """Show object metadata."""

    def parse(response: Response) -> Found:
        info = object_info(response, bucket, key)
        return Found(info, check_of(response), is_large(response), segments_of(response))

    return service.exchange("HEAD", bucket, key, parse=parse, query=version_query(version))


def put_exchange(
    service: SwiftService, bucket: str, key: str, body: Body, options: PutOptions, watch: Watch | None
) -> Exchange[ObjectInfo]:
    """Create or replace object; the service compares the MD5 before it stores anything."""
    digest = digest_of(body, "md5").hex()

    def parse(response: Response) -> ObjectInfo:
        etag = etag_of(response)
        if etag != digest:
            raise IntegrityError(f"The service stored other bytes of {bucket}/{key} than were sent.")
        return ObjectInfo(
            bucket,
            key,
            len(body),
            etag=etag,
            version=version_of(response),
            content_type=options.content_type,
            metadata=options.metadata,
        )

    headers = {**option_headers(options), "etag": digest}
    return service.exchange("PUT", bucket, key, parse=parse, headers=headers, body=body, watch=watch)


def put(
    service: SwiftService, bucket: str, key: str, body: Body, options: PutOptions, watch: Watch | None
) -> ObjectInfo:
    """Create or replace object. A condition that fails because an earlier attempt succeeded, unheard, counts
    as success."""
    exchange = put_exchange(service, bucket, key, body, options, watch)
    try:
        return service.send(exchange)
    except PreconditionFailedError:
        if exchange.attempts.count == 1:
            raise
        found = look(service, bucket, key)
        if found is None or found.check != Check("md5", digest_of(body, "md5")):
            raise
        return found.info


def look(service: SwiftService, bucket: str, key: str, version: str | None = None) -> Found | None:
    """What is there now; ``None``: nothing."""
    try:
        return service.send(head_exchange(service, bucket, key, version))
    except NotFoundError:
        return None


def delete_exchange(
    service: SwiftService, bucket: str, key: str, version: str | None = None
) -> Exchange[None]:
    """Delete object; of a large one, the manifest only."""
    return service.exchange("DELETE", bucket, key, parse=_nothing, query=version_query(version))


def version_query(version: str | None) -> Parameters:
    """The parameter that names a version, where one is meant."""
    return () if version is None else (("version-id", version),)


def _nothing(_response: Response) -> None:
    return None
