"""One file that an agent may read, or write."""

from __future__ import annotations

import os
import secrets
import threading
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self

from codomyrmex.model_context_protocol.paths.descent import check_regular, open_file, status_of, told
from codomyrmex.model_context_protocol.paths.naming import refused

_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC


class ReadableFile:
    """A regular file, open for reading. What is read is what was opened, whatever becomes of its name.

    Args:
        folder: a descriptor of its folder, which stays the caller's.
        path: where it is, links of the allowed folder resolved.

    Attributes:
        path: for messages.
        file: its bytes.
        size: how many they were when it was opened.

    Raises:
        DeniedError: it is not there, is no regular file, or may not be opened.
    """

    def __init__(self, folder: int, path: Path) -> None:
        descriptor = open_file(folder, path.name)
        self.path = path
        self.size = os.fstat(descriptor).st_size
        self.file: BinaryIO = os.fdopen(descriptor, "rb")

    def close(self) -> None:
        """Close it; again does nothing."""
        self.file.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()


class WritableFile:
    """A file to be, under a name of its own until it is complete.

    It is readable for its owner alone, also where it replaces a file that others could read.

    Args:
        folder: a descriptor of its folder; it becomes this object's, unless this raises.
        path: where the file will be, links of the allowed folder resolved.

    Attributes:
        path: for messages.
        exists: whether a file was there when this was opened.
        file: takes its bytes.

    Raises:
        DeniedError: something else than a file with this one name is there, or none may be made there.
    """

    def __init__(self, folder: int, path: Path) -> None:
        self.path = path
        self.exists = _replaceable(folder, path.name)
        self._temporary = f".{secrets.token_hex(12)}.part"
        with told():
            descriptor = os.open(self._temporary, _NEW, 0o600, dir_fd=folder)
        self.file: BinaryIO = os.fdopen(descriptor, "wb")
        self._folder = folder
        self._lock = threading.Lock()
        self._ended = False

    def commit(self, replace: bool) -> None:
        """Let the file appear, whole and on the disk.

        Args:
            replace: whether it may take the place of another one. If not, it never does, not even of one that
                somebody puts there at this moment.

        Raises:
            DeniedError: a file is there and is not to be replaced, or something that is no file is there.
            ValueError: it was committed or aborted before.
            OSError: the disk does not take it.
        """
        with self._lock:
            if self._ended:
                raise ValueError("The file was committed or aborted before.")
            self.file.flush()
            os.fsync(self.file.fileno())
            self._place(replace)
            os.fsync(self._folder)
            self._end()

    def abort(self) -> None:
        """Leave nothing behind; after `commit`, or again, it does nothing."""
        with self._lock:
            if not self._ended:
                self._end()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.abort()

    def _place(self, replace: bool) -> None:
        name, folder = self.path.name, self._folder
        _replaceable(folder, name)
        with told():
            if replace:
                os.rename(self._temporary, name, src_dir_fd=folder, dst_dir_fd=folder)
                return
            try:
                # Unlike rename(), link() never replaces.
                os.link(self._temporary, name, src_dir_fd=folder, dst_dir_fd=folder, follow_symlinks=False)
            except FileExistsError:
                raise refused("A file of this name is there already.") from None
            os.unlink(self._temporary, dir_fd=folder)

    def _end(self) -> None:
        self._ended = True
        try:
            # Bytes that are thrown away need not reach the disk.
            with suppress(OSError):
                self.file.close()
            with suppress(FileNotFoundError):
                os.unlink(self._temporary, dir_fd=self._folder)
        finally:
            os.close(self._folder)


def _replaceable(folder: int, name: str) -> bool:
    """Whether a file has the name; something else there, or a file with other names too, is refused."""
    there = status_of(folder, name)
    if there is None:
        return False
    check_regular(there)
    if there.st_nlink > 1:
        raise refused("The file has other names too (hard links), and is not written over.")
    return True
