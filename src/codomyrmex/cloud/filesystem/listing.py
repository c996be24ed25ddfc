"""What is there: listings and single entries.

Stores have no directories. What several keys begin with, up to a slash, is shown as one; a key that ends with
a slash and holds nothing, which some tools keep for an empty folder, is shown as that folder.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from hashlib import sha256
from typing import Any

from codomyrmex.cloud.common.errors import BucketNotFoundError, InvalidRequestError, NotFoundError
from codomyrmex.cloud.common.storage.many import each
from codomyrmex.cloud.filesystem.paths import (
    CONNECTIONS,
    Entry,
    Path,
    Paths,
    directory_entry,
    file_entry,
    folder_entry,
)


class ListMethods(Paths):
    """The methods that look, and change nothing."""

    def ls(self, path: Path, detail: bool = True, refresh: bool = False, **_options: Any) -> list[Any]:
        """One level below a path; a file is its own listing.

        Args:
            path: a directory or a file.
            detail: entries in place of names.
            refresh: ask the store even where the listing is kept.

        Raises:
            NotFoundError: there is nothing at the path.
        """
        name = self._strip_protocol(path)
        entries = None if refresh else self._ls_from_cache(name)
        if entries is None:
            entries = self._list(name)
        return list(entries) if detail else [entry["name"] for entry in entries]

    def _list(self, path: str) -> list[Entry]:
        bucket, key = self._locate(path)
        if not bucket:
            return [directory_entry(self._path_of(name, "")) for name in self.client.list_buckets()]
        prefix = f"{key}/" if key else ""
        level = self.client.list_directory(bucket, prefix)
        if key and not level.directories and not level.objects:
            return [file_entry(path, self.client.get_metadata(bucket, key))]
        entries = [directory_entry(self._path_of(bucket, name[:-1])) for name in level.directories]
        entries += [
            file_entry(self._path_of(bucket, info.key), info) for info in level.objects if info.key != prefix
        ]
        entries.sort(key=lambda entry: entry["name"])
        self.dircache[path] = entries
        return entries

    def info(self, path: Path, refresh: bool = False, **_options: Any) -> Entry:
        """What is known of a path: of an object its size, time, ETag, content type and metadata.

        Where a key is an object and begins others as well, this is the object.

        Raises:
            NotFoundError: there is nothing at the path.
        """
        name = self._strip_protocol(path)
        bucket, key = self._locate(name)
        if not key:
            if bucket and not self.client.bucket_exists(bucket):
                raise BucketNotFoundError(f"The bucket {bucket} is not there.")
            return directory_entry(name)
        kept = None if refresh else self._kept(name)
        if kept:
            return dict(min(kept, key=lambda entry: entry["type"] != "file"))
        if kept is not None:
            raise NotFoundError(f"{name} is not there.")
        try:
            return file_entry(name, self.client.get_metadata(bucket, key))
        except NotFoundError:
            # The answer to HEAD does not say whether the bucket is there; a listing does.
            if self._holds(bucket, key):
                return directory_entry(name)
            raise

    def _kept(self, path: str) -> list[Entry] | None:
        """The entries of a path in a kept listing of its parent; ``None`` where none is kept."""
        siblings = self.dircache.get(self._parent(path))
        return None if siblings is None else [entry for entry in siblings if entry["name"] == path]

    def _holds(self, bucket: str, key: str) -> bool:
        """Whether there is a key below this one."""
        return any(True for _ in self.client.list_objects(bucket, f"{key}/"))

    def exists(self, path: Path, **_options: Any) -> bool:
        """Whether there is a file or a directory. What may not be looked at is an error, not ``False``."""
        try:
            self.info(path)
        except NotFoundError:
            return False
        return True

    def isfile(self, path: Path) -> bool:
        """Whether there is an object of this key."""
        try:
            return bool(self.info(path)["type"] == "file")
        except NotFoundError:
            return False

    def isdir(self, path: Path) -> bool:
        """Whether there is a bucket, or a key below this one."""
        bucket, key = self._locate(path)
        if not key:
            return self.exists(path)
        kept = self._kept(self._strip_protocol(path))
        if kept is not None:
            return any(entry["type"] == "directory" for entry in kept)
        try:
            return self._holds(bucket, key)
        except NotFoundError:
            return False

    def find(
        self,
        path: Path,
        maxdepth: int | None = None,
        withdirs: bool = False,
        detail: bool = False,
        **_options: Any,
    ) -> Any:
        """Every file below a path, in one listing however deep they are; a file is found at its own path.

        Args:
            path: where to look.
            maxdepth: levels to go down; each directory is then a listing of its own.
            withdirs: directories, too, and the one at the path itself.
            detail: a dictionary of entries in place of a list of names.
        """
        root = self._strip_protocol(path)
        if maxdepth is not None:
            return super().find(root, maxdepth=maxdepth, withdirs=withdirs, detail=detail)
        found: dict[str, Entry] = {}
        for entry in self._below(root):
            if entry["type"] == "file" or withdirs:
                found[entry["name"]] = entry
            if withdirs:
                for name in _directories(root, entry):
                    found.setdefault(name, directory_entry(name))
        if not found and root and self.isfile(root):
            found[root] = self.info(root)
        names = sorted(found)
        return {name: found[name] for name in names} if detail else names

    def _below(self, path: str) -> Iterator[Entry]:
        """The entries of all objects below a path, and of directories that are kept as objects."""
        bucket, key = self._locate(path)
        for name in [bucket] if bucket else self.client.list_buckets():
            try:
                listing = self.client.list_objects(name, f"{key}/" if key else "")
            except BucketNotFoundError:
                continue
            for info in listing:
                if info.key.endswith("/") and not info.size:
                    yield folder_entry(self._path_of(name, info.key[:-1]), info)
                else:
                    yield file_entry(self._path_of(name, info.key), info)

    def du(
        self,
        path: Path,
        total: bool = True,
        maxdepth: int | None = None,
        withdirs: bool = False,
        **_options: Any,
    ) -> Any:
        """Bytes below a path: their sum, or of each file by name."""
        found = self.find(path, maxdepth=maxdepth, withdirs=withdirs, detail=True)
        sizes = {name: entry["size"] for name, entry in found.items()}
        return sum(sizes.values()) if total else sizes

    def sizes(self, paths: list[Path]) -> list[int]:
        """The size of each file in bytes, several asked for at a time.

        Raises:
            NotFoundError: one of them is not there.
        """
        sizes = [0] * len(paths)
        for index, outcome in each(lambda index: self.info(paths[index]), range(len(paths)), CONNECTIONS):
            if not isinstance(outcome, dict):
                raise outcome
            sizes[index] = outcome["size"]
        return sizes

    def modified(self, path: Path) -> datetime:
        """When an object was written, timezone-aware.

        Raises:
            InvalidRequestError: a directory has no time.
        """
        time = self.info(path).get("mtime")
        if not isinstance(time, datetime):
            raise InvalidRequestError(f"{path} is a directory; only objects have a time.")
        return time

    def created(self, path: Path) -> datetime:
        """The same as `modified`: an object is written as a whole, and never changed."""
        return self.modified(path)

    def ukey(self, path: Path) -> str:
        """A name for the bytes that are there now: another one, when they are others."""
        entry = self.info(path)
        known = (entry["name"], entry["size"], entry.get("etag"), entry.get("version"), entry.get("mtime"))
        return sha256(repr(known).encode()).hexdigest()

    def checksum(self, path: Path) -> int:
        """`ukey` as a number."""
        return int(self.ukey(path), 16)

    def invalidate_cache(self, path: Path | None = None) -> None:
        """Forget the kept listings that a change at ``path`` may have made wrong; ``None``: all of them."""
        super().invalidate_cache(path)
        if path is None:
            self.dircache.clear()
            return
        path = self._strip_protocol(path)
        stale = {name for name in self.dircache if name == path or name.startswith(f"{path}/")}
        while path:
            path = self._parent(path)
            stale.add(path)
        for name in stale:
            self.dircache.pop(name, None)


def _directories(root: str, entry: Entry) -> Iterator[str]:
    """The directories from ``root`` down to an entry."""
    name = entry["name"]
    position = len(root)
    if root:
        yield root
    while (position := name.find("/", position + 1)) != -1:
        # What is below an empty name (``a//b``) has no path of its own.
        if name[position - 1] != "/":
            yield name[:position]
