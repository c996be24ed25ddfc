"""A bucket of a client: the same methods, with the bucket said once."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from codomyrmex.cloud.common.storage.types import DeleteReport, Directory, ObjectInfo, UnfinishedUpload

if TYPE_CHECKING:
    from typing_extensions import Buffer

    from codomyrmex.cloud.common.storage.client import StorageClient
    from codomyrmex.cloud.common.storage.listing import ObjectListing
    from codomyrmex.cloud.filesystem import BucketFileSystem


class Bucket:
    """One bucket. Each method is the client's of the same meaning, and takes the same options."""

    __slots__ = ("client", "name")

    def __init__(self, client: StorageClient, name: str) -> None:
        self.client = client
        self.name = name

    def __repr__(self) -> str:
        return f"Bucket({self.name!r}, {self.client!r})"

    def exists(self) -> bool:
        """Whether the bucket is there."""
        return self.client.bucket_exists(self.name)

    def ensure(self, *, region: str | None = None) -> bool:
        """Create it unless it is there; ``True`` when it was created now."""
        return self.client.ensure_bucket(self.name, region=region)

    def upload_file(
        self, file_path: str | os.PathLike[str], key: str | None = None, **options: Any
    ) -> ObjectInfo:
        """Upload a file."""
        return self.client.upload_file(file_path, self.name, key, **options)

    def download_file(self, key: str, file_path: str | os.PathLike[str], **options: Any) -> Path:
        """Download an object into a file."""
        return self.client.download_file(self.name, key, file_path, **options)

    def put_object(self, key: str, data: Buffer | BinaryIO | Iterable[Buffer], **options: Any) -> ObjectInfo:
        """Write an object."""
        return self.client.put_object(self.name, key, data, **options)

    def get_object(self, key: str, **options: Any) -> bytes:
        """The bytes of an object."""
        return self.client.get_object(self.name, key, **options)

    def stream_object(self, key: str, **options: Any) -> Iterator[bytes]:
        """The bytes of an object in chunks."""
        return self.client.stream_object(self.name, key, **options)

    def open(self, key: str, mode: Any = "rb") -> Any:
        """The object as a file."""
        return self.client.open(self.name, key, mode)

    def list_objects(self, prefix: str = "", **options: Any) -> ObjectListing:
        """The objects below a prefix."""
        return self.client.list_objects(self.name, prefix, **options)

    def list_directory(self, prefix: str = "") -> Directory:
        """One level below a prefix."""
        return self.client.list_directory(self.name, prefix)

    def get_metadata(self, key: str, **options: Any) -> ObjectInfo:
        """What is known of an object."""
        return self.client.get_metadata(self.name, key, **options)

    def object_exists(self, key: str) -> bool:
        """Whether an object is there."""
        return self.client.object_exists(self.name, key)

    def delete_object(self, key: str, **options: Any) -> None:
        """Delete an object."""
        self.client.delete_object(self.name, key, **options)

    def delete_objects(self, keys: Iterable[str]) -> DeleteReport:
        """Delete many objects."""
        return self.client.delete_objects(self.name, keys)

    def list_uploads(self, prefix: str = "") -> Iterator[UnfinishedUpload]:
        """The uploads that are under way or were left behind."""
        return self.client.list_uploads(self.name, prefix)

    def filesystem(self) -> BucketFileSystem:
        """The bucket as an fsspec filesystem."""
        return self.client.filesystem(self.name)

    def generate_presigned_url(self, key: str, **options: Any) -> str:
        """A URL that works for a while."""
        return self.client.generate_presigned_url(self.name, key, **options)
