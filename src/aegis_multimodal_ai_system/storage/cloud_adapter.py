"""The interface over a storage client of codomyrmex.cloud: what every adapter of this package shares."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from aegis_multimodal_ai_system.storage.client import StorageClient

if TYPE_CHECKING:
    from codomyrmex.cloud.common.storage import Directory, ObjectInfo, Progress
    from codomyrmex.cloud.common.storage import StorageClient as CloudClient


class CloudStorageAdapter(StorageClient):
    """One bucket of a client. A subclass says how the client is built.

    Args:
        client: the client.
        bucket: the bucket's name.

    Attributes:
        client: the same, for what the interface does not have.
    """

    def __init__(self, client: CloudClient, bucket: str) -> None:
        self.client = client
        self.bucket = bucket

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.bucket!r}, {self.client!r})"

    def upload(
        self, file_path: str | os.PathLike[str], key: str, *, progress: Progress | None = None
    ) -> ObjectInfo:
        return self.client.upload_file(file_path, self.bucket, key, progress=progress)

    def download(
        self, key: str, file_path: str | os.PathLike[str], *, progress: Progress | None = None
    ) -> Path:
        return self.client.download_file(self.bucket, key, file_path, progress=progress)

    def download_verified(
        self,
        key: str,
        file_path: str | os.PathLike[str],
        sha256: bytes,
        *,
        progress: Progress | None = None,
    ) -> Path:
        return self.client.download_file(self.bucket, key, file_path, sha256=sha256, progress=progress)

    def stream(self, key: str) -> Iterator[bytes]:
        pieces = self.client.stream_object(self.bucket, key)
        with closing(pieces):
            yield from pieces

    def get_presigned_url(self, key: str, *, method: str = "GET", expires_in: int = 3600) -> str:
        return self.client.generate_presigned_url(self.bucket, key, method=method, expires_in=expires_in)

    def presigned_url_headers(self, method: str = "GET") -> dict[str, str]:
        return self.client.presigned_url_headers(method)

    def exists(self, key: str) -> bool:
        return self.client.object_exists(self.bucket, key)

    def list(self, prefix: str = "") -> Iterator[ObjectInfo]:
        return iter(self.client.list_objects(self.bucket, prefix))

    def list_directory(self, prefix: str = "") -> Directory:
        return self.client.list_directory(self.bucket, prefix)

    def delete(self, key: str) -> None:
        self.client.delete_object(self.bucket, key)

    def stat(self, key: str) -> ObjectInfo:
        return self.client.get_metadata(self.bucket, key)

    def close(self) -> None:
        self.client.close()
