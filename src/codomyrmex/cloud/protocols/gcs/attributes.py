"""Metadata and content type changed in place."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from codomyrmex.cloud.common.errors import PreconditionFailedError
from codomyrmex.cloud.common.storage.types import Attributes, ObjectInfo
from codomyrmex.cloud.protocols.gcs.objects import look
from codomyrmex.cloud.protocols.gcs.resources import FIELDS, object_info
from codomyrmex.cloud.protocols.gcs.service import JSON, json_body, json_of

if TYPE_CHECKING:
    from codomyrmex.cloud.protocols.gcs.service import GCSService


def set_attributes(service: GCSService, bucket: str, key: str, changes: Attributes) -> ObjectInfo:
    """objects.patch of the object as it is now
    (https://cloud.google.com/storage/docs/json_api/v1/objects/patch).

    Raises:
        PreconditionFailedError: it was replaced or changed meanwhile.
    """
    now = look(service, bucket, key)
    body: dict[str, Any] = {}
    if changes.metadata is not None:
        # A patch adds; a name that is to go is said to be nothing.
        body["metadata"] = {**dict.fromkeys(now.get("metadata", {})), **changes.metadata}
    if changes.content_type is not None:
        body["contentType"] = changes.content_type
    pinned = (
        ("ifGenerationMatch", str(now["generation"])),
        ("ifMetagenerationMatch", str(now["metageneration"])),
    )
    exchange = service.exchange(
        "PATCH",
        service.endpoint.json_path(bucket, key),
        parse=lambda response: object_info(json_of(response), bucket),
        resource=f"{bucket}/{key}",
        query=(("fields", FIELDS), *pinned),
        headers=JSON,
        body=json_body(body),
    )
    try:
        return service.send(exchange)
    except PreconditionFailedError:
        # Where the answer to an earlier attempt was lost, what is there is what that attempt made of it.
        found = look(service, bucket, key) if exchange.attempts.count > 1 else now
        if found["generation"] != now["generation"] or not _has(found, changes):
            raise
        return object_info(found, bucket)


def _has(found: Mapping[str, Any], wanted: Attributes) -> bool:
    return (wanted.metadata is None or found.get("metadata", {}) == wanted.metadata) and (
        wanted.content_type in (None, found.get("contentType"))
    )
