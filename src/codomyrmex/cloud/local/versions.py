"""Old versions of an object: plain files in the reserved folder, below its key.

The newest version is the file at the object's own path. The others are in
``.codomyrmex/versions/BUCKET/KEY/``, each in a file that is named after its place in their order, which also
is its id:

- ``18f3a1b2c3d4e5f6``: the bytes of the version ``18f3a1b2c3d4e5f6``;
- ``18f3a1b2c3d4e5f6.null``: those of the version ``null``, written while the bucket kept no versions, or by
  another program;
- ``18f3a1b2c3d4e5f6.deleted`` and ``18f3a1b2c3d4e5f6.null.deleted``: empty; here the object was deleted.

A file takes its modification time along, and so keeps its record (see `records`).
"""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from contextlib import suppress
from typing import NamedTuple

from codomyrmex.cloud.local.account import Account, make_folders, open_file
from codomyrmex.cloud.local.versioning import versions_folder

NULL = "null"
"""The id of what was written while the bucket kept no versions, as S3 has it."""

_NAME = re.compile(r"([0-9a-f]{16})(\.null)?(\.deleted)?")


class OldVersion(NamedTuple):
    """A version that is not at the object's own path, or a delete marker.

    Attributes:
        sequence: its place in the order; nanoseconds since 1970, but for clocks that are set back.
        is_null: whether its id is ``null``.
        is_delete_marker: whether it has no bytes and says that the object was deleted.
    """

    sequence: int
    is_null: bool = False
    is_delete_marker: bool = False

    @property
    def id(self) -> str:
        """What it is called by users."""
        return NULL if self.is_null else id_of(self.sequence)

    @property
    def name(self) -> str:
        """The name of its file."""
        null, deleted = self.is_null and ".null", self.is_delete_marker and ".deleted"
        return f"{id_of(self.sequence)}{null or ''}{deleted or ''}"


def version_named(name: str) -> OldVersion | None:
    """The version whose file has this name; ``None`` where it is another program's file."""
    found = _NAME.fullmatch(name)
    return OldVersion(int(found[1], 16), bool(found[2]), bool(found[3])) if found else None


def id_of(sequence: int) -> str:
    """The id of the version with this place in the order."""
    return f"{sequence:016x}"


def sequence_of(version: str) -> int:
    """The place of a version in the order; 0 for ``null``."""
    found = version_named(version)
    return found.sequence if found is not None else 0


class OldVersions:
    """The folder of an object's old versions. Only who holds the lock of the bucket changes it.

    Args:
        account: where.
        root: the descriptor of the root.
        bucket: the bucket.
        path: the names of the object's folders, and of its file.
    """

    def __init__(self, account: Account, root: int, bucket: str, path: Sequence[bytes]) -> None:
        self._account = account
        self._root = root
        self._bucket = bucket
        self._names = [os.fsdecode(name) for name in path]
        self._folder = "/".join([versions_folder(bucket), *self._names])

    def list(self) -> list[OldVersion]:
        """All of them, the newest first."""
        names: list[str] = []
        with suppress(FileNotFoundError, NotADirectoryError):
            folder = os.open(self._folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC, dir_fd=self._root)
            try:
                with os.scandir(folder) as entries:
                    names = [entry.name for entry in entries if entry.is_file(follow_symlinks=False)]
            finally:
                os.close(folder)
        return sorted((found for found in map(version_named, names) if found is not None), reverse=True)

    def find(self, version: str) -> OldVersion | None:
        """The version with this id; ``None`` where it is not among them."""
        return next((old for old in self.list() if old.id == version), None)

    def path_of(self, old: OldVersion) -> str:
        """Where its file is, below the root."""
        return f"{self._folder}/{old.name}"

    def status(self, old: OldVersion) -> os.stat_result:
        """What the system knows of its file."""
        return os.stat(self.path_of(old), dir_fd=self._root, follow_symlinks=False)

    def open(self, old: OldVersion) -> int:
        """Open its file for reading; returns the descriptor.

        Raises:
            NotFoundError: it was removed meanwhile.
        """
        return open_file(os.fsencode(self.path_of(old)), self._root)

    def keep(self, old: OldVersion, name: bytes, folder: int) -> None:
        """Give the file of the newest version a second name here, before its own goes to another."""
        try:
            self._link(old, name, folder)
        except FileNotFoundError:
            self._make_folder()
            self._link(old, name, folder)
        self.sync()

    def _link(self, old: OldVersion, name: bytes, folder: int) -> None:
        # It is there already where a writer was killed after this.
        with suppress(FileExistsError):
            os.link(name, self.path_of(old), src_dir_fd=folder, dst_dir_fd=self._root, follow_symlinks=False)

    def add_marker(self, marker: OldVersion) -> None:
        """Say that the object was deleted."""
        flags = os.O_WRONLY | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW
        try:
            descriptor = os.open(self.path_of(marker), flags, 0o666, dir_fd=self._root)
        except FileNotFoundError:
            self._make_folder()
            descriptor = os.open(self.path_of(marker), flags, 0o666, dir_fd=self._root)
        os.close(descriptor)
        self.sync()

    def move_out(self, old: OldVersion, name: bytes, folder: int) -> None:
        """Let a version have the object's own path, whatever is there."""
        os.rename(self.path_of(old), name, src_dir_fd=self._root, dst_dir_fd=folder)

    def remove(self, old: OldVersion) -> None:
        """Remove a version for good."""
        with suppress(FileNotFoundError):
            os.unlink(self.path_of(old), dir_fd=self._root)

    def sync(self) -> None:
        """Wait until what was changed here is on the disk, unless nobody asked for it."""
        with suppress(FileNotFoundError):  # there is nothing in it any more
            self._account.sync_folder(self._folder, self._root)

    def prune(self) -> None:
        """Remove the folder, and those above it, as far as they are empty."""
        for depth in range(len(self._names), 0, -1):
            try:
                os.rmdir("/".join([versions_folder(self._bucket), *self._names[:depth]]), dir_fd=self._root)
            except FileNotFoundError:
                continue
            except OSError:
                break

    def _make_folder(self) -> None:
        make_folders(f"{self._folder}/", self._root)
        for depth in range(len(self._names)):
            above = "/".join([versions_folder(self._bucket), *self._names[:depth]])
            self._account.sync_folder(above, self._root)
