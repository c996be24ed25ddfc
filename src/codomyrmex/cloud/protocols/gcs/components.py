"""The temporary objects of parallel uploads: where they are, which buckets suit them, what was left of them.

https://cloud.google.com/storage/docs/parallel-composite-uploads
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from codomyrmex.cloud.common.errors import CloudError, NotFoundError
from codomyrmex.cloud.common.storage.types import PutOptions, UnfinishedUpload
from codomyrmex.cloud.protocols.gcs import buckets, listing
from codomyrmex.cloud.protocols.gcs.deleting import delete_versions
from codomyrmex.cloud.protocols.gcs.resources import moment
from codomyrmex.cloud.protocols.gcs.service import json_of
from codomyrmex.cloud.wire import RetryPolicy
from codomyrmex.logging_monitoring import get_logger

if TYPE_CHECKING:
    from codomyrmex.cloud.protocols.gcs.service import GCSService

_log = get_logger(__name__)
PREFIX = "gcloud/tmp/parallel_composite_uploads/codomyrmex/"
"""Below what Google's own tools use, so that a lifecycle rule for their leftovers finds ours, too."""
_KEY = "cmx-key"
_SETTINGS = (
    "retentionPolicy,defaultEventBasedHold,softDeletePolicy(retentionDurationSeconds),hierarchicalNamespace"
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

    Raises:
        CloudError: the service does not answer.
    """
    try:
        found = buckets.read(service, bucket, _SETTINGS)
        granted = _granted(service, bucket)
    except CloudError as error:
        if error.retryable:
            raise
        # What may not be asked: an upload in a session does not need it, and says what else is wrong.
        return False
    keeps = int(found.get("softDeletePolicy", {}).get("retentionDurationSeconds", 0)) > 0
    return (
        "retentionPolicy" not in found
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


def new_upload_id() -> str:
    """An id that no other upload has."""
    return secrets.token_hex(16)


def component_options(key: str, options: PutOptions) -> PutOptions:
    """How the components of an object are written: in the class that charges nothing when they go."""
    return PutOptions(
        "application/octet-stream", {_KEY: key}, storage_class="STANDARD", encryption=options.encryption
    )


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
    found: dict[str, UnfinishedUpload] = {}
    for item in listing.items(service, bucket, PREFIX, "items(name,timeCreated,metadata)"):
        upload = _upload(item, bucket)
        if upload is not None and upload.key.startswith(prefix):
            # Of its components the first is listed first.
            found.setdefault(upload.upload_id, upload)
    return iter(sorted(found.values(), key=lambda upload: upload.key.encode()))


def abort_upload(service: GCSService, bucket: str, key: str, upload_id: str) -> None:
    """Delete the components of an upload, without which it cannot end.

    Raises:
        NotFoundError: there is no such upload.
    """
    uploads = list_uploads(service, bucket, key)
    if not any((upload.key, upload.upload_id) == (key, upload_id) for upload in uploads):
        raise NotFoundError("There is no such upload, or not any more.", resource=f"{bucket}/{key}")
    delete_versions(service, bucket, folder_of(upload_id))


def _upload(item: dict[str, Any], bucket: str) -> UnfinishedUpload | None:
    upload_id = item["name"].removeprefix(PREFIX).partition("/")[0]
    key = item.get("metadata", {}).get(_KEY)
    if key is None:
        return None
    return UnfinishedUpload(bucket, key, upload_id, moment(item.get("timeCreated")))
