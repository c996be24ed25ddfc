"""The list of a container's objects.

https://docs.openstack.org/swift/latest/api/pagination.html
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from codomyrmex.cloud.common.storage.types import ObjectInfo, Page
from codomyrmex.cloud.protocols.swift import containers

if TYPE_CHECKING:
    from codomyrmex.cloud.protocols.swift.service import SwiftService


def page(
    service: SwiftService, bucket: str, prefix: str, *, delimited: bool, token: str | None, size: int
) -> Page:
    """One page of at most ``size`` entries. A service may give fewer than it has: only an empty page is the
    end.

    Raises:
        BucketNotFoundError: the bucket is not there.
    """
    query = [("format", "json"), ("limit", str(size))]
    if prefix:
        query.append(("prefix", prefix))
    if delimited:
        query.append(("delimiter", "/"))
    if token is not None:
        query.append(("marker", token))
    entries = fetch(service, bucket, query)
    prefixes = [entry["subdir"] for entry in entries if "subdir" in entry]
    objects = [_object(entry, bucket) for entry in entries if "subdir" not in entry]
    return Page(objects, prefixes, _name(entries[-1]) if entries else None)


def fetch(service: SwiftService, bucket: str, query: list[tuple[str, str]]) -> list[dict[str, Any]]:
    """The entries of one page, as the service writes them.

    Raises:
        BucketNotFoundError: the bucket is not there.
    """
    exchange = service.exchange(
        "GET", bucket, parse=lambda response: json.loads(response.body or b"[]"), query=tuple(query)
    )
    entries: list[dict[str, Any]] = containers.send(service, exchange)
    return entries


def etag_of(entry: dict[str, Any]) -> str | None:
    """The ETag of an entry's object; of a large one, ``hash`` is the manifest's own."""
    etag = str(entry.get("slo_etag") or entry.get("hash") or "")
    return etag.strip('"') or None


def moment_of(entry: dict[str, Any]) -> datetime | None:
    """When an entry's object was written: in UTC, which Ceph says and Swift does not."""
    text = entry.get("last_modified")
    return datetime.fromisoformat(text).replace(tzinfo=UTC) if text else None


def _name(entry: dict[str, Any]) -> str:
    return str(entry.get("subdir") or entry["name"])


def _object(entry: dict[str, Any], bucket: str) -> ObjectInfo:
    return ObjectInfo(
        bucket,
        entry["name"],
        int(entry["bytes"]),
        moment_of(entry),
        etag_of(entry),
        None,
        entry.get("content_type"),
    )
