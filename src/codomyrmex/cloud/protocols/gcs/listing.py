"""The lists of objects and of their versions.

https://cloud.google.com/storage/docs/json_api/v1/objects/list
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import TYPE_CHECKING, Any

from codomyrmex.cloud.common.storage.types import ObjectVersion, Page
from codomyrmex.cloud.protocols.gcs.resources import moment, object_info
from codomyrmex.cloud.protocols.gcs.service import json_of

if TYPE_CHECKING:
    from codomyrmex.cloud.protocols.gcs.service import GCSService, Parameters
    from codomyrmex.cloud.wire import RetryPolicy

_OBJECT = "name,size,updated,generation,contentType,storageClass"
_PAGE = f"items({_OBJECT}),prefixes,nextPageToken"
_VERSIONS = "items(name,size,updated,generation,timeDeleted)"


def page(
    service: GCSService, bucket: str, prefix: str, *, delimited: bool, token: str | None, size: int
) -> Page:
    """objects.list, one page of at most ``size`` entries."""
    query = [("fields", _PAGE), ("maxResults", str(size))]
    if delimited:
        query.append(("delimiter", "/"))
    found = _list(service, bucket, prefix, token, query)
    objects = [object_info(item, bucket) for item in found.get("items", [])]
    return Page(objects, found.get("prefixes", []), found.get("nextPageToken"))


def versions(
    service: GCSService, bucket: str, prefix: str, policy: RetryPolicy | None = None
) -> Iterator[ObjectVersion]:
    """objects.list with all generations; the newest of each key first, which the service gives last."""
    found = items(service, bucket, prefix, _VERSIONS, (("versions", "true"),), policy)
    each = (_version(item, bucket) for item in found)
    for _key, group in groupby(each, key=lambda version: version.key):
        yield from reversed(list(group))


def items(
    service: GCSService,
    bucket: str,
    prefix: str,
    fields: str,
    query: Parameters = (),
    policy: RetryPolicy | None = None,
) -> Iterator[dict[str, Any]]:
    """objects.list, the resources of all pages with some of their fields."""
    token: str | None = None
    while True:
        asked = [("fields", f"{fields},nextPageToken"), *query]
        found = _list(service, bucket, prefix, token, asked, policy)
        yield from found.get("items", [])
        token = found.get("nextPageToken")
        if token is None:
            return


def _list(
    service: GCSService,
    bucket: str,
    prefix: str,
    token: str | None,
    query: list[tuple[str, str]],
    policy: RetryPolicy | None = None,
) -> dict[str, Any]:
    if prefix:
        query.append(("prefix", prefix))
    if token is not None:
        query.append(("pageToken", token))
    exchange = service.exchange(
        "GET",
        service.endpoint.json_path(bucket, ""),
        parse=json_of,
        resource=bucket,
        query=tuple(query),
    )
    return service.send(exchange, policy)


def _version(item: dict[str, Any], bucket: str) -> ObjectVersion:
    return ObjectVersion(
        bucket=bucket,
        key=item["name"],
        version=str(item["generation"]),
        is_latest="timeDeleted" not in item,
        size=int(item.get("size", 0)),
        last_modified=moment(item.get("updated")),
        etag=str(item["generation"]),
    )
