"""Opening from folder to folder by descriptor, so that no symbolic link is followed on the way.

What is opened is what is checked: a name that somebody swaps meanwhile leads nowhere else.
"""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache

from codomyrmex.model_context_protocol.paths.naming import KERNEL_FOLDERS, refused

_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
# A FIFO without a writer would hold up a blocking open; a terminal must not become this process's own.
_FILE = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC
_LINK = "The path is a symbolic link or goes through one; those are not followed."
_NO_FILE = "The path does not name a regular file."
_REASONS = {
    errno.ENOENT: "There is no such file or folder.",
    # What Linux says of a symbolic link where a folder is wanted.
    errno.ENOTDIR: "The path goes through something that is no folder; symbolic links are not followed.",
    errno.ELOOP: _LINK,
    errno.EMLINK: _LINK,
    errno.EISDIR: _NO_FILE,
    errno.ENXIO: _NO_FILE,
    errno.ENODEV: _NO_FILE,
    errno.EOPNOTSUPP: _NO_FILE,
    errno.EACCES: "The system does not allow it.",
    errno.EPERM: "The system does not allow it.",
}


def open_folder(folder: int, names: Sequence[str]) -> int:
    """Open the folder that ``names`` lead to from an open one; the caller closes it.

    Raises:
        DeniedError: one of them is not there, is no folder, is a symbolic link, or may not be opened.
    """
    found = os.dup(folder)
    try:
        for name in names:
            with told():
                deeper = os.open(name, _FOLDER, dir_fd=found)
            os.close(found)
            found = deeper
    except BaseException:
        os.close(found)
        raise
    return found


def open_file(folder: int, name: str) -> int:
    """Open a regular file of an open folder for reading; the caller closes it.

    Raises:
        DeniedError: it is not there, is anything but a regular file, or may not be opened.
    """
    with told():
        descriptor = os.open(name, _FILE, dir_fd=folder)
    try:
        check_regular(os.fstat(descriptor))
        os.set_blocking(descriptor, True)
    except BaseException:
        os.close(descriptor)
        raise
    return descriptor


def status_of(folder: int, name: str) -> os.stat_result | None:
    """The status of what has a name in an open folder, itself and not what it points to."""
    with told():
        try:
            return os.stat(name, dir_fd=folder, follow_symlinks=False)
        except FileNotFoundError:
            return None


def check_regular(status: os.stat_result) -> None:
    """Refuse what is no regular file, or one of the kernel's.

    Raises:
        DeniedError: it is.
    """
    if not stat.S_ISREG(status.st_mode):
        raise refused(_LINK if stat.S_ISLNK(status.st_mode) else _NO_FILE)
    if status.st_dev in _kernel_devices():
        raise refused("The path names a file of the system's kernel.")


@cache
def _kernel_devices() -> frozenset[int]:
    """The file systems of the kernel, which may be mounted below an allowed folder a second time."""
    devices = set()
    for name in KERNEL_FOLDERS:
        try:
            devices.add(os.stat(f"/{name}").st_dev)
        except OSError:
            continue  # a system without it
    return frozenset(devices - {os.stat("/").st_dev})


@contextmanager
def told() -> Iterator[None]:
    """Say what the system said as a refusal; all of it is about what lies below an allowed folder."""
    try:
        yield
    except OSError as error:
        reason = _REASONS.get(error.errno or 0, f"The system cannot do it: {error.strerror}.")
        raise refused(reason) from error
