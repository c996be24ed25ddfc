"""Buckets: folders in the folder of the account, and what is kept of them in the reserved one."""

from __future__ import annotations

import os
import shutil
from contextlib import suppress

from codomyrmex.cloud.common.errors import AlreadyExistsError, ConflictError
from codomyrmex.cloud.local.account import Account, status_of
from codomyrmex.cloud.local.deleting import remove_file
from codomyrmex.cloud.local.folders import holds_object, remove_empty
from codomyrmex.cloud.local.keys import path_of
from codomyrmex.cloud.local.listing import next_page
from codomyrmex.cloud.local.records import remove_records
from codomyrmex.cloud.local.version_listing import holds_version
from codomyrmex.cloud.local.versioning import (
    Versioning,
    read_versioning,
    versions_folder,
    write_versioning,
)


def create_bucket(account: Account, root: int, bucket: str) -> None:
    """Make the folder of a bucket.

    Raises:
        AlreadyExistsError: something has its name.
    """
    with account.locked(root, bucket) as lock:
        # Another program may have removed a bucket of this name, but not its old versions: they are kept.
        if status_of(bucket.encode(), root) is None and not holds_version(account, bucket):
            _forget_versions(account, root, bucket, lock)
        try:
            os.mkdir(bucket, dir_fd=root)
        except FileExistsError:
            raise AlreadyExistsError(f"The bucket {bucket} is there already.") from None
        account.sync(root)


def delete_bucket(account: Account, root: int, bucket: str) -> None:
    """Remove a bucket that holds neither objects nor old versions of any.

    Raises:
        BucketNotFoundError: it is not there.
        ConflictError: it is not empty.
    """
    with account.folder(root, bucket), account.locked(root, bucket) as lock:
        if holds_object(account, root, bucket, ()) or holds_version(account, bucket):
            raise ConflictError(f"The bucket {bucket} is not empty.")
        remove_empty(account, root, bucket, ())
        _forget_versions(account, root, bucket, lock)
        remove_records(root, bucket)
    account.sync(root)


def empty_bucket(account: Account, root: int, bucket: str) -> None:
    """Remove all objects of a bucket with all their versions, and leave no delete markers.

    Raises:
        BucketNotFoundError: it is not there.
    """
    with account.folder(root, bucket), account.locked(root, bucket):
        _remove_versions(root, bucket)
    token: str | None = None
    while True:
        page = next_page(account, bucket, "", False, token)
        for info in page.objects:
            with account.locked(root, bucket):
                remove_file(account, root, bucket, path_of(info.key))
        token = page.token
        if token is None:
            return


def get_versioning(account: Account, root: int, bucket: str) -> bool:
    """Whether a bucket keeps versions.

    Raises:
        BucketNotFoundError: it is not there.
    """
    with account.folder(root, bucket), account.locked(root, bucket) as lock:
        return read_versioning(root, bucket, lock) is Versioning.ENABLED


def set_versioning(account: Account, root: int, bucket: str, enabled: bool) -> None:
    """Let a bucket keep versions from now on, or keep no new ones.

    Raises:
        BucketNotFoundError: it is not there.
    """
    with account.folder(root, bucket), account.locked(root, bucket) as lock:
        if enabled:
            write_versioning(account, root, bucket, lock, Versioning.ENABLED)
        elif read_versioning(root, bucket, lock) is Versioning.ENABLED:
            write_versioning(account, root, bucket, lock, Versioning.SUSPENDED)


def _forget_versions(account: Account, root: int, bucket: str, lock: int) -> None:
    if read_versioning(root, bucket, lock) is not Versioning.OFF:
        _remove_versions(root, bucket)
        write_versioning(account, root, bucket, lock, Versioning.OFF)


def _remove_versions(root: int, bucket: str) -> None:
    with suppress(FileNotFoundError):
        shutil.rmtree(versions_folder(bucket), dir_fd=root)
