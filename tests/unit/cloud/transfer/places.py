"""Ends of transfers, and an observer that remembers."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from pathlib import Path

from codomyrmex.cloud.common.errors import CloudError
from codomyrmex.cloud.common.storage import StorageClient
from codomyrmex.cloud.connection import Location
from codomyrmex.cloud.local.memory import MemoryStorageClient
from codomyrmex.cloud.transfer import Transfer

BUCKET = "bucket"


def here(path: Path, url: str | None = None) -> Location:
    """A path on this machine."""
    return Location(url or str(path), "file", None, None, "", path)


def there(storage: StorageClient, key: str = "", bucket: str | None = BUCKET) -> Location:
    """A key or prefix in a storage."""
    return Location(f"memory://{bucket}/{key}", "memory", storage, bucket, key, None)


def store(objects: Mapping[str, bytes] | None = None) -> MemoryStorageClient:
    """A store with one bucket of these objects."""
    client = MemoryStorageClient()
    client.create_bucket(BUCKET)
    for key, data in (objects or {}).items():
        client.put_object(BUCKET, key, data)
    return client


def contents(client: StorageClient, bucket: str = BUCKET) -> dict[str, bytes]:
    """Every object of a bucket."""
    return {info.key: client.get_object(bucket, info.key) for info in client.list_objects(bucket)}


def make_tree(folder: Path, files: Mapping[str, bytes]) -> Path:
    """Write files below a folder."""
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return folder


def tree_of(folder: Path) -> dict[str, bytes]:
    """Every file below a folder, temporary ones included."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }


class Record:
    """Remembers what it was told."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self.bytes = 0
        self.events: dict[str, list[str]] = {"planned": [], "finished": [], "failed": []}

    def planned(self, transfer: Transfer) -> None:
        self._note("planned", transfer)

    def moved(self, size: int) -> None:
        with self._lock:
            self.bytes += size

    def finished(self, transfer: Transfer) -> None:
        self._note("finished", transfer)

    def failed(self, transfer: Transfer, error: CloudError) -> None:
        self._note("failed", transfer)

    def _note(self, event: str, transfer: Transfer) -> None:
        with self._lock:
            self.events[event].append(transfer.target)
