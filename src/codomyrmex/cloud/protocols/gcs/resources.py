"""Objects as the JSON API has them, and as the headers of a download describe them.

https://cloud.google.com/storage/docs/json_api/v1/objects#resource
"""

from __future__ import annotations

import binascii
from base64 import b64decode, b64encode
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from codomyrmex.cloud.common.errors import InvalidRequestError
from codomyrmex.cloud.common.storage.checks import Check, knows_crc32c
from codomyrmex.cloud.common.storage.driver import Received
from codomyrmex.cloud.common.storage.types import Encryption, ObjectInfo, PutOptions
from codomyrmex.cloud.wire import Response
from codomyrmex.cloud.wire.header_values import http_date

FIELDS = "name,size,updated,generation,metageneration,contentType,storageClass,metadata,md5Hash,crc32c"
"""What is asked of an object."""


def received(resource: Mapping[str, Any], bucket: str) -> Received:
    """The object that a resource describes, with its digest."""
    return Received(object_info(resource, bucket), _check(resource.get("md5Hash"), resource.get("crc32c")))


def object_info(resource: Mapping[str, Any], bucket: str) -> ObjectInfo:
    """The object that a resource describes.

    The ETag is the generation: it names these bytes and no others, it is what the service's conditions
    compare, and other than the service's own it does not change with the metadata.
    """
    generation = str(resource["generation"])
    return ObjectInfo(
        bucket,
        resource["name"],
        int(resource.get("size", 0)),
        moment(resource.get("updated")),
        generation,
        generation,
        resource.get("contentType"),
        resource.get("storageClass"),
        resource.get("metadata", {}),
    )


def received_with(response: Response, bucket: str, key: str) -> Received:
    """The object whose bytes, or a range of them, came with these headers; they say nothing of metadata."""
    headers = response.headers
    whole = headers.get("content-range", "").rpartition("/")[2]
    size = whole if whole.isdecimal() else headers.get("x-goog-stored-content-length")
    modified = headers.get("last-modified")
    generation = headers["x-goog-generation"]
    info = ObjectInfo(
        bucket,
        key,
        int(size if size is not None else headers.get("content-length", 0)),
        http_date(modified) if modified else None,
        generation,
        generation,
        headers.get("content-type"),
        headers.get("x-goog-storage-class"),
    )
    return Received(info, check_of(response))


def check_of(response: Response) -> Check | None:
    """The digest of the object whose bytes came with these headers."""
    words = (word.strip().partition("=") for word in response.headers.get("x-goog-hash", "").split(","))
    hashes = {name: value for name, _, value in words}
    return _check(hashes.get("md5"), hashes.get("crc32c"))


def _check(md5: str | None, crc32c: str | None) -> Check | None:
    """MD5 where there is one; objects that were composed have a CRC alone."""
    digest = _digest(md5, 16)
    if digest is not None:
        return Check("md5", digest)
    digest = _digest(crc32c, 4)
    return Check("crc32c", digest) if digest is not None and knows_crc32c() else None


def _digest(value: str | None, size: int) -> bytes | None:
    try:
        digest = b64decode(value or "", validate=True)
    except binascii.Error:
        return None
    return digest if len(digest) == size else None


def resource_of(key: str, options: PutOptions, md5: bytes | None = None) -> dict[str, Any]:
    """The resource of an object that is to be written; the service compares the digest."""
    resource: dict[str, Any] = {"name": key, "contentType": options.content_type}
    if options.metadata:
        resource["metadata"] = dict(options.metadata)
    if options.storage_class is not None:
        resource["storageClass"] = options.storage_class
    if md5 is not None:
        resource["md5Hash"] = b64encode(md5).decode()
    return resource


def encryption_query(encryption: Encryption | None) -> tuple[tuple[str, str], ...]:
    """The parameter that names the key for an upload, where there is one
    (https://cloud.google.com/storage/docs/encryption/customer-managed-keys).

    Raises:
        InvalidRequestError: it is another way of encrypting than the service's own.
    """
    if encryption is None:
        return ()
    if encryption.algorithm not in (None, "AES256"):
        raise InvalidRequestError(
            f"Google Cloud Storage encrypts with AES256, not with {encryption.algorithm!r}; "
            "a key of Cloud KMS goes in key_id."
        )
    return (("kmsKeyName", encryption.key_id),) if encryption.key_id is not None else ()


def conditions(*, if_absent: bool, if_match: str | None = None) -> tuple[tuple[str, str], ...]:
    """The parameters of a conditional write.

    Raises:
        InvalidRequestError: ``if_match`` is no generation.
    """
    if if_absent:
        return (("ifGenerationMatch", "0"),)
    return (("ifGenerationMatch", generation_of(if_match)),) if if_match is not None else ()


def generation_of(text: str) -> str:
    """A version or an ETag as the service takes it.

    Raises:
        InvalidRequestError: it is no generation.
    """
    # Behind 0 the service sees "nothing is there", which is another question.
    if not (text.isascii() and text.isdecimal() and 0 < int(text) < 1 << 63):
        raise InvalidRequestError(
            f"Google Cloud Storage knows versions by their generation, a number; {text[:200]!r} is none."
        )
    return text


def moment(text: str | None) -> datetime | None:
    """The moment that RFC 3339 writes; ``None`` where it is none."""
    try:
        return datetime.fromisoformat(text) if text else None
    except ValueError:
        return None
