"""The list of a container's objects.

https://docs.openstack.org/swift/latest/api/pagination.html
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from codomyrmex.cloud.common.errors import BucketNotFoundError, NotFoundError
from codomyrmex.cloud.common.storage.types import ObjectInfo, Page

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
    exchange = service.exchange(
        "GET", bucket, parse=lambda response: json.loads(response.body or b"[]"), query=tuple(query)
    )
    try:
        entries = service.send(exchange)
    except BucketNotFoundError:
        raise
    except NotFoundError as error:
        raise BucketNotFoundError(
            "The bucket is not there.", resource=bucket, status=error.status, request_id=error.request_id
        ) from error
    prefixes = [entry["subdir"] for entry in entries if "subdir" in entry]
    objects = [_object(entry, bucket) for entry in entries if "subdir" not in entry]
    return Page(objects, prefixes, _name(entries[-1]) if entries else None)


def _name(entry: dict[str, Any]) -> str:
    return str(entry.get("subdir") or entry["name"])


def _object(entry: dict[str, Any], bucket: str) -> ObjectInfo:
    # Of a large object, "hash" is the manifest's own.
    etag = entry.get("slo_etag") or entry.get("hash") or ""
    return ObjectInfo(
        bucket,
        entry["name"],
        int(entry["bytes"]),
        _moment(entry.get("last_modified")),
        etag.strip('"') or None,
        None,
        entry.get("content_type"),
    )


def _moment(text: str | None) -> datetime | None:
    # UTC, which Ceph says and Swift does not.
    return datetime.fromisoformat(text).replace(tzinfo=UTC) if text else None
