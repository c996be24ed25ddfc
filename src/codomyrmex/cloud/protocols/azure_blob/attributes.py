"""Changing what a blob has besides its bytes, in place: metadata, content type, tier.

https://learn.microsoft.com/rest/api/storageservices/set-blob-metadata
https://learn.microsoft.com/rest/api/storageservices/set-blob-properties
https://learn.microsoft.com/rest/api/storageservices/set-blob-tier
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from codomyrmex.cloud.common.errors import ConflictError, InvalidRequestError, PreconditionFailedError
from codomyrmex.cloud.common.storage.types import Attributes, ObjectInfo
from codomyrmex.cloud.protocols.azure_blob.headers import metadata_headers, object_info
from codomyrmex.cloud.protocols.azure_blob.objects import look

if TYPE_CHECKING:
    from codomyrmex.cloud.protocols.azure_blob.service import BlobService

ARCHIVE = "Archive"
_KEPT_PROPERTIES = (
    "cache-control",
    "content-disposition",
    "content-encoding",
    "content-language",
    "content-md5",
)
"""What Set Blob Properties clears, besides the content type, where it is not sent."""


def set_attributes(service: BlobService, bucket: str, key: str, changes: Attributes) -> ObjectInfo:
    """Change what ``changes`` says, each kind in a request of its own, all of the same blob.

    Raises:
        PreconditionFailedError: the blob was replaced or changed meanwhile.
        ConflictError: it is in the archive, and the tier is to change.
    """
    response = look(service, bucket, key)
    info = object_info(response, bucket, key)
    if changes.content_type is not None:
        properties = {
            f"x-ms-blob-{name}": value for name in _KEPT_PROPERTIES if (value := response.header(name))
        }
        properties["x-ms-blob-content-type"] = changes.content_type
        wanted = replace(info, content_type=changes.content_type)
        info = _change(service, wanted, "properties", properties)
    if changes.metadata is not None:
        headers = metadata_headers(changes.metadata)
        scope = response.header("x-ms-encryption-scope")
        if scope is not None:
            headers["x-ms-encryption-scope"] = scope
        info = _change(service, replace(info, metadata=changes.metadata), "metadata", headers)
    if changes.storage_class is not None:
        if info.storage_class == ARCHIVE and changes.storage_class != ARCHIVE:
            raise ConflictError(f"{bucket}/{key} is in the archive; restore it first.")
        _set_tier(service, bucket, key, {"x-ms-access-tier": changes.storage_class})
        info = replace(info, storage_class=changes.storage_class)
    return info


def restore(service: BlobService, bucket: str, key: str) -> None:
    """Set Blob Tier to ``Hot``, which takes hours for a blob in the archive.

    Raises:
        ConflictError: it is on its way already.
        InvalidRequestError: it is in no archive.
    """
    response = look(service, bucket, key)
    if response.header("x-ms-access-tier") != ARCHIVE:
        raise InvalidRequestError(f"{bucket}/{key} is in no archive.")
    if response.header("x-ms-archive-status") is not None:
        raise ConflictError(f"{bucket}/{key} is on its way back from the archive already.")
    headers = {"x-ms-access-tier": "Hot", "x-ms-rehydrate-priority": "Standard"}
    _set_tier(service, bucket, key, headers)


def _change(service: BlobService, wanted: ObjectInfo, what: str, headers: Mapping[str, str]) -> ObjectInfo:
    """Send a change of the blob whose ETag ``wanted`` has; returns it with its new ETag."""
    bucket, key = wanted.bucket, wanted.key
    exchange = service.exchange(
        "PUT",
        bucket,
        key,
        parse=lambda response: _changed(wanted, object_info(response, bucket, key)),
        query=(("comp", what),),
        headers={**headers, "if-match": f'"{wanted.etag}"'},
    )
    try:
        return service.send(exchange)
    except PreconditionFailedError:
        # Where the answer to an earlier attempt was lost, what is there is what that attempt made of it.
        if exchange.attempts.count == 1:
            raise
        found = object_info(look(service, bucket, key), bucket, key)
        if replace(found, etag=wanted.etag, last_modified=None, version=None) != replace(
            wanted, last_modified=None, version=None
        ):
            raise
        return found


def _changed(wanted: ObjectInfo, answer: ObjectInfo) -> ObjectInfo:
    version = answer.version or wanted.version
    return replace(wanted, etag=answer.etag, last_modified=answer.last_modified, version=version)


def _set_tier(service: BlobService, bucket: str, key: str, headers: Mapping[str, str]) -> None:
    """Set Blob Tier, which knows no condition and changes neither the ETag nor the bytes."""
    exchange = service.exchange(
        "PUT", bucket, key, parse=lambda _response: None, query=(("comp", "tier"),), headers=headers
    )
    try:
        service.send(exchange)
    except ConflictError as error:
        # Where the answer to an earlier attempt was lost, that attempt sent it on its way.
        if exchange.attempts.count == 1 or error.code != "BlobBeingRehydrated":
            raise
