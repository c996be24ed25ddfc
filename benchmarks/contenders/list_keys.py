"""Reads a listing to its end: ``ours|boto3 BUCKET PREFIX KEYS``."""

from __future__ import annotations

import sys
from collections.abc import Callable

from benchmarks.contenders.meter import measure


def ours(bucket: str, prefix: str) -> Callable[[], int]:
    """Our listing."""
    from codomyrmex.cloud.minio.storage import MinIOClient

    client = MinIOClient.from_env()
    client.bucket_exists(bucket)
    return lambda: sum(1 for _ in client.list_objects(bucket, prefix))


def boto3(bucket: str, prefix: str) -> Callable[[], int]:
    """boto3's paginator."""
    import boto3

    client = boto3.client("s3")
    client.head_bucket(Bucket=bucket)
    pages = client.get_paginator("list_objects_v2")
    return lambda: sum(
        1 for page in pages.paginate(Bucket=bucket, Prefix=prefix) for _ in page.get("Contents", ())
    )


if __name__ == "__main__":
    who, bucket, prefix, expected = sys.argv[1:]
    count = {"ours": ours, "boto3": boto3}[who](bucket, prefix)

    def work() -> None:
        """List, and see that nothing is missing."""
        found = count()
        assert found == int(expected), f"{found} keys of {expected}"

    measure(work)
