"""The moment in which an object appears, is replaced, or goes."""

from __future__ import annotations

import os
import stat
from collections.abc import Sequence
from contextlib import ExitStack
from typing import NamedTuple

from codomyrmex.cloud.common.errors import BucketNotFoundError, ConflictError, NotFoundError, PreconditionFailedError
from codomyrmex.cloud.common.storage.types import PutOptions
from codomyrmex.cloud.local.account import Account, blocked, status_of
from codomyrmex.cloud.local.folders import holds_object, prune, remove_empty
from codomyrmex.cloud.local.records import State, place_record, record_path, remove_record

_ATTEMPTS = 10


class Target(NamedTuple):
    """Where an object is to be.

    Attributes:
        bucket: its bucket.
        path: the names of the folders below it, and of the file.
    """

    bucket: str
    path: Sequence[bytes]

    def __str__(self) -> str:
        return f"{self.bucket}/{b'/'.join(self.path).decode(errors='backslashreplace')}"


class Written(NamedTuple):
    """An object that is complete, but for its name.

    Attributes:
        data: the temporary file with its bytes, below the root.
        record: the temporary file with its record, below the root.
        state: the state of the data.
        sync_record: whether the record must be on the disk before the data is.
    """

    data: str
    record: str
    state: State
    sync_record: bool


def check_target(account: Account, root: int, target: Target, options: PutOptions) -> None:
    """Refuse early what `commit` would refuse.

    Raises:
        BucketNotFoundError: the bucket is not there.
        ConflictError: a folder with objects has the name.
        PreconditionFailedError: ``if_absent`` or ``if_match`` does not hold.
    """
    there = None
    try:
        with account.folder(root, target.bucket, target.path[:-1]) as folder:
            there = status_of(target.path[-1], folder)
    except BucketNotFoundError:
        raise
    except NotFoundError:
        pass
    if there is not None and stat.S_ISDIR(there.st_mode) and not holds_object(account, root, *target):
        there = None
    _check(there, target, options)


def commit(account: Account, root: int, target: Target, written: Written, options: PutOptions) -> None:
    """Let an object appear, whole.

    Raises:
        BucketNotFoundError: the bucket is not there.
        ConflictError: its name is taken by a folder, or the name of one of its folders by an object.
        PreconditionFailedError: ``if_absent`` or ``if_match`` does not hold.
    """
    with ExitStack() as stack:
        with account.locked(root, target.bucket):
            for _ in range(_ATTEMPTS):
                # Programs that know nothing of the lock may remove a folder while it is still empty.
                try:
                    folder = stack.enter_context(account.folder(root, target.bucket, target.path[:-1], create=True))
                    _replace(account, root, folder, target, written, options)
                    break
                except BucketNotFoundError:
                    raise
                except FileNotFoundError:
                    continue
            else:
                raise ConflictError(f"Another program removes the folder of {target} again and again.", retryable=True)
        account.sync(folder)


def remove(account: Account, root: int, target: Target) -> None:
    """Let an object go, and with it the folders that it was the last in. What is not there needs no removing.

    Raises:
        BucketNotFoundError: the bucket is not there.
    """
    folders, name = target.path[:-1], target.path[-1]
    try:
        with account.locked(root, target.bucket):
            with account.folder(root, target.bucket, folders) as folder:
                there = status_of(name, folder)
                if there is None or not stat.S_ISREG(there.st_mode):
                    return
                os.unlink(name, dir_fd=folder)
                remove_record(root, record_path(*target, State.of(there)))
            folders = prune(account, root, target.bucket, folders)
        with account.folder(root, target.bucket, folders) as folder:
            account.sync(folder)
    except BucketNotFoundError:
        raise
    except FileNotFoundError:
        return


def _replace(
    account: Account, root: int, folder: int, target: Target, written: Written, options: PutOptions
) -> None:
    name = target.path[-1]
    there = status_of(name, folder)
    if there is not None and stat.S_ISDIR(there.st_mode) and not holds_object(account, root, *target):
        _remove_folder(account, root, folder, target)
        there = None
    _check(there, target, options)
    states = {written.state, State.of(there)} if there is not None else {written.state}
    try:
        place_record(root, written.record, record_path(*target, written.state))
        if written.sync_record:
            _sync_folder_of(account, root, record_path(*target, written.state))
        _rename(root, folder, name, target, written, options)
    finally:
        # An interrupt comes before or after the renaming: the data itself tells which record is true.
        now = status_of(name, folder)
        for state in states - ({State.of(now)} if now is not None else set()):
            remove_record(root, record_path(*target, state))


def _rename(root: int, folder: int, name: bytes, target: Target, written: Written, options: PutOptions) -> None:
    if not options.if_absent:
        os.rename(written.data, name, src_dir_fd=root, dst_dir_fd=folder)
        return
    try:
        # Unlike rename(), link() never replaces, not even what another program just put there.
        os.link(written.data, name, src_dir_fd=root, dst_dir_fd=folder)
    except FileExistsError:
        raise _is_there(target) from None
    os.unlink(written.data, dir_fd=root)


def _check(there: os.stat_result | None, target: Target, options: PutOptions) -> None:
    if there is not None and not stat.S_ISREG(there.st_mode):
        raise blocked(target.path[-1], there)
    if options.if_absent and there is not None:
        raise _is_there(target)
    if options.if_match is not None and (there is None or State.of(there).etag != options.if_match):
        raise PreconditionFailedError(f"{target} has not the ETag {options.if_match}.")


def _remove_folder(account: Account, root: int, folder: int, target: Target) -> None:
    try:
        remove_empty(account, root, *target)
        os.rmdir(target.path[-1], dir_fd=folder)
    except OSError as error:
        raise ConflictError(f"{target} is a folder with something that is no object.") from error


def _sync_folder_of(account: Account, root: int, path: str) -> None:
    descriptor = os.open(os.path.dirname(path), os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC, dir_fd=root)
    try:
        account.sync(descriptor)
    finally:
        os.close(descriptor)


def _is_there(target: Target) -> PreconditionFailedError:
    return PreconditionFailedError(f"{target} is there already.")
