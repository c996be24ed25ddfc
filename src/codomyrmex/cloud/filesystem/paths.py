"""What the whole filesystem stands on: the client, and which object a path names."""

from __future__ import annotations

import os
from abc import abstractmethod
from typing import Any

from fsspec import AbstractFileSystem

from codomyrmex.cloud.common.errors import InvalidRequestError
from codomyrmex.cloud.common.storage import ObjectInfo, StorageClient

Path = str | os.PathLike[str]
Entry = dict[str, Any]
"""What is known of a path, as fsspec has it: at least ``name``, ``size`` and ``type``."""

CONNECTIONS = 16
"""Requests at a time where a call is about many objects."""


class Paths(AbstractFileSystem):  # type: ignore[misc]
    """A filesystem over a storage client.

    Listings are not kept unless that is asked for: what another program wrote is seen at once.

    Attributes:
        client: whose objects it shows.
    """

    protocol: str | tuple[str, ...] = "cmx"
    capability = "storage"
    client: StorageClient

    def __init__(
        self,
        *,
        use_listings_cache: bool = False,
        listings_expiry_time: float | None = None,
        max_paths: int | None = None,
    ) -> None:
        super().__init__(
            use_listings_cache=use_listings_cache,
            listings_expiry_time=listings_expiry_time,
            max_paths=max_paths,
        )

    @property
    def provider(self) -> str:
        """Who runs the store."""
        return str(self.client.provider)

    @abstractmethod
    def _locate(self, path: Path) -> tuple[str, str]:
        """The bucket and the key that a path names; each may be empty."""

    @abstractmethod
    def _path_of(self, bucket: str, key: str) -> str:
        """The path of an object, or of a prefix without its last slash."""

    def _object(self, path: Path) -> tuple[str, str]:
        """The bucket and the key of a path that must name an object.

        Raises:
            InvalidRequestError: it names a bucket, or nothing.
        """
        bucket, key = self._locate(path)
        if not key:
            raise InvalidRequestError(f"The path {os.fspath(path)!r} names no object.")
        return bucket, key


def file_entry(name: str, info: ObjectInfo) -> Entry:
    """What is known of an object."""
    return {
        "name": name,
        "size": info.size,
        "type": "file",
        "mtime": info.last_modified,
        "etag": info.etag,
        "version": info.version,
        "content_type": info.content_type,
        "storage_class": info.storage_class,
        "metadata": dict(info.metadata),
    }


def directory_entry(name: str) -> Entry:
    """What is known of a prefix."""
    return {"name": name, "size": 0, "type": "directory"}


def folder_entry(name: str, info: ObjectInfo) -> Entry:
    """What is known of a prefix that is an object as well, as some tools keep empty folders."""
    return {**file_entry(name, info), "type": "directory"}


def is_folder(entry: Entry) -> bool:
    """Whether an entry is that of a prefix that is an object as well."""
    return bool(entry["type"] == "directory" and "etag" in entry)
