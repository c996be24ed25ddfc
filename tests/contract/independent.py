"""A second client, so that our own mistakes do not cancel each other out: boto3."""

from __future__ import annotations

from typing import Any

from tests.servers.s3_server import S3Server


def boto3_client(server: S3Server) -> Any:
    """An S3 client of boto3 for the server, which sends and checks no more than the server knows."""
    import boto3
    from botocore.config import Config

    return boto3.client(
        "s3",
        endpoint_url=server.endpoint,
        region_name=server.region,
        aws_access_key_id=server.access_key,
        aws_secret_access_key=server.secret_key,
        config=Config(
            s3={"addressing_style": "path"},
            request_checksum_calculation="when_required",
            response_checksum_validation="when_required",
        ),
    )
