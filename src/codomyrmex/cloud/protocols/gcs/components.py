"""The temporary objects of parallel uploads: where they are, which buckets suit them, what was left of them.

https://cloud.google.com/storage/docs/parallel-composite-uploads
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from codomyrmex.cloud.common.errors import CloudError, NotFoundError
from codomyrmex.cloud.common.storage.types import Encryption, PutOptions, UnfinishedUpload
from codomyrmex.cloud.protocols.gcs import buckets, listing
from codomyrmex.cloud.protocols.gcs.deleting import delete_versions
from codomyrmex.cloud.protocols.gcs.objects import head_exchange, put
from codomyrmex.cloud.protocols.gcs.resources import moment
from codomyrmex.cloud.protocols.gcs.service import json_of
from codomyrmex.cloud.wire import RetryPolicy
from codomyrmex.logging_monitoring import get_logger

if TYPE_CHECKING:
    from codomyrmex.cloud.protocols.gcs.service import GCSService

_log = get_logger(__name__)
PREFIX = "gcloud/tmp/parallel_composite_uploads/codomyrmex/"
"""Below what Google's own tools use, so that a lifecycle rule for their leftovers finds ours, too."""
_MARKER = "upload"
_KEY = "cmx-key"
_UPLOAD_ID = re.compile(r"[0-9a-f]{32}")
_SETTINGS = (
    "storageClass,retentionPolicy,defaultEventBasedHold,"
    "softDeletePolicy(retentionDurationSeconds),hierarchicalNamespace"
)
_PERMISSIONS = ("create", "delete", "get", "list")
# What is left is thrown away after the object was stored, after a failure, or after a Ctrl-C.
_IMPATIENT = RetryPolicy(budget=5.0, max_attempts=3)


def folder_of(upload_id: str) -> str:
    """Where the components of an upload are."""
    return f"{PREFIX}{upload_id}/"


def suits(service: GCSService, bucket: str, *, soft_deleted_too: bool) -> bool:
    """Whether components can be written to a bucket and vanish from it without a trace or a fee.

    Args:
        service: the service.
        bucket: the bucket.
        soft_deleted_too: count a bucket that keeps for a while, and charges for, what was deleted.
    """
    try:
        found = buckets.read(service, bucket, _SETTINGS)
        granted = _granted(service, bucket)
    except CloudError:
        # An upload in a session needs nothing that could not be asked here, and says what is wrong.
        return False
    keeps = int(found.get("softDeletePolicy", {}).get("retentionDurationSeconds", 0)) > 0
    return (
        # Other classes charge for a month or more; a component takes the bucket's.
        found.get("storageClass") == "STANDARD"
        and "retentionPolicy" not in found
        and not found.get("defaultEventBasedHold", False)
        # Folders would stay.
        and not found.get("hierarchicalNamespace", {}).get("enabled", False)
        and (soft_deleted_too or not keeps)
        and granted.issuperset(_wanted())
    )


def _wanted() -> Iterator[str]:
    return (f"storage.objects.{verb}" for verb in _PERMISSIONS)


def _granted(service: GCSService, bucket: str) -> set[str]:
    """buckets.testIamPermissions: who may only write could not compose, nor delete the components."""
    exchange = service.exchange(
        "GET",
        f"{service.endpoint.json_path(bucket)}/iam/testPermissions",
        parse=json_of,
        resource=bucket,
        query=tuple(("permissions", name) for name in _wanted()),
    )
    return set(service.send(exchange).get("permissions", []))


def begin_components(service: GCSService, bucket: str, key: str, encryption: Encryption | None) -> str:
    """Write the object that says whose components are there; returns the upload's id."""
    upload_id = secrets.token_hex(16)
    options = PutOptions("application/octet-stream", {_KEY: key}, encryption=encryption)
    put(service, bucket, folder_of(upload_id) + _MARKER, b"", options, None)
    return upload_id


def discard_components(service: GCSService, bucket: str, key: str, upload_id: str) -> None:
    """Delete all that an upload has written besides its object; a failure is logged."""
    try:
        delete_versions(service, bucket, folder_of(upload_id), _IMPATIENT)
    except CloudError as error:
        _log.warning("upload_left_behind", bucket=bucket, key=key, error=str(error))


def list_uploads(service: GCSService, bucket: str, prefix: str) -> Iterator[UnfinishedUpload]:
    """The uploads whose components are there, in the order of their keys.

    Raises:
        BucketNotFoundError: the bucket is not there.
    """
    fields = "items(name,timeCreated,metadata)"
    found = (_upload(item, bucket) for item in listing.items(service, bucket, PREFIX, fields))
    uploads = [upload for upload in found if upload is not None and upload.key.startswith(prefix)]
    return iter(sorted(uploads, key=lambda upload: upload.key.encode()))


def abort_upload(service: GCSService, bucket: str, key: str, upload_id: str) -> None:
    """Delete the components of an upload, without which it cannot end.

    Raises:
        NotFoundError: there is no such upload.
    """
    if _UPLOAD_ID.fullmatch(upload_id) is None or _key_of(service, bucket, upload_id) != key:
        raise NotFoundError("There is no such upload, or not any more.", resource=f"{bucket}/{key}")
    delete_versions(service, bucket, folder_of(upload_id))


def _key_of(service: GCSService, bucket: str, upload_id: str) -> str | None:
    marker = service.send(head_exchange(service, bucket, folder_of(upload_id) + _MARKER, None))
    return marker.info.metadata.get(_KEY)


def _upload(item: dict[str, Any], bucket: str) -> UnfinishedUpload | None:
    upload_id, _, name = item["name"].removeprefix(PREFIX).partition("/")
    key = item.get("metadata", {}).get(_KEY)
    if name != _MARKER or key is None:
        return None
    return UnfinishedUpload(bucket, key, upload_id, moment(item.get("timeCreated")))
