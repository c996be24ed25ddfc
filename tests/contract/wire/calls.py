"""What the rows of faults do meanwhile, and how long it may take."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from codomyrmex.cloud.common.storage import StorageClient

SMALL = os.urandom(100_000)

BUDGET = 0.9
"""Seconds that an impatient client spends on getting nowhere. libcurl looks for silence once a second, so
that less would not be quicker."""

PATIENCE = 30.0
"""The same for a client that has time."""

SLACK = 10.0
"""Seconds that a loaded machine may add: the promise is that a hang ends, not when to the second."""

Call = Callable[[StorageClient, str, Path], bool]

READS: dict[str, Call] = {
    "get": lambda client, bucket, _: client.get_object(bucket, "small") == SMALL,
    "stream": lambda client, bucket, _: b"".join(client.stream_object(bucket, "small")) == SMALL,
    "download": lambda client, bucket, folder: (
        client.download_file(bucket, "small", folder / "file").read_bytes() == SMALL
    ),
}
CALLS: dict[str, Call] = READS | {
    "put": lambda client, bucket, _: client.put_object(bucket, "new", SMALL).size == len(SMALL),
    "put-parts": lambda client, bucket, _: put_in_parts(client, bucket),
    "head": lambda client, bucket, _: client.get_metadata(bucket, "small").size == len(SMALL),
    "list": lambda client, bucket, _: [one.key for one in client.list_objects(bucket, "small")] == ["small"],
    "copy": lambda client, bucket, _: client.copy_object(bucket, "small", bucket, "copy").size == len(SMALL),
    "delete": lambda client, bucket, _: deleted(client, bucket, "old"),
    "delete-many": lambda client, bucket, _: all_deleted(client, bucket, ["old"]),
}
"""Each says whether it got what it should on a stocked bucket; the folder is for downloads."""


def in_parts(client: StorageClient) -> bytes:
    """Data that the client uploads in three parts, the last of them a short one."""
    return os.urandom(2 * client.single_put_limit + 1000)


def put_in_parts(client: StorageClient, bucket: str) -> bool:
    """Put an object in parts."""
    data = in_parts(client)
    return client.put_object(bucket, "new", data).size == len(data)


def deleted(client: StorageClient, bucket: str, key: str) -> bool:
    """Delete an object."""
    client.delete_object(bucket, key)
    return not client.object_exists(bucket, key)


def all_deleted(client: StorageClient, bucket: str, keys: list[str]) -> bool:
    """Delete objects, and raise the first failure."""
    client.delete_objects(bucket, keys).raise_on_failure()
    return True


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """Fail where the block takes longer, with slack."""
    started = time.monotonic()
    yield
    assert time.monotonic() - started < seconds + SLACK
