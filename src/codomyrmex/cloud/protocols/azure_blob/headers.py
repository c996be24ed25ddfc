"""What the headers of a blob say, and how an object's options become headers."""

from __future__ import annotations

import binascii
from base64 import b64decode, b64encode
from collections.abc import Mapping

from codomyrmex.cloud.common.content import Body, digest_of
from codomyrmex.cloud.common.errors import InvalidRequestError
from codomyrmex.cloud.common.storage.checks import Check
from codomyrmex.cloud.common.storage.types import Encryption, ObjectInfo, PutOptions
from codomyrmex.cloud.protocols.azure_blob.names import decode_name, encode_name
from codomyrmex.cloud.wire import Response
from codomyrmex.cloud.wire.header_values import decode_text, encode_text, http_date

_META = "x-ms-meta-"


def object_info(response: Response, bucket: str, key: str) -> ObjectInfo:
    """The object that the headers of a GET or HEAD describe; of a range, the whole object's size."""
    headers = response.headers
    whole = headers.get("content-range", "").rpartition("/")[2]
    modified = headers.get("last-modified")
    return ObjectInfo(
        bucket,
        key,
        int(whole) if whole.isdecimal() else int(headers.get("content-length", 0)),
        http_date(modified) if modified else None,
        etag_of(response),
        headers.get("x-ms-version-id"),
        headers.get("content-type"),
        headers.get("x-ms-access-tier"),
        {
            decode_name(name.removeprefix(_META)): decode_text(value)
            for name, value in headers.items()
            if name.startswith(_META)
        },
        tag_count=int(headers.get("x-ms-tag-count", 0)),
    )


def etag_of(response: Response) -> str | None:
    """The ETag of the answer, without quotes."""
    return response.headers.get("etag", "").strip('"') or None


def written(response: Response, bucket: str, key: str, size: int, options: PutOptions) -> ObjectInfo:
    """The object that was made of ``size`` bytes, after the answer to its writing."""
    return ObjectInfo(
        bucket,
        key,
        size,
        etag=etag_of(response),
        version=response.header("x-ms-version-id"),
        content_type=options.content_type,
        storage_class=options.storage_class,
        metadata=options.metadata,
    )


def check_of(response: Response) -> Check | None:
    """The MD5 that the service keeps of the whole object, where its writer gave one."""
    headers = response.headers
    value = headers.get("x-ms-blob-content-md5")
    if value is None and "content-range" not in headers:
        value = headers.get("content-md5")
    try:
        digest = b64decode(value or "", validate=True)
    except binascii.Error:
        return None
    return Check("md5", digest) if len(digest) == 16 else None


def option_headers(options: PutOptions) -> dict[str, str]:
    """The headers that say how an object is to be kept; the write's condition is not among them."""
    headers = {"x-ms-blob-content-type": options.content_type, **metadata_headers(options.metadata)}
    if options.storage_class is not None:
        headers["x-ms-access-tier"] = options.storage_class
    return headers | encryption_headers(options.encryption)


def encryption_headers(encryption: Encryption | None) -> dict[str, str]:
    """The header that names an encryption scope, which each request with bytes of an object has to say.

    Raises:
        InvalidRequestError: an algorithm besides ``AES256``, with which the service encrypts everything.
    """
    if encryption is None:
        return {}
    if encryption.algorithm not in (None, "AES256"):
        raise InvalidRequestError("Azure encrypts with AES256 only; the key is the encryption scope's.")
    return {"x-ms-encryption-scope": encryption.key_id} if encryption.key_id is not None else {}


def metadata_headers(metadata: Mapping[str, str]) -> dict[str, str]:
    """The headers of an object's metadata."""
    return {_META + encode_name(name): encode_text(value) for name, value in metadata.items()}


def condition_headers(options: PutOptions) -> dict[str, str]:
    """The headers of a conditional write."""
    if options.if_absent:
        return {"if-none-match": "*"}
    if options.if_match is not None:
        return {"if-match": f'"{options.if_match}"'}
    return {}


def md5_header(body: Body) -> str:
    """The value of ``Content-MD5``, by which the service checks that it got the body."""
    return b64encode(digest_of(body, "md5")).decode()
