"""A local file that appears whole or not at all."""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
import stat
from pathlib import Path
from types import TracebackType

from codomyrmex.cloud.common.errors import CloudError, LocalFileError, QuotaExceededError

_NO_SPACE = {errno.ENOSPC, errno.EDQUOT}


def local_error(error: OSError, path: Path) -> CloudError:
    """The error for a local file that cannot be written."""
    if error.errno in _NO_SPACE:
        return QuotaExceededError(f"{path} cannot be written: the disk is full.")
    return LocalFileError(f"{path} cannot be written: {error.strerror or error}.")


class FileTarget:
    """The target of a download: written under a temporary name beside it, renamed by `commit`.

    Leaving the ``with`` block without `commit` removes what was written.

    Raises:
        LocalFileError: the folder is not there or not writable, or the target is something else than a file.
    """

    def __init__(self, path: Path) -> None:
        self._path = Path(os.path.realpath(path))
        mode = self._mode_of_target(path)
        self._temporary = self._path.with_name(f".{secrets.token_hex(12)}.part")
        self._committed = False
        try:
            self.descriptor = os.open(
                self._temporary, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o666
            )
            if mode is not None:
                os.fchmod(self.descriptor, mode)
        except OSError as error:
            raise local_error(error, path) from error

    def _mode_of_target(self, path: Path) -> int | None:
        try:
            there = self._path.stat()
        except FileNotFoundError:
            return None
        except OSError as error:
            raise local_error(error, path) from error
        if not stat.S_ISREG(there.st_mode):
            kind = "a folder" if stat.S_ISDIR(there.st_mode) else "not a regular file"
            raise LocalFileError(f"{path} is {kind}; name a file to write to.")
        return stat.S_IMODE(there.st_mode)

    def write_at(self, position: int, data: bytes) -> None:
        """Write all of ``data`` at ``position``.

        Raises:
            QuotaExceededError: the disk is full.
        """
        view = memoryview(data)
        try:
            while view:
                written = os.pwrite(self.descriptor, view, position)
                position, view = position + written, view[written:]
        except OSError as error:
            raise local_error(error, self._path) from error

    def commit(self) -> None:
        """Give it its name."""
        try:
            os.replace(self._temporary, self._path)
        except OSError as error:
            raise local_error(error, self._path) from error
        self._committed = True

    def __enter__(self) -> FileTarget:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None
    ) -> None:
        os.close(self.descriptor)
        if not self._committed:
            with contextlib.suppress(FileNotFoundError):
                self._temporary.unlink()


class FileSink:
    """Writes what a read gives into a target from ``position`` on, and follows it with a digest."""

    __slots__ = ("_new_digest", "_position", "_start", "_target", "digest")

    def __init__(self, target: FileTarget, position: int, new_digest: object = None) -> None:
        self._target = target
        self._start = position
        self._position = position
        self._new_digest = new_digest
        self.digest = new_digest() if callable(new_digest) else None

    def write(self, chunk: bytes, /) -> object:
        """Write the next chunk."""
        self._target.write_at(self._position, chunk)
        self._position += len(chunk)
        if self.digest is not None:
            self.digest.update(chunk)
        return None

    def restart(self) -> None:
        """Begin again at the first byte."""
        self._position = self._start
        if callable(self._new_digest):
            self.digest = self._new_digest()

    @property
    def size(self) -> int:
        """Bytes written."""
        return self._position - self._start
