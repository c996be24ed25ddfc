"""The folder of an account: what is in it is opened name by name, and never through a symbolic link."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress

from codomyrmex.cloud.common.errors import (
    BucketNotFoundError,
    ConfigurationError,
    ConflictError,
    NotFoundError,
)

RESERVED = ".codomyrmex"
"""The folder beside the buckets for what is not an object; no bucket's name begins with a dot."""

TEMPORARY = f"{RESERVED}/unfinished"
RECORDS = f"{RESERVED}/records"
VERSIONS = f"{RESERVED}/versions"
LOCKS = f"{RESERVED}/locks"

# What the system says where no file or folder of that name is, or only behind a link.
_ABSENT = {errno.ENOENT, errno.ENOTDIR, errno.ELOOP, errno.ENAMETOOLONG, errno.ENXIO, errno.ENODEV}


class Account:
    """A folder whose subfolders are buckets. Nothing stays open, so threads and forked children can share it.

    Args:
        root: its absolute path.
        durable: whether what was written has to outlive a power failure.
    """

    def __init__(self, root: str, durable: bool) -> None:
        self.root = root
        self.durable = durable
        self.swept = False

    def create(self) -> None:
        """Make the folder of the account, unless it is there.

        Raises:
            ConfigurationError: something else is in its place.
        """
        try:
            os.makedirs(self.root, exist_ok=True)
        except (FileExistsError, NotADirectoryError) as error:
            raise ConfigurationError(f"{self.root} is not a folder, so it cannot hold buckets.") from error

    @contextmanager
    def opened(self, bucket: str) -> Iterator[int]:
        """A descriptor of the root, for work on a bucket.

        Raises:
            BucketNotFoundError: the root is not there, or no bucket can have this name.
            ConfigurationError: it is not a folder.
        """
        if bucket.startswith("."):
            raise bucket_not_found(bucket)
        try:
            root = os.open(self.root, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        except FileNotFoundError:
            raise bucket_not_found(bucket) from None
        except NotADirectoryError as error:
            raise ConfigurationError(f"{self.root} is not a folder, so it cannot hold buckets.") from error
        try:
            yield root
        finally:
            os.close(root)

    @contextmanager
    def folder(self, root: int, bucket: str, path: Sequence[bytes] = ()) -> Iterator[int]:
        """A descriptor of a folder in a bucket.

        Args:
            root: the descriptor of the root.
            bucket: the bucket.
            path: the names of the folders below it.

        Raises:
            BucketNotFoundError: the bucket is not there.
            NotFoundError: the folder is not there.
        """
        folder = self.open_folder(root, bucket, path)
        try:
            yield folder
        finally:
            os.close(folder)

    def open_folder(self, root: int, bucket: str, path: Sequence[bytes], *, create: bool = False) -> int:
        """Open a folder in a bucket, for the caller to close; with ``create``, make what is not there yet.

        Raises:
            BucketNotFoundError: the bucket is not there.
            NotFoundError: the folder is not there.
            ConflictError: it cannot be made, because a file has its name.
        """
        try:
            folder = open_folder(bucket.encode(), root)
        except NotFoundError:
            raise bucket_not_found(bucket) from None
        try:
            for name in path:
                child = self._open_or_make(name, folder) if create else open_folder(name, folder)
                # In this order, so that an interrupt never lets a descriptor be closed twice.
                parent, folder = folder, child
                os.close(parent)
        except BaseException:
            os.close(folder)
            raise
        return folder

    def _open_or_make(self, name: bytes, parent: int) -> int:
        try:
            return open_folder(name, parent)
        except NotFoundError:
            pass
        try:
            os.mkdir(name, dir_fd=parent)
        except FileExistsError:
            there = status_of(name, parent)
            if there is not None and not stat.S_ISDIR(there.st_mode):
                raise blocked(name, there) from None
        else:
            self.sync(parent)
        return open_folder(name, parent)

    @contextmanager
    def locked(self, root: int, bucket: str) -> Iterator[int]:
        """Let no other thread or process of this library change the bucket meanwhile.

        Yields the descriptor of the lock's file, which also says whether the bucket keeps versions.
        """
        import fcntl  # not on every system, but this module must be importable there

        # This file stays when the bucket is deleted: all who wait must wait for the same one.
        lock = open_reserved(f"{LOCKS}/{bucket}", os.O_RDWR | os.O_CREAT, root)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield lock
        finally:
            # Not by closing alone: a child that was forked meanwhile has the descriptor too.
            fcntl.flock(lock, fcntl.LOCK_UN)
            os.close(lock)

    def sync(self, descriptor: int) -> None:
        """Wait until a file or a folder is on the disk, unless nobody asked for it."""
        if self.durable:
            os.fsync(descriptor)

    def sync_folder(self, path: str, root: int) -> None:
        """Wait until what a reserved folder lists is on the disk, unless nobody asked for it."""
        if self.durable:
            descriptor = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC, dir_fd=root)
            try:
                os.fsync(descriptor)
            finally:
                os.close(descriptor)


