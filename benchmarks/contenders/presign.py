"""Makes presigned URLs: ``ours|ours-singly|boto3 COUNT``."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable

from benchmarks.contenders.meter import measure

ENDPOINT = "http://127.0.0.1:9000"
ACCESS_KEY, SECRET_KEY = "BENCHMARKKEY", "benchmark-secret"


def ours() -> Callable[[list[str]], Iterable[str]]:
    """Ours, all in one call."""
    from codomyrmex.cloud.minio.storage import MinIOClient

    client = MinIOClient(ENDPOINT, access_key=ACCESS_KEY, secret_key=SECRET_KEY)
    return lambda keys: client.generate_presigned_urls("bucket", keys)


def ours_singly() -> Callable[[list[str]], Iterable[str]]:
    """Ours, a call for each."""
    from codomyrmex.cloud.minio.storage import MinIOClient

    client = MinIOClient(ENDPOINT, access_key=ACCESS_KEY, secret_key=SECRET_KEY)
    return lambda keys: [client.generate_presigned_url("bucket", key) for key in keys]


def boto3() -> Callable[[list[str]], Iterable[str]]:
    """boto3, a call for each; it has no other."""
    import boto3
    from botocore.config import Config

    client = boto3.client(
        "s3",
        endpoint_url=ENDPOINT,
        region_name="us-east-1",
        aws_access_key_id=ACCESS_KEY,
        aws_secret_access_key=SECRET_KEY,
        config=Config(signature_version="s3v4"),
    )

    def sign(keys: list[str]) -> list[str]:
        return [
            client.generate_presigned_url("get_object", Params={"Bucket": "bucket", "Key": key})
            for key in keys
        ]

    return sign


if __name__ == "__main__":
    sign = {"ours": ours, "ours-singly": ours_singly, "boto3": boto3}[sys.argv[1]]()
    keys = [f"reports/2026/part-{number:06}.parquet" for number in range(int(sys.argv[2]))]
    list(sign(keys[:1]))

    def work() -> None:
        """Sign, and see that each key got a URL of its own."""
        urls = set(sign(keys))
        assert len(urls) == len(keys)
        assert all("X-Amz-Signature=" in url for url in urls)

    measure(work)
