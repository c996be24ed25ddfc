"""Changing what an object has besides its bytes, in place.

https://docs.openstack.org/api-ref/object-store/#create-or-update-object-metadata
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from codomyrmex.cloud.common.errors import PreconditionFailedError
from codomyrmex.cloud.common.storage.types import Attributes, ObjectInfo
from codomyrmex.cloud.protocols.swift.headers import SEGMENTS, metadata_headers, object_info

if TYPE_CHECKING:
    from codomyrmex.cloud.protocols.swift.service import SwiftService
    from codomyrmex.cloud.wire import Response

_KEPT = (
    "cache-control",
    "content-disposition",
    "content-encoding",
    "content-language",
    "expires",
    "x-delete-at",
    "x-object-manifest",
    "x-robots-tag",
    SEGMENTS,
)
"""What Swift forgets of an object unless the request says it again."""


def set_attributes(service: SwiftService, bucket: str, key: str, changes: Attributes) -> ObjectInfo:
    """Create or update object metadata.

    Swift takes no condition on this request, so an object that is replaced in between gets the attributes
    that were meant for the one before. That is found afterwards, by what identifies the bytes.

    Raises:
        NotFoundError: the object is not there.
        PreconditionFailedError: it was replaced meanwhile.
    """
    before = _look(service, bucket, key)
    headers = {name: before.headers[name] for name in _KEPT if name in before.headers}
    if changes.content_type is not None:
        headers["content-type"] = changes.content_type
    headers |= metadata_headers(changes.metadata or {})
    _post(service, bucket, key, headers)
    after = _look(service, bucket, key)
    if _identity(after) == _identity(before):
        return object_info(after, bucket, key)
    if headers.pop(SEGMENTS, None) is not None:
        # The new object is not made of those: without the mark it is read by its manifest.
        _post(service, bucket, key, headers)
    raise PreconditionFailedError(
        "The object was replaced meanwhile; the new one has its own bytes and these attributes.",
        resource=f"{bucket}/{key}",
    )


def _look(service: SwiftService, bucket: str, key: str) -> Response:
    return service.send(service.exchange("HEAD", bucket, key, parse=lambda response: response))


def _post(service: SwiftService, bucket: str, key: str, headers: dict[str, str]) -> None:
    service.send(service.exchange("POST", bucket, key, parse=lambda _response: None, headers=headers))


def _identity(response: Response) -> tuple[str | None, ...]:
    return tuple(map(response.header, ("etag", "x-manifest-etag", "x-object-version-id")))
