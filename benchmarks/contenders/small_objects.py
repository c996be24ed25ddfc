"""Puts or gets objects of 4 KiB one after the other: ``ours|boto3|obstore put|get BUCKET COUNT``."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable

from benchmarks.contenders.meter import measure

DATA = os.urandom(4096)
Put = Callable[[str, bytes], object]
Get = Callable[[str], bytes]


def ours(bucket: str) -> tuple[Put, Get]:
    """Ours; what is sent and what arrives is checked by MD5."""
    from codomyrmex.cloud.minio.storage import MinIOClient

    client = MinIOClient.from_env()
    return lambda key, data: client.put_object(bucket, key, data), lambda key: client.get_object(bucket, key)


def boto3(bucket: str) -> tuple[Put, Get]:
    """boto3 as it comes: what is sent is checked by CRC32."""
    import boto3

    client = boto3.client("s3")

    def get(key: str) -> bytes:
        data: bytes = client.get_object(Bucket=bucket, Key=key)["Body"].read()
        return data

    return lambda key, data: client.put_object(Bucket=bucket, Key=key, Body=data), get


def obstore(bucket: str) -> tuple[Put, Get]:
    """obstore as it comes, which checks nothing."""
    import obstore
    from obstore.store import S3Store

    store = S3Store(
        bucket,
        endpoint=os.environ["AWS_ENDPOINT_URL_S3"],
        access_key_id=os.environ["AWS_ACCESS_KEY_ID"],
        secret_access_key=os.environ["AWS_SECRET_ACCESS_KEY"],
        region=os.environ["AWS_REGION"],
        client_options={"allow_http": True},
    )

    def get(key: str) -> bytes:
        return bytes(obstore.get(store, key).bytes())

    return lambda key, data: obstore.put(store, key, data), get


if __name__ == "__main__":
    who, verb, bucket, count = sys.argv[1:]
    put, get = {"ours": ours, "boto3": boto3, "obstore": obstore}[who](bucket)
    keys = [f"{who}-{number:06}" for number in range(int(count))]
    put(keys[0], DATA)
    assert get(keys[0]) == DATA

    def work() -> None:
        """Send every request."""
        if verb == "put":
            for key in keys:
                put(key, DATA)
        else:
            for key in keys:
                assert len(get(key)) == len(DATA)

    measure(work)
