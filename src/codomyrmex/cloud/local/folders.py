"""Folders are no objects: they come with the first object in them and go with the last."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator, Sequence

from codomyrmex.cloud.common.errors import BucketNotFoundError, ConflictError, NotFoundError
from codomyrmex.cloud.local.account import Account, blocked, status_of


def holds_object(account: Account, root: int, bucket: str, path: Sequence[bytes]) -> bool:
    """Whether a regular file lies anywhere below a folder."""
    return any(has_file for _path, has_file in _walk(account, root, bucket, path))


def remove_empty(account: Account, root: int, bucket: str, path: Sequence[bytes]) -> None:
    """Remove a folder that holds no object, and the folders in it; without a path, the bucket.

    Raises:
        ConflictError: something that is neither a file nor a folder lies in it.
    """
    folders = [folder for folder, _has_file in _walk(account, root, bucket, path)]
    try:
        # What was found later lies deeper, or beside.
        for folder in reversed(folders):
            if folder:
                with account.folder(root, bucket, folder[:-1]) as parent:
                    os.rmdir(folder[-1], dir_fd=parent)
            else:
                os.rmdir(bucket, dir_fd=root)
    except OSError as error:
        if error.errno not in (errno.ENOTEMPTY, errno.EEXIST):
            raise
        where = "/".join([bucket, *(name.decode(errors="backslashreplace") for name in path)])
        raise ConflictError(f"{where} holds something that is no object.") from error


def prune(account: Account, root: int, bucket: str, path: Sequence[bytes]) -> Sequence[bytes]:
    """Remove a folder, and those above it, as far as they are empty; returns the path of what stays."""
    while path:
        try:
            with account.folder(root, bucket, path[:-1]) as parent:
                os.rmdir(path[-1], dir_fd=parent)
        except BucketNotFoundError:
            return ()
        except FileNotFoundError:
            pass  # never made, or removed by another program
        except OSError:
            return path
        path = path[:-1]
    return path


def clear_name(
    account: Account, root: int, bucket: str, path: Sequence[bytes], folder: int
) -> os.stat_result | None:
    """What has an object's name, once a folder without any object has been removed.

    Raises:
        ConflictError: something that is no regular file.
    """
    there = status_of(path[-1], folder)
    if there is not None and stat.S_ISDIR(there.st_mode) and not holds_object(account, root, bucket, path):
        remove_empty(account, root, bucket, path)
        return None
    if there is not None and not stat.S_ISREG(there.st_mode):
        raise blocked(path[-1], there)
    return there


def _walk(
    account: Account, root: int, bucket: str, path: Sequence[bytes]
) -> Iterator[tuple[Sequence[bytes], bool]]:
    """A folder and those below it, each before what is in it, with whether a regular file is in it."""
    waiting: list[Sequence[bytes]] = [path]
    while waiting:
        folder = waiting.pop()
        has_file = False
        try:
            with account.folder(root, bucket, folder) as descriptor, os.scandir(descriptor) as entries:
                for entry in entries:
                    if entry.is_dir(follow_symlinks=False):
                        waiting.append([*folder, os.fsencode(entry.name)])
                    elif entry.is_file(follow_symlinks=False):
                        has_file = True
                        break
        except BucketNotFoundError:
            raise
        except NotFoundError:
            continue  # removed meanwhile
        yield folder, has_file
