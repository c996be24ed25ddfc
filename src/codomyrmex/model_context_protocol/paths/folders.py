"""The folders that somebody allowed, and the way from them to a file."""

from __future__ import annotations

import os
import weakref
from collections.abc import Iterable
from pathlib import Path
from types import TracebackType
from typing import Self

from codomyrmex.model_context_protocol.denial import DeniedError
from codomyrmex.model_context_protocol.paths.descent import open_folder
from codomyrmex.model_context_protocol.paths.files import ReadableFile, WritableFile
from codomyrmex.model_context_protocol.paths.naming import components, refused


class _Folder:
    """An allowed folder, open as long as this object is used. Whatever becomes of its path, it is meant."""

    def __init__(self, path: Path, descriptor: int) -> None:
        self.path = path
        self.descriptor = descriptor
        # Not before a thread that opens a file from it just now lets go of it: its number could be
        # another folder's by then.
        weakref.finalize(self, os.close, descriptor)


class AllowedFolders:
    """The only folders that files are read from and written to, with all that lies below them.

    They are resolved and opened once. An agent names a file by the resolved path of a folder, or by the path
    that was given here.

    Args:
        folders: given by the person who starts the server; they may be symbolic links, or inside each other.

    Raises:
        ValueError: one of them is not there, is no folder, may not be opened, is the root, is
            the kernel's, or has a name that an agent may not say.
    """

    def __init__(self, folders: Iterable[Path | str] = ()) -> None:
        self._folders: dict[tuple[str, ...], _Folder] = {}
        for given in folders:
            folder = _open_allowed(given)
            for spelled in (folder.path, Path(os.path.abspath(given))):
                self._folders.setdefault(spelled.parts[1:], folder)

    def open_to_read(self, given: str) -> ReadableFile:
        """Open a file for reading.

        Args:
            given: its absolute path.

        Raises:
            DeniedError: the path is no plain absolute one, lies outside, goes through a symbolic link, or
                leads to no regular file. Of what is outside, nothing is said.
        """
        folder, path = self._open_folder_of(given)
        try:
            return ReadableFile(folder, path)
        finally:
            os.close(folder)

    def open_to_write(self, given: str) -> WritableFile:
        """Open a file that appears when it is committed. Its folder must be there.

        Args:
            given: its absolute path.

        Raises:
            DeniedError: as for reading; or something else than a file with this one name is there.
        """
        folder, path = self._open_folder_of(given)
        try:
            return WritableFile(folder, path)
        except BaseException:
            os.close(folder)
            raise

    def close(self) -> None:
        """Close the folders: no file can be opened any more. Files that are open stay so."""
        self._folders = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def _open_folder_of(self, given: str) -> tuple[int, Path]:
        """The folder of a file, open, and the file's resolved path."""
        names = components(given)
        # From the longest on: of two allowed folders inside each other, the inner one is meant.
        for count in range(len(names), 0, -1):
            allowed = self._folders.get(names[:count])
            if allowed is not None:
                break
        else:
            raise self._outside()
        below = names[count:]
        if not below:
            raise refused("The path names an allowed folder itself, not a file in it.")
        return open_folder(allowed.descriptor, below[:-1]), allowed.path.joinpath(*below)

    def _outside(self) -> DeniedError:
        if not self._folders:
            return refused(
                "No folder is allowed.", hint="Whoever starts the server can say --allow-dir FOLDER."
            )
        allowed = ", ".join(sorted({str(folder.path) for folder in self._folders.values()}))
        return refused("The path lies outside the allowed folders.", hint=f"Allowed: {allowed}.")


def _open_allowed(given: Path | str) -> _Folder:
    try:
        path = Path(os.path.realpath(given, strict=True))
        if path == Path(path.anchor):
            raise ValueError("The root folder cannot be allowed; name the folders that are needed.")
        components(str(path))
        flags = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
        return _Folder(path, os.open(path, flags))
    except OSError as error:
        raise ValueError(f"The folder {os.fspath(given)!r} cannot be allowed: {error.strerror}.") from None
    except DeniedError as error:
        # No agent could name a file in it.
        raise ValueError(f"The folder {os.fspath(given)!r} cannot be allowed: {error.message}") from None