def open_folder(name: bytes, parent: int) -> int:
    """Open a folder for reading.

    Raises:
        NotFoundError: it is not there, or is not a folder.
    """
    return _open(name, parent, os.O_DIRECTORY)


def open_file(name: bytes, parent: int) -> int:
    """Open a regular file for reading; returns its descriptor.

    Raises:
        NotFoundError: it is not there, or is not a regular file.
    """
    # Without O_NONBLOCK, opening a pipe would wait for its other end.
    descriptor = _open(name, parent, os.O_NONBLOCK)
    if stat.S_ISREG(os.fstat(descriptor).st_mode):
        return descriptor
    os.close(descriptor)
    raise _not_found(name)


def status_of(name: bytes, parent: int) -> os.stat_result | None:
    """What the system knows of a name, not following a link; ``None`` when nothing has it."""
    try:
        return os.stat(name, dir_fd=parent, follow_symlinks=False)
    except OSError as error:
        if error.errno in _ABSENT:
            return None
        raise


def open_reserved(path: str, flags: int, root: int) -> int:
    """Open a file in the reserved folder, which is made when it is not there yet."""
    flags |= os.O_CLOEXEC | os.O_NOFOLLOW
    try:
        return os.open(path, flags, 0o666, dir_fd=root)
    except FileNotFoundError:
        make_folders(path, root)
        return os.open(path, flags, 0o666, dir_fd=root)


def make_folders(path: str, root: int) -> None:
    """Make the folders above a path in the reserved folder, unless they are there."""
    names = path.split("/")
    for depth in range(1, len(names)):
        with suppress(FileExistsError):
            os.mkdir("/".join(names[:depth]), dir_fd=root)


def bucket_not_found(bucket: str) -> BucketNotFoundError:
    """The error for a bucket that is not there."""
    return BucketNotFoundError(f"The bucket {bucket} is not there.")


def blocked(name: bytes, there: os.stat_result) -> ConflictError:
    """The error for a name that something else has than the file or folder that is needed."""
    shown = name.decode(errors="backslashreplace")
    if stat.S_ISREG(there.st_mode) or stat.S_ISDIR(there.st_mode):
        return ConflictError(f"A folder cannot hold both an object {shown} and objects below {shown}/.")
    return ConflictError(f"{shown} is neither a file nor a folder, and this library does not touch it.")


def _open(name: bytes, parent: int, flags: int) -> int:
    try:
        return os.open(name, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC | flags, dir_fd=parent)
    except OSError as error:
        if error.errno in _ABSENT:
            raise _not_found(name) from None
        raise


def _not_found(name: bytes) -> NotFoundError:
    return NotFoundError(f"{name.decode(errors='backslashreplace')} is not there.")
