"""Containers that keep the versions of their objects.

https://docs.openstack.org/swift/latest/middleware.html#object-versioning
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from codomyrmex.cloud.common.errors import NotSupportedError
from codomyrmex.cloud.common.storage.types import ObjectVersion
from codomyrmex.cloud.protocols.swift import containers, listing

if TYPE_CHECKING:
    from codomyrmex.cloud.protocols.swift.service import SwiftService

_ENABLED = "x-versions-enabled"
_MARKER = "application/x-deleted;swift_versions_deleted=1"
_PAGE = 1000


def require(service: SwiftService) -> None:
    """Let pass what knows versions; what does not takes the parameter that names one for nothing.

    Raises:
        NotSupportedError: the service does not announce them.
    """
    if "object_versioning" not in service.features:
        raise NotSupportedError("This Swift does not announce object_versioning: it keeps no versions.")


def are_kept(service: SwiftService, bucket: str) -> bool:
    """Whether a container keeps versions."""
    require(service)
    return containers.headers(service, bucket).get(_ENABLED) == "True"


def may_be_there(service: SwiftService, bucket: str) -> bool:
    """Whether a container ever kept versions; it may hold some still."""
    return _ENABLED in containers.headers(service, bucket)


def keep(service: SwiftService, bucket: str, enabled: bool) -> None:
    """Keep versions from now on, or no new ones."""
    require(service)
    containers.update(service, bucket, {_ENABLED: str(enabled).lower()})


def entries(service: SwiftService, bucket: str, prefix: str) -> Iterator[dict[str, Any]]:
    """The versions and delete markers of a container as the service writes them, the newest of a key first.

    Raises:
        BucketNotFoundError: the bucket is not there.
    """
    query = [("versions", ""), ("format", "json"), ("limit", str(_PAGE)), ("prefix", prefix)]
    page = listing.fetch(service, bucket, query)
    while page:
        yield from page
        last = page[-1]
        after = [("marker", last["name"]), ("version_marker", last["version_id"])]
        page = listing.fetch(service, bucket, query + after)


def version(entry: dict[str, Any], bucket: str) -> ObjectVersion:
    """What an entry says."""
    return ObjectVersion(
        bucket,
        entry["name"],
        entry["version_id"],
        entry["is_latest"],
        entry["content_type"] == _MARKER,
        int(entry["bytes"]),
        listing.moment_of(entry),
        listing.etag_of(entry),
    )
