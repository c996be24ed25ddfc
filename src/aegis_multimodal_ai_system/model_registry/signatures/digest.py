"""The SHA-256 of a file, with flat memory, and how to tell that it may be another by now."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path
from typing import NamedTuple

from codomyrmex.cloud.common.errors import LocalFileError


def file_digest(path: str | os.PathLike[str]) -> bytes:
    """The SHA-256 of a file, 32 bytes; the file is read in pieces.

    Args:
        path: the file.

    Raises:
        LocalFileError: it cannot be read.
    """
    try:
        with Path(path).open("rb") as file:
            return hashlib.file_digest(file, "sha256").digest()
    except OSError as error:
        raise LocalFileError(f"{path} cannot be read: {error.strerror}.") from error


class FileState(NamedTuple):
    """What another one of means that a file was touched, and so may have another digest."""

    device: int
    inode: int
    size: int
    modified: int
    changed: int


def file_state(path: str | os.PathLike[str]) -> FileState:
    """The state of a file; times are in nanoseconds.

    Args:
        path: the file.

    Raises:
        LocalFileError: it is not there.
    """
    try:
        found = os.stat(path)
    except OSError as error:
        raise LocalFileError(f"{path} cannot be read: {error.strerror}.") from error
    return FileState(found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns)
