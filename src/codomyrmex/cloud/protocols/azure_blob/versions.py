"""Versions deleted for good: old ones, the newest, and those that are retained.

https://learn.microsoft.com/azure/storage/blobs/versioning-overview
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from codomyrmex.cloud.common.errors import (
    BucketNotFoundError,
    ConflictError,
    NotFoundError,
    PermissionDeniedError,
    PreconditionFailedError,
)
from codomyrmex.cloud.protocols.azure_blob.headers import etag_of
from codomyrmex.cloud.protocols.azure_blob.locking import delete_retention, get_lock, lock_of
from codomyrmex.cloud.protocols.azure_blob.objects import delete_exchange, look

if TYPE_CHECKING:
    from codomyrmex.cloud.protocols.azure_blob.service import BlobService


def delete(service: BlobService, bucket: str, key: str, version: str | None) -> None:
    """Delete Blob, or a version of it; what is not there is no error.

    Raises:
        BucketNotFoundError: the bucket is not there.
        PermissionDeniedError: the version is retained or held.
    """
    try:
        _delete(service, bucket, key, version)
    except ConflictError as error:
        if version is None or error.code != "OperationNotAllowedOnRootBlob":
            raise
        _unseat(service, bucket, key, version)
        _delete(service, bucket, key, version)


def delete_retained(service: BlobService, bucket: str, key: str, version: str | None) -> None:
    """The same with the right to end a retention in governance mode, which goes first."""
    if version is not None:
        with suppress(NotFoundError):
            lock = get_lock(service, bucket, key, version)
            if lock.retention is not None and lock.retention.mode == "governance" and not lock.held:
                delete_retention(service, bucket, key, version)
    delete(service, bucket, key, version)


def _delete(service: BlobService, bucket: str, key: str, version: str | None) -> None:
    try:
        service.send(delete_exchange(service, bucket, key, version))
    except BucketNotFoundError:
        raise
    except NotFoundError:
        return


def _unseat(service: BlobService, bucket: str, key: str, version: str) -> None:
    """Make the newest version an old one, which is all that can be deleted by its id.

    Raises:
        PermissionDeniedError: it is retained or held; it stays the newest.
    """
    found = look(service, bucket, key, version)
    lock = lock_of(found)
    if lock.is_in_force or lock.held:
        raise PermissionDeniedError(f"The version of {bucket}/{key} is retained or held.")
    # Where a newer one came or it was hidden meanwhile, it is an old one already.
    with suppress(PreconditionFailedError, NotFoundError):
        service.send(delete_exchange(service, bucket, key, None, if_match=etag_of(found)))
