"""azure-storage-blob in 32 threads: ``up FOLDER NAME``, ``down NAME FOLDER``, ``same FOLDER NAME``."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from azure.storage.blob import BlobServiceClient, ContainerClient

THREADS = 32


def container(name: str) -> ContainerClient:
    """A client that all threads share."""
    service = BlobServiceClient.from_connection_string(os.environ["AZURE_STORAGE_CONNECTION_STRING"])
    return service.get_container_client(name)


def up(folder: Path, client: ContainerClient) -> None:
    """Upload every file of a tree."""

    def put(path: Path) -> None:
        client.upload_blob(str(path.relative_to(folder)), path.read_bytes())

    _each(put, _files(folder))


def down(client: ContainerClient, folder: Path) -> None:
    """Download every blob of a container."""

    def get(name: str) -> None:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(client.download_blob(name).readall())

    _each(get, client.list_blob_names())


def same(folder: Path, client: ContainerClient) -> None:
    """Compare every blob with its file.

    Raises:
        AssertionError: they differ, or one is missing.
    """
    names = set(client.list_blob_names())
    wanted = {str(path.relative_to(folder)) for path in _files(folder)}
    assert names == wanted, f"{len(names)} blobs, {len(wanted)} expected"

    def compare(name: str) -> None:
        assert client.download_blob(name).readall() == (folder / name).read_bytes(), name

    _each(compare, names)


def _files(folder: Path) -> Iterable[Path]:
    return (path for path in folder.rglob("*") if path.is_file())


def _each(call: Callable[[Any], None], items: Iterable[Any]) -> None:
    with ThreadPoolExecutor(THREADS) as threads:
        for _ in threads.map(call, items):
            pass


if __name__ == "__main__":
    verb, source, target = sys.argv[1:]
    if verb == "up":
        up(Path(source), container(target))
    elif verb == "down":
        down(container(source), Path(target))
    else:
        same(Path(source), container(target))
