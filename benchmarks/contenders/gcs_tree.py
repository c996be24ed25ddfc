"""google-cloud-storage's transfer manager: ``up FOLDER NAME``, ``down NAME FOLDER``, ``same FOLDER NAME``."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from google.cloud import storage
from google.cloud.storage import transfer_manager
from google.oauth2 import service_account
from requests.adapters import HTTPAdapter

THREADS = 32


def bucket(name: str) -> storage.Bucket:
    """A bucket of a client with a connection for each thread, which it has not by itself."""
    credentials = service_account.Credentials.from_service_account_file(
        os.environ["GOOGLE_APPLICATION_CREDENTIALS"],
        scopes=["https://www.googleapis.com/auth/devstorage.full_control"],
    )
    endpoint = os.environ["GCS_ENDPOINT"]
    client = storage.Client(credentials.project_id, credentials, client_options={"api_endpoint": endpoint})
    adapter = HTTPAdapter(pool_connections=THREADS, pool_maxsize=THREADS)
    client._http.mount(endpoint, adapter)
    return client.bucket(name)


def up(folder: Path, target: storage.Bucket) -> None:
    """Upload every file of a tree."""
    outcomes = transfer_manager.upload_many_from_filenames(
        target, list(_files(folder)), source_directory=str(folder), **_threads()
    )
    _demand_success(outcomes)


def down(source: storage.Bucket, folder: Path) -> None:
    """Download every object of a bucket."""
    names = [blob.name for blob in source.list_blobs()]
    _demand_success(
        transfer_manager.download_many_to_path(source, names, destination_directory=str(folder), **_threads())
    )


def same(folder: Path, target: storage.Bucket) -> None:
    """Compare every object with its file.

    Raises:
        AssertionError: they differ, or one is missing.
    """
    names = {blob.name for blob in target.list_blobs()}
    wanted = set(_files(folder))
    assert names == wanted, f"{len(names)} objects, {len(wanted)} expected"
    for name in names:
        assert target.blob(name).download_as_bytes() == (folder / name).read_bytes(), name


def _files(folder: Path) -> Iterable[str]:
    return (str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


def _threads() -> dict[str, Any]:
    return {"worker_type": transfer_manager.THREAD, "max_workers": THREADS}


def _demand_success(outcomes: list[Any]) -> None:
    for outcome in outcomes:
        if isinstance(outcome, Exception):
            raise outcome


if __name__ == "__main__":
    verb, source, target = sys.argv[1:]
    if verb == "up":
        up(Path(source), bucket(target))
    elif verb == "down":
        down(bucket(source), Path(target))
    else:
        same(Path(source), bucket(target))
