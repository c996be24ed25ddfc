"""What the tests on the wire share: clients with small parts, verbs to try, requests to pick."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from codomyrmex.cloud.aws.storage import S3Client
from codomyrmex.cloud.common.storage import StorageClient
from codomyrmex.cloud.wire import ConnectionOptions, RetryPolicy
from tests.contract.harness import SMALLEST_PART
from tests.servers.fault_proxy import FaultProxy
from tests.servers.http1 import RequestHead
from tests.servers.s3_server import S3Server

SMALL = os.urandom(100_000)
LARGE = os.urandom(2 * SMALLEST_PART + 1000)

BUDGET = 2.0
"""Seconds that an impatient client spends on getting nowhere."""

SLACK = 5.0
"""Seconds that a loaded machine may add: the promise is that a hang ends, not when to the second."""

Call = Callable[[StorageClient, str, Path], bool]

VERBS: dict[str, Call] = {
    "put": lambda client, bucket, _: client.put_object(bucket, "new", SMALL).size == len(SMALL),
    "put-parts": lambda client, bucket, _: client.put_object(bucket, "new", LARGE).size == len(LARGE),
    "get": lambda client, bucket, _: client.get_object(bucket, "small") == SMALL,
    "stream": lambda client, bucket, _: b"".join(client.stream_object(bucket, "small")) == SMALL,
    "download": lambda client, bucket, folder: (
        client.download_file(bucket, "small", folder / "file").read_bytes() == SMALL
    ),
    "head": lambda client, bucket, _: client.get_metadata(bucket, "small").size == len(SMALL),
    "list": lambda client, bucket, _: [one.key for one in client.list_objects(bucket, "small")] == ["small"],
    "copy": lambda client, bucket, _: client.copy_object(bucket, "small", bucket, "copy").size == len(SMALL),
    "delete": lambda client, bucket, _: deleted(client, bucket, "old"),
    "delete-many": lambda client, bucket, _: all_deleted(client, bucket, ["old"]),
}
"""Each says whether it got what it should on a stocked bucket; the folder is for downloads."""

READS = ("get", "stream", "download")


def deleted(client: StorageClient, bucket: str, key: str) -> bool:
    """Delete an object."""
    client.delete_object(bucket, key)
    return True


def all_deleted(client: StorageClient, bucket: str, keys: list[str]) -> bool:
    """Delete objects, and raise the first failure."""
    client.delete_objects(bucket, keys).raise_on_failure()
    return True


def s3_client(server: S3Server, endpoint: str | None = None, **options: Any) -> S3Client:
    """Our client of a server, perhaps by way of another endpoint, that uploads in the smallest parts."""
    client = S3Client(
        endpoint_url=endpoint or server.endpoint,
        region=server.region,
        access_key=server.access_key,
        secret_key=server.secret_key,
        **options,
    )
    client.single_put_limit = client.part_size = SMALLEST_PART
    return client


def client_through(proxy: FaultProxy, server: S3Server, budget: float, **options: Any) -> S3Client:
    """Our client, which reaches the server through the proxy and takes a second of silence for a hang."""
    return s3_client(
        server,
        proxy.endpoint,
        retry=RetryPolicy(budget=budget, max_attempts=4, first_delay=0.01),
        connection=ConnectionOptions(stall_timeout=1.0),
        **options,
    )


def is_part(request: RequestHead) -> bool:
    """Whether the request sends a part of an upload."""
    return "partNumber=" in request.target


def is_completion(request: RequestHead) -> bool:
    """Whether the request completes an upload."""
    return request.method == "POST" and "uploadId=" in request.target


def is_later_range(request: RequestHead) -> bool:
    """Whether the request asks for a range that does not begin with the object."""
    return not (request.header("Range") or "bytes=0-").startswith("bytes=0-")


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """Fail where the block takes longer, with slack."""
    started = time.monotonic()
    yield
    assert time.monotonic() - started < seconds + SLACK
