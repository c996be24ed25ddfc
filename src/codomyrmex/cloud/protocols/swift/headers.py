"""What the headers of an object say, and how an object's options become headers."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from codomyrmex.cloud.common.storage.checks import Check
from codomyrmex.cloud.common.storage.parts import PartSizes
from codomyrmex.cloud.common.storage.types import ObjectInfo, PutOptions
from codomyrmex.cloud.wire import Response
from codomyrmex.cloud.wire.header_values import decode_text, encode_text, http_date

_META = "x-object-meta-"
SEGMENTS = "x-object-meta-cmx-segments"
"""Where a large object keeps what its segments are; see `SegmentSet`."""

# Ceph shows its own mark of a large object among the metadata.
_RESERVED = (SEGMENTS, "x-object-meta-static-large-object")
_MD5 = re.compile(r"[0-9a-f]{32}")


class SegmentSet(NamedTuple):
    """What a large object of this library says of its segments.

    Attributes:
        prefix: what their names in the segments container begin with.
        sizes: of the segments.
        digest: the MD5 of the segments' MD5s.
    """

    prefix: str
    sizes: PartSizes
    digest: bytes

    def __str__(self) -> str:
        return f"{self.prefix} {self.sizes} {self.digest.hex()}"

    @classmethod
    def parse(cls, text: str) -> SegmentSet | None:
        """Read what `str` wrote; ``None`` when it is something else."""
        prefix, _, rest = text.partition(" ")
        written, _, digest = rest.partition(" ")
        sizes = PartSizes.parse(written)
        if sizes is None or not prefix or _MD5.fullmatch(digest) is None:
            return None
        return cls(prefix, sizes, bytes.fromhex(digest))


def object_info(response: Response, bucket: str, key: str) -> ObjectInfo:
    """The object that the headers of a GET or HEAD describe; of a range, the whole object's size."""
    headers = response.headers
    whole = headers.get("content-range", "").rpartition("/")[2]
    modified = headers.get("last-modified")
    segments = segments_of(response)
    return ObjectInfo(
        bucket,
        key,
        int(whole) if whole.isdecimal() else int(headers.get("content-length", 0)),
        http_date(modified) if modified else None,
        etag_of(response),
        version_of(response),
        headers.get("content-type"),
        None,
        {
            name.removeprefix(_META): decode_text(value)
            for name, value in headers.items()
            if name.startswith(_META) and name not in _RESERVED
        },
        segments.sizes if segments else None,
    )


def etag_of(response: Response) -> str | None:
    """The ETag of the answer, without quotes."""
    return response.headers.get("etag", "").strip('"') or None


def version_of(response: Response) -> str | None:
    """The version that was read or made; ``null`` in a container that keeps versions, of an object that is
    none."""
    return response.header("x-object-version-id")


def is_large(response: Response) -> bool:
    """Whether the object is made of segments by a manifest."""
    return response.headers.get("x-static-large-object", "").lower() == "true"


def segments_of(response: Response) -> SegmentSet | None:
    """What a large object of this library says of its segments."""
    text = response.header(SEGMENTS)
    return SegmentSet.parse(text) if text is not None and is_large(response) else None


def check_of(response: Response) -> Check | None:
    """The MD5 that the service keeps of the object: its ETag, or that of its segments' MD5s."""
    if is_large(response):
        segments = segments_of(response)
        return Check("md5", segments.digest, segments.sizes) if segments else None
    if "x-object-manifest" in response.headers:
        return None
    etag = etag_of(response) or ""
    return Check("md5", bytes.fromhex(etag)) if _MD5.fullmatch(etag) else None


def option_headers(options: PutOptions) -> dict[str, str]:
    """The headers that say how an object is to be kept, and its write's condition."""
    headers = {"content-type": options.content_type, **metadata_headers(options.metadata)}
    if options.if_absent:
        headers["if-none-match"] = "*"
    return headers


def metadata_headers(metadata: Mapping[str, str]) -> dict[str, str]:
    """The headers of the user's own names and values."""
    return {_META + name: encode_text(value) for name, value in metadata.items()}
