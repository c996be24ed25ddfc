"""Folders in the cache in which files are until they are checked, and what killed processes left of them.

Who works in one holds a lock on it, which ends with the process: https://man7.org/linux/man-pages/man2/flock.2.html.
"""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import mkdtemp

_PREFIX = ".loading-"


@contextmanager
def working_folder(parent: Path) -> Iterator[Path]:
    """A new folder, which is removed when the block ends.

    Args:
        parent: the folder that it is in; it must be there.

    Raises:
        OSError: it cannot be made.
    """
    # Until it is locked, nobody may look for what was left.
    with _locked(parent):
        folder = Path(mkdtemp(prefix=_PREFIX, dir=parent))
        lock = _lock(folder)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        if lock is not None:
            os.close(lock)


def remove_leftovers(parent: Path) -> None:
    """Remove the folders that nobody works in any more. What cannot be removed stays.

    Args:
        parent: the folder that they are in.
    """
    with suppress(OSError), os.scandir(parent) as entries:
        left = [Path(one) for one in entries if one.name.startswith(_PREFIX)]
        if not left:
            return
        with _locked(parent):
            for folder in left:
                lock = _lock(folder)
                if lock is not None:
                    shutil.rmtree(folder, ignore_errors=True)
                    os.close(lock)


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    lock = _lock(folder, wait=True)
    try:
        yield
    finally:
        if lock is not None:
            os.close(lock)


def _lock(folder: Path, *, wait: bool = False) -> int | None:
    """A descriptor that holds the lock; ``None`` where another has it, or the file system has no locks."""
    try:
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    except OSError:
        return None
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(descriptor)
        return None
    return descriptor
