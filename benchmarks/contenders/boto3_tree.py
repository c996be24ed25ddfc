"""boto3 in 32 threads: ``up FOLDER BUCKET``, ``down BUCKET FOLDER``, ``same FOLDER BUCKET``."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import boto3
from botocore.config import Config

THREADS = 32


def client() -> Any:
    """A client that keeps a connection for each thread."""
    return boto3.client("s3", config=Config(max_pool_connections=THREADS))


def up(folder: Path, bucket: str) -> None:
    """Upload every file of a tree."""
    s3 = client()

    def put(path: Path) -> None:
        s3.put_object(Bucket=bucket, Key=str(path.relative_to(folder)), Body=path.read_bytes())

    _each(put, (path for path in folder.rglob("*") if path.is_file()))


def down(bucket: str, folder: Path) -> None:
    """Download every object of a bucket."""
    s3 = client()

    def get(key: str) -> None:
        path = folder / key
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(s3.get_object(Bucket=bucket, Key=key)["Body"].read())

    _each(get, _keys(s3, bucket))


def same(folder: Path, bucket: str) -> None:
    """Compare every object with its file.

    Raises:
        AssertionError: they differ, or one is missing.
    """
    s3 = client()
    keys = set(_keys(s3, bucket))
    wanted = {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}
    assert keys == wanted, f"{len(keys)} objects, {len(wanted)} expected"

    def compare(key: str) -> None:
        stored = s3.get_object(Bucket=bucket, Key=key)["Body"]
        with (folder / key).open("rb") as file:
            for chunk in stored.iter_chunks(1 << 20):
                assert chunk == file.read(len(chunk)), key
            assert not file.read(1), key

    _each(compare, keys)


def _keys(s3: Any, bucket: str) -> Iterable[str]:
    for page in s3.get_paginator("list_objects_v2").paginate(Bucket=bucket):
        for item in page.get("Contents", ()):
            yield item["Key"]


def _each(call: Callable[[Any], None], items: Iterable[Any]) -> None:
    with ThreadPoolExecutor(THREADS) as threads:
        for _ in threads.map(call, items):
            pass


if __name__ == "__main__":
    verb, source, target = sys.argv[1:]
    if verb == "up":
        up(Path(source), target)
    elif verb == "down":
        down(source, Path(target))
    else:
        same(Path(source), target)
