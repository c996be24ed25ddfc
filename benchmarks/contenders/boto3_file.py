"""boto3's transfer manager on one large file: ``up FILE BUCKET KEY``, ``down BUCKET KEY FILE``."""

from __future__ import annotations

import sys

import boto3
from boto3.s3.transfer import TransferConfig
from botocore.config import Config

# Parts of 16 MiB do better here than the 8 MiB that are its default.
TRANSFER = TransferConfig(multipart_chunksize=16 << 20, max_concurrency=10)

if __name__ == "__main__":
    verb, *places = sys.argv[1:]
    s3 = boto3.client("s3", config=Config(max_pool_connections=TRANSFER.max_concurrency))
    if verb == "up":
        file, bucket, key = places
        s3.upload_file(file, bucket, key, Config=TRANSFER)
    else:
        bucket, key, file = places
        s3.download_file(bucket, key, file, Config=TRANSFER)
