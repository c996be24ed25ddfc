"""What the headers of an object say, and how an object's options become headers."""

from __future__ import annotations

import base64
import re

from codomyrmex.cloud.common.storage.checks import Check
from codomyrmex.cloud.common.storage.parts import PartSizes
from codomyrmex.cloud.common.storage.types import ObjectInfo, PutOptions
from codomyrmex.cloud.wire import Response
from codomyrmex.cloud.wire.header_values import decode_text, encode_text, http_date

PARTS = "x-amz-meta-cmx-parts"
"""Where the part sizes of a multipart upload are kept, so that its ETag can be checked on the way down."""

_META = "x-amz-meta-"
_PLAIN_MD5 = re.compile(r"[0-9a-f]{32}")
_MULTIPART_MD5 = re.compile(r"([0-9a-f]{32})-([1-9][0-9]*)")


def object_info(response: Response, bucket: str, key: str) -> ObjectInfo:
    """The object that the headers of a GET or HEAD describe; of a range, the whole object's size."""
    headers = response.headers
    metadata = {}
    for name, value in headers.items():
        if name.startswith(_META) and name != PARTS:
            metadata[name[len(_META) :]] = decode_text(value)
    whole = headers.get("content-range", "").rpartition("/")[2]
    modified = headers.get("last-modified")
    parts = headers.get(PARTS)
    return ObjectInfo(
        bucket,
        key,
        int(whole) if whole.isdecimal() else int(headers.get("content-length", 0)),
        http_date(modified) if modified else None,
        headers.get("etag", "").strip('"') or None,
        headers.get("x-amz-version-id"),
        headers.get("content-type"),
        headers.get("x-amz-storage-class"),
        metadata,
        PartSizes.parse(parts) if parts else None,
        int(headers.get("x-amz-tagging-count", 0)),
    )


def check_of(response: Response, size: int) -> Check | None:
    """The digest that the service keeps of an object of ``size`` bytes, where one can be compared."""
    headers = response.headers
    crc = headers.get("x-amz-checksum-crc32")
    if crc and "-" not in crc and headers.get("x-amz-checksum-type") != "COMPOSITE":
        return Check("crc32", base64.b64decode(crc))
    if not has_md5_etag(response):
        return None
    etag = headers.get("etag", "").strip('"')
    if _PLAIN_MD5.fullmatch(etag):
        return Check("md5", bytes.fromhex(etag))
    several = _MULTIPART_MD5.fullmatch(etag)
    parts = PartSizes.parse(headers.get(PARTS, ""))
    if several and parts and sum(1 for _ in parts.spans(size)) == int(several[2]):
        return Check("md5", bytes.fromhex(several[1]), parts)
    return None


def has_md5_etag(response: Response) -> bool:
    """Whether the ETag is made of MD5s: not where a key service or a customer's key encrypts the object."""
    headers = response.headers
    return (
        not headers.get("x-amz-server-side-encryption", "").startswith("aws:kms")
        and "x-amz-server-side-encryption-customer-algorithm" not in headers
    )


def option_headers(options: PutOptions) -> dict[str, str]:
    """The headers that say how an object is to be kept; the write's condition is not among them."""
    headers = {"content-type": options.content_type}
    for name, value in options.metadata.items():
        headers[_META + name] = encode_text(value)
    if options.storage_class is not None:
        headers["x-amz-storage-class"] = options.storage_class
    if options.encryption is not None:
        key_id = options.encryption.key_id
        by_default = "AES256" if key_id is None else "aws:kms"
        headers["x-amz-server-side-encryption"] = options.encryption.algorithm or by_default
        if key_id is not None:
            headers["x-amz-server-side-encryption-aws-kms-key-id"] = key_id
    return headers


def condition_headers(options: PutOptions) -> dict[str, str]:
    """The headers of a conditional write."""
    if options.if_absent:
        return {"if-none-match": "*"}
    if options.if_match is not None:
        return {"if-match": f'"{options.if_match}"'}
    return {}
