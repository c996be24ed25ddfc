"""Deletes for good: of single versions, and of all that a container keeps."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING
from urllib.parse import unquote

from codomyrmex.cloud.common.errors import NotFoundError
from codomyrmex.cloud.protocols.deleting import delete_one_by_one
from codomyrmex.cloud.protocols.swift import containers, versions
from codomyrmex.cloud.protocols.swift.deleting import delete_current
from codomyrmex.cloud.protocols.swift.objects import delete_exchange, look
from codomyrmex.cloud.protocols.swift.segments import discard, is_version, own_segments

if TYPE_CHECKING:
    from codomyrmex.cloud.protocols.swift.service import SwiftService


def delete_version(service: SwiftService, bucket: str, key: str, version: str) -> None:
    """Delete a version, and then the segments that no other version is made of; one that is not there is no
    error.

    Raises:
        BucketNotFoundError: the bucket is not there.
        NotSupportedError: the service does not say what the manifest of another program holds.
    """
    found = look(service, bucket, key, version)
    if found is None:  # It may be a delete marker still, which no HEAD finds.
        containers.require(service, bucket)
    segments = [] if found is None else own_segments(service, found)
    marker = _hide(service, bucket, key, version) if _is_misread(key) else None
    for one in (version, marker):
        if one is not None:
            # Somebody may be faster, or the answer to an earlier attempt lost.
            with suppress(NotFoundError):
                service.send(delete_exchange(service, bucket, key, one))
    discard(service, segments)


def delete_versions(service: SwiftService, bucket: str) -> None:
    """Delete every version and every delete marker of a bucket."""
    for entry in versions.entries(service, bucket, ""):
        if "slo_etag" in entry or _is_misread(entry["name"]):
            delete_version(service, bucket, entry["name"], entry["version_id"])
    exchanges = (
        (entry["name"], delete_exchange(service, bucket, entry["name"], entry["version_id"]))
        for entry in versions.entries(service, bucket, "")
    )
    for _key, error in delete_one_by_one(service.transport, exchanges):
        if error is not None:
            raise error


def _hide(service: SwiftService, bucket: str, key: str, version: str) -> str | None:
    """Put a delete marker in front of a version if it is the current one; returns the marker's version."""
    current = look(service, bucket, key)
    if current is None or current.info.version != version or not is_version(version):
        return None
    return delete_current(service, bucket, key)


def _is_misread(key: str) -> bool:
    """Whether Swift takes the current version of a key for an older one, since it decodes the key twice. It
    then deletes the bytes, and leaves a link to them that can be neither read nor deleted; hidden before, the
    version is no longer the current one."""
    return unquote(key) != key
