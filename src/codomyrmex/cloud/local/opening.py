"""Opening an object, or one of its versions."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

from codomyrmex.cloud.common.errors import BucketNotFoundError, IntegrityError, NotFoundError
from codomyrmex.cloud.local.account import Account
from codomyrmex.cloud.local.faults import typed_errors
from codomyrmex.cloud.local.history import checked_record
from codomyrmex.cloud.local.keys import path_of
from codomyrmex.cloud.local.objects import OpenObject, describe, open_newest
from codomyrmex.cloud.local.records import State
from codomyrmex.cloud.local.versions import NULL, OldVersions

_LOOKS = 3
"""A version may go from one place to the other between two looks; it rarely does it twice."""


@contextmanager
def open_object(account: Account, bucket: str, key: str, version: str | None = None) -> Iterator[OpenObject]:
    """Open an object, or one of its versions.

    Raises:
        BucketNotFoundError: the bucket is not there.
        NotFoundError: the object or the version is not there, or is a delete marker.
        IntegrityError: the version's file or record was changed.
    """
    with typed_errors(f"{bucket}/{key}"):
        if version is None:
            found = open_newest(account, bucket, key)
        else:
            found = _open_version(account, bucket, key, version)
    try:
        yield found
    finally:
        os.close(found.descriptor)


def _open_version(account: Account, bucket: str, key: str, version: str) -> OpenObject:
    for _ in range(_LOOKS):
        found = _newest_if(account, bucket, key, version) or _open_old(account, bucket, key, version)
        if found is not None:
            return found
    raise NotFoundError(f"{bucket}/{key} has no version {version}.")


def _newest_if(account: Account, bucket: str, key: str, version: str) -> OpenObject | None:
    try:
        found = open_newest(account, bucket, key)
    except BucketNotFoundError:
        raise
    except NotFoundError:
        return None
    if (found.info.version or NULL) == version:
        return found
    os.close(found.descriptor)
    return None


def _open_old(account: Account, bucket: str, key: str, version: str) -> OpenObject | None:
    path = path_of(key)
    with account.opened(bucket) as root:
        files = OldVersions(account, root, bucket, path)
        old = files.find(version)
        if old is None:
            return None
        if old.is_delete_marker:
            raise NotFoundError(f"The version {version} of {bucket}/{key} is a delete marker.")
        try:
            descriptor = files.open(old)
        except NotFoundError:
            return None
        try:
            state = State.of(os.fstat(descriptor))
            record = checked_record(root, bucket, path, old, state)
        except BaseException as error:
            os.close(descriptor)
            # Its record goes after its file, where it was removed meanwhile.
            if isinstance(error, IntegrityError) and files.find(version) is None:
                return None
            raise
        return OpenObject(descriptor, state, describe(bucket, key, state, record), record)
