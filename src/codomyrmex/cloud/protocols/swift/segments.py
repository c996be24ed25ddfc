"""Large objects: segments in a container of their own, and a manifest that makes one object of them.

The segments of the objects in ``BUCKET`` are in ``BUCKET_segments``, where other clients of Swift put them
too. https://docs.openstack.org/swift/latest/overview_large_objects.html#static-large-objects
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, NamedTuple

from codomyrmex.cloud.common.errors import BucketNotFoundError, CloudError, NotSupportedError
from codomyrmex.cloud.protocols.deleting import delete_one_by_one
from codomyrmex.cloud.protocols.swift import listing, versions
from codomyrmex.cloud.protocols.swift.objects import Found, delete_exchange, look, version_query
from codomyrmex.cloud.wire import Response
from codomyrmex.logging_monitoring import get_logger

if TYPE_CHECKING:
    from codomyrmex.cloud.protocols.swift.service import SwiftService

_log = get_logger(__name__)
_SUFFIX = "_segments"
MAX_SEGMENTS = 1000
"""Of one manifest, unless an operator allows more."""

LARGEST_SEGMENT = 5 << 30


class Segment(NamedTuple):
    """One segment of a large object; its ETag is its MD5."""

    bucket: str
    key: str
    etag: str
    size: int


def segments_bucket(bucket: str) -> str:
    """The container of the segments of a container's objects."""
    return bucket + _SUFFIX


def segment_key(prefix: str, number: int) -> str:
    """The name of a segment; the names are in the order of the numbers."""
    return f"{prefix}/{number:08}"


def digest_of_segments(segments: Iterable[Segment]) -> bytes:
    """The MD5 of the segments' MD5s, which `SegmentSet` keeps."""
    digests = bytes.fromhex("".join(one.etag for one in segments))
    return hashlib.md5(digests, usedforsecurity=False).digest()


def manifest(segments: Iterable[Segment]) -> bytes:
    """The body that makes an object of segments."""
    entries = [
        {"path": f"/{one.bucket}/{one.key}", "etag": one.etag, "size_bytes": one.size} for one in segments
    ]
    return json.dumps(entries).encode()


def segments_of(service: SwiftService, found: Found) -> list[Segment]:
    """The segments of an object, in their order; none where it is not a large one.

    Raises:
        NotSupportedError: the service does not say what the manifest of another program holds.
    """
    if not found.large:
        return []
    if found.segments is not None:
        return list(below(service, segments_bucket(found.info.bucket), found.segments.prefix + "/"))
    exchange = service.exchange(
        "GET",
        found.info.bucket,
        found.info.key,
        parse=_manifest_entries,
        query=(("multipart-manifest", "get"), *version_query(found.info.version)),
    )
    return service.send(exchange)


def segments_at(service: SwiftService, bucket: str, key: str) -> list[Segment]:
    """The segments that will belong to nothing once the object of this name is replaced.

    Those that the service does not show are left, which is logged.
    """
    found = look(service, bucket, key)
    if found is None or is_version(found.info.version):
        return []
    try:
        return own_segments(service, found)
    except NotSupportedError as error:
        _log.warning("segments_left_behind", bucket=bucket, key=key, error=str(error))
        return []


def own_segments(service: SwiftService, found: Found) -> list[Segment]:
    """The segments of an object that no other version of it is made of: a repeated write, or the copy of a
    manifest, makes two versions of the same segments.

    Raises:
        NotSupportedError: the service does not say what the manifest of another program holds.
    """
    segments = segments_of(service, found)
    info = found.info
    if not segments or info.version is None:
        return segments
    used: set[Segment] = set()
    for entry in versions.entries(service, info.bucket, info.key):
        if entry["name"] == info.key and entry["version_id"] != info.version and "slo_etag" in entry:
            other = look(service, info.bucket, info.key, entry["version_id"])
            if other is not None and (found.segments is None or other.segments == found.segments):
                used.update(segments_of(service, other))
    return [one for one in segments if one not in used]


def is_version(version: str | None) -> bool:
    """Whether what an answer says of a version is one that outlives the object of its name."""
    return version not in (None, "null")


def below(service: SwiftService, bucket: str, prefix: str) -> Iterator[Segment]:
    """The segments whose names begin with a prefix; none where there is no such container."""
    token: str | None = None
    while True:
        try:
            page = listing.page(service, bucket, prefix, delimited=False, token=token, size=MAX_SEGMENTS)
        except BucketNotFoundError:
            return
        for info in page.objects:
            yield Segment(bucket, info.key, info.etag or "", info.size)
        token = page.token
        if token is None:
            return


def discard_replaced(service: SwiftService, replaced: list[Segment], version: str | None) -> None:
    """Delete the segments of an object that was replaced, unless it stays as a version.

    Args:
        service: the account.
        replaced: what `segments_at` found before the write.
        version: what the write made; where there is one, the bucket kept what was there.
    """
    if not is_version(version):
        discard(service, replaced)


def discard(service: SwiftService, segments: Iterable[Segment]) -> None:
    """Delete segments that belong to no object any more; a failure is logged, since the object stands or
    another error is on its way already."""
    exchanges = ((one.key, delete_exchange(service, one.bucket, one.key)) for one in segments)
    try:
        for key, error in delete_one_by_one(service.transport, exchanges):
            if error is not None:
                _log.warning("segment_left_behind", segment=key, error=str(error))
    except CloudError as error:
        _log.warning("segments_left_behind", error=str(error))


def _manifest_entries(response: Response) -> list[Segment]:
    if not response.body.startswith(b"["):
        raise NotSupportedError("The service does not show what the large object is made of.")
    return [_segment(entry) for entry in json.loads(response.body)]


def _segment(entry: dict[str, object]) -> Segment:
    bucket, _, key = str(entry["name"]).removeprefix("/").partition("/")
    return Segment(bucket, key, str(entry["hash"]), int(str(entry["bytes"])))
