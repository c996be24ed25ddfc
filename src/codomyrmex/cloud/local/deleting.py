"""Deleting an object, or one version of it for good."""

from __future__ import annotations

import os
import stat
from collections.abc import Sequence
from contextlib import suppress

from codomyrmex.cloud.common.errors import BucketNotFoundError, NotFoundError
from codomyrmex.cloud.local.account import Account, status_of
from codomyrmex.cloud.local.folders import prune
from codomyrmex.cloud.local.history import History
from codomyrmex.cloud.local.records import State, record_path, remove_record
from codomyrmex.cloud.local.versioning import Versioning, read_versioning


def delete_object(account: Account, root: int, bucket: str, path: Sequence[bytes]) -> None:
    """Delete an object: hide it in a bucket that keeps versions, else remove it.

    One that is not there needs no removing.

    Raises:
        BucketNotFoundError: the bucket is not there.
    """
    with account.folder(root, bucket), account.locked(root, bucket) as lock:
        versioning = read_versioning(root, bucket, lock)
        if versioning is not Versioning.OFF:
            remaining = History(account, root, bucket, path, versioning).hide()
        else:
            remaining = remove_file(account, root, bucket, path)
    with suppress(NotFoundError), account.folder(root, bucket, remaining) as folder:
        account.sync(folder)


def delete_version(account: Account, root: int, bucket: str, path: Sequence[bytes], version: str) -> None:
    """Remove a version for good. One that is not there needs no removing.

    Raises:
        BucketNotFoundError: the bucket is not there.
        IntegrityError: the version that would be the newest then is damaged.
        ConflictError: it cannot be the newest, because a folder with objects has its name.
    """
    with account.folder(root, bucket), account.locked(root, bucket) as lock:
        History(account, root, bucket, path, read_versioning(root, bucket, lock)).remove(version)


def remove_file(account: Account, root: int, bucket: str, path: Sequence[bytes]) -> Sequence[bytes]:
    """Remove an object, and the folders that it was the last in; returns the path of what stays."""
    try:
        with account.folder(root, bucket, path[:-1]) as folder:
            there = status_of(path[-1], folder)
            if there is None or not stat.S_ISREG(there.st_mode):
                return path[:-1]
            os.unlink(path[-1], dir_fd=folder)
    except BucketNotFoundError:
        raise
    except FileNotFoundError:
        return path[:-1]
    remove_record(root, record_path(bucket, path, State.of(there)))
    return prune(account, root, bucket, path[:-1])
