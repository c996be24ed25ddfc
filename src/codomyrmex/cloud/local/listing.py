"""Listing a bucket in the order of its keys, a page at a time, without collecting the tree."""

from __future__ import annotations

import os
import stat
from contextlib import suppress
from dataclasses import replace

from codomyrmex.cloud.common.errors import BucketNotFoundError, NotFoundError
from codomyrmex.cloud.common.storage.types import ObjectInfo, Page
from codomyrmex.cloud.local.account import Account, open_folder, status_of
from codomyrmex.cloud.local.folders import holds_object
from codomyrmex.cloud.local.keys import key_of
from codomyrmex.cloud.local.objects import modified
from codomyrmex.cloud.local.records import State

_PAGE = 1000
_MAX_OPEN = 32
"""Folders that stay open at once, on the way down into a deep tree."""


class PageToken(str):
    """The last key of a page, together with the walk that goes on behind it."""

    walks: list[Walk]


class Walk:
    """Goes through a bucket in the order of UTF-8, in which ``a-b`` lies before ``a/b``.

    So a folder sorts with its slash. Each folder on the way from the bucket to the present key is read once,
    and kept as the sorted names that are still to come. Nothing is open between two pages.

    Args:
        account: where.
        bucket: the bucket.
        prefix: what the keys begin with.
        delimited: give a folder as one entry, and do not go into it.
        after: the key or common prefix behind which to begin.
    """

    def __init__(
        self, account: Account, bucket: str, prefix: str, delimited: bool, after: str | None
    ) -> None:
        self._account = account
        self._bucket = bucket
        self._prefix = prefix
        self._delimited = delimited
        self._after = after.encode("utf-8", "surrogateescape") if after is not None else None
        self._folders: list[_Folder] = []
        self._begun = False

    def page(self) -> Page:
        """The next page.

        Raises:
            BucketNotFoundError: the bucket is not there.
            PermissionDeniedError: a folder in it may not be read.
        """
        page = Page([], [], None)
        with self._account.opened(self._bucket) as root:
            try:
                if not self._begun:
                    self._begin(root)
                return self._fill(root, page)
            finally:
                for folder in self._folders:
                    folder.close()

    def _begin(self, root: int) -> None:
        with self._account.folder(root, self._bucket):
            self._begun = True
        beginning = self._prefix.encode("utf-8", "surrogateescape")
        path, slash, name = beginning.rpartition(b"/")
        names = path.split(b"/") if slash else []
        # Nothing has such a key, and the file system would take these names for others.
        if b"\0" in beginning or any(part in (b"", b".", b"..") for part in names):
            return
        self._enter(root, path + slash, name)

    def _fill(self, root: int, page: Page) -> Page:
        last = b""
        folders = self._folders
        while folders:
            folder = folders[-1]
            if not folder.entries:
                folders.pop().close()
                continue
            if len(page.objects) + len(page.prefixes) == _PAGE:
                token = PageToken(key_of(last))
                token.walks = [self]
                return replace(page, token=token)
            entry = folder.entries.pop()
            path = folder.path + entry
            if not entry.endswith(b"/"):
                info = self._look(root, folder, entry)
                if info is not None:
                    page.objects.append(info)
                    last = path
            elif not self._delimited:
                self._enter(root, path)
            elif holds_object(self._account, root, self._bucket, path[:-1].split(b"/")):
                page.prefixes.append(key_of(path))
                last = path
        return page

    def _enter(self, root: int, path: bytes, beginning: bytes = b"") -> None:
        """Read a folder, whose path ends with a slash, as far as its names begin with ``beginning``."""
        descriptor = self._open(root, path)
        if descriptor < 0:
            return
        folder = _Folder(path, descriptor, [])
        self._folders.append(folder)
        if len(self._folders) > _MAX_OPEN:
            self._folders[-_MAX_OPEN - 1].close()
        folder.entries = _entries(descriptor, beginning, self._after_in(path), self._delimited)

    def _open(self, root: int, path: bytes) -> int:
        """Open a folder, from the one that the walk is in where it lies there; -1 when it is gone."""
        try:
            parent = self._folders[-1] if self._folders else None
            if parent is not None and parent.descriptor >= 0 and path.startswith(parent.path):
                return open_folder(path[len(parent.path) : -1], parent.descriptor)
            with self._account.folder(root, self._bucket, path.split(b"/")[:-1]) as descriptor:
                return os.dup(descriptor)
        except BucketNotFoundError:
            raise
        except NotFoundError:
            return -1

    def _look(self, root: int, folder: _Folder, name: bytes) -> ObjectInfo | None:
        if folder.descriptor < 0:
            folder.descriptor = self._open(root, folder.path)
            if folder.descriptor < 0:
                folder.entries.clear()
                return None
        there = status_of(name, folder.descriptor)
        key = key_of(folder.path + name)
        # Other bytes than the prefix's may be the same text, if the prefix ends within a character.
        if there is None or not stat.S_ISREG(there.st_mode) or not key.startswith(self._prefix):
            return None
        state = State.of(there)
        return ObjectInfo(self._bucket, key, state.size, modified(state), state.etag)

    def _after_in(self, path: bytes) -> bytes | None:
        """Where to begin in a folder: what follows its path in the key behind which the walk begins."""
        if self._after is None or not self._after.startswith(path):
            return None
        return self._after[len(path) :]


def next_page(account: Account, bucket: str, prefix: str, delimited: bool, token: str | None) -> Page:
    """The page that a token leads to, or the first."""
    walk = None
    if isinstance(token, PageToken):
        # Whoever comes second with the same token begins anew behind its key.
        with suppress(IndexError):
            walk = token.walks.pop()
    return (walk or Walk(account, bucket, prefix, delimited, token)).page()


class _Folder:
    """A folder that the walk is in."""

    __slots__ = ("descriptor", "entries", "path")

    def __init__(self, path: bytes, descriptor: int, entries: list[bytes]) -> None:
        self.path = path
        self.descriptor = descriptor
        self.entries = entries

    def close(self) -> None:
        descriptor, self.descriptor = self.descriptor, -1
        if descriptor >= 0:
            os.close(descriptor)


def _entries(descriptor: int, beginning: bytes, after: bytes | None, delimited: bool) -> list[bytes]:
    """The names in a folder that a listing has, the last first; those of folders with their slash."""
    names = []
    with os.scandir(descriptor) as entries:
        for entry in entries:
            name = os.fsencode(entry.name)
            if not name.startswith(beginning):
                continue
            if entry.is_dir(follow_symlinks=False):
                name += b"/"
            elif not entry.is_file(follow_symlinks=False):
                continue
            if (
                after is None
                or name > after
                or (not delimited and name.endswith(b"/") and after.startswith(name))
            ):
                names.append(name)
    names.sort(reverse=True)
    return names
