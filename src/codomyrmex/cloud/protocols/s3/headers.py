"""What the headers of an object say, and how an object's options become headers."""

from __future__ import annotations

import base64
import re
from datetime import UTC, datetime
from email.header import decode_header, make_header
from email.utils import parsedate_to_datetime

from codomyrmex.cloud.common.storage.checks import Check
from codomyrmex.cloud.common.storage.parts import PartSizes
from codomyrmex.cloud.common.storage.types import ObjectInfo, PutOptions
from codomyrmex.cloud.wire import Response

PARTS = "x-amz-meta-cmx-parts"
"""Where the part sizes of a multipart upload are kept, so that its ETag can be checked on the way down."""

_META = "x-amz-meta-"
_PLAIN_MD5 = re.compile(r"[0-9a-f]{32}")
_MULTIPART_MD5 = re.compile(r"([0-9a-f]{32})-([1-9][0-9]*)")
_MONTHS = {
    name: number
    for number, name in enumerate(b"Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(), start=1)
}


def object_info(response: Response, bucket: str, key: str) -> ObjectInfo:
    """The object that the headers of a GET or HEAD describe; of a range, the whole object's size."""
    headers = response.headers
    metadata = {}
    for name, value in headers.items():
        if name.startswith(_META) and name != PARTS:
            metadata[name[len(_META) :]] = _decode(value)
    whole = headers.get("content-range", "").rpartition("/")[2]
    modified = headers.get("last-modified")
    parts = headers.get(PARTS)
    return ObjectInfo(
        bucket,
        key,
        int(whole) if whole.isdecimal() else int(headers.get("content-length", 0)),
        _http_date(modified) if modified else None,
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
        headers[_META + name] = _encode(value)
    if options.storage_class is not None:
        headers["x-amz-storage-class"] = options.storage_class
    if options.encryption is not None:
        headers["x-amz-server-side-encryption"] = options.encryption.algorithm
        if options.encryption.key_id is not None:
            headers["x-amz-server-side-encryption-aws-kms-key-id"] = options.encryption.key_id
    return headers


def condition_headers(options: PutOptions) -> dict[str, str]:
    """The headers of a conditional write."""
    if options.if_absent:
        return {"if-none-match": "*"}
    if options.if_match is not None:
        return {"if-match": f'"{options.if_match}"'}
    return {}


def _encode(value: str) -> str:
    # RFC 2047 is how AWS itself answers with what is not ASCII; a value that looks like it is encoded as
    # well.
    if value.isascii() and "=?" not in value:
        return value
    return f"=?UTF-8?B?{base64.b64encode(value.encode()).decode()}?="


def _decode(value: str) -> str:
    if "=?" not in value:
        return value
    try:
        return str(make_header(decode_header(value)))
    except (LookupError, UnicodeDecodeError, ValueError):
        return value


def _http_date(text: str) -> datetime | None:
    # "Wed, 21 Oct 2015 07:28:00 GMT" (RFC 9110 §5.6.7), ten times as fast as the email package reads it.
    try:
        month = _MONTHS[text[8:11].encode()]
        return datetime(
            int(text[12:16]),
            month,
            int(text[5:7]),
            int(text[17:19]),
            int(text[20:22]),
            int(text[23:25]),
            tzinfo=UTC,
        )
    except (KeyError, ValueError):
        pass
    try:
        return parsedate_to_datetime(text).astimezone(UTC)
    except ValueError:
        return None
