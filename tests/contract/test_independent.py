"""boto3 as a second pair of eyes: what it writes we read, what we write it reads."""

from __future__ import annotations

import io
import os
from collections.abc import Iterator
from typing import Any

import pytest
from boto3.s3.transfer import TransferConfig

from codomyrmex.cloud.aws.storage import S3Client
from codomyrmex.cloud.common.storage import Encryption
from tests.contract.harness import SMALLEST_PART
from tests.contract.independent import boto3_client, unfinished_uploads
from tests.contract.keys import EXACT_KEYS
from tests.servers.s3_server import S3Server

# Where each server fails, it does so for boto3 too.
KEYS = {
    "moto": {name: key for name, key in EXACT_KEYS.items() if name != "newline"},
    "ceph": EXACT_KEYS,
}


def s3_client(server: S3Server) -> S3Client:
    """Our client of a server, which uploads in the smallest parts."""
    client = S3Client(
        endpoint_url=server.endpoint,
        region=server.region,
        access_key=server.access_key,
        secret_key=server.secret_key,
    )
    client.single_put_limit = client.part_size = SMALLEST_PART
    return client


@pytest.fixture(params=KEYS, scope="module")
def server(request: pytest.FixtureRequest) -> S3Server:
    """Two servers that know most of S3."""
    found: S3Server = request.getfixturevalue(f"{request.param}_server")
    return found


@pytest.fixture
def ours(server: S3Server) -> S3Client:
    """Our client."""
    return s3_client(server)


@pytest.fixture
def theirs(server: S3Server) -> Any:
    """boto3's."""
    return boto3_client(server)


@pytest.fixture
def bucket(ours: S3Client) -> Iterator[str]:
    """A bucket."""
    name = f"independent-{os.urandom(6).hex()}"
    ours.create_bucket(name)
    yield name
    ours.delete_bucket(name, force=True)


def keys_that_boto3_lists(theirs: Any, bucket: str) -> list[str]:
    """All keys, page by page."""
    pages = theirs.get_paginator("list_objects_v2").paginate(Bucket=bucket)
    return [entry["Key"] for page in pages for entry in page.get("Contents", [])]


def test_we_read_what_boto3_wrote(server: S3Server, ours: S3Client, theirs: Any, bucket: str) -> None:
    keys = KEYS[server.name].values()
    for key in keys:
        theirs.put_object(Bucket=bucket, Key=key, Body=key.encode(), Metadata={"by": "boto3"})
    assert [info.key for info in ours.list_objects(bucket)] == sorted(keys, key=str.encode)
    for key in keys:
        assert ours.get_object(bucket, key) == key.encode()
        assert ours.get_metadata(bucket, key).metadata == {"by": "boto3"}
    for key in keys:
        ours.delete_object(bucket, key)
    assert keys_that_boto3_lists(theirs, bucket) == []


def test_boto3_reads_what_we_wrote(server: S3Server, ours: S3Client, theirs: Any, bucket: str) -> None:
    keys = KEYS[server.name].values()
    for key in keys:
        ours.put_object(bucket, key, key.encode(), metadata={"by": "us"}, content_type="text/plain")
    assert keys_that_boto3_lists(theirs, bucket) == sorted(keys, key=str.encode)
    for key in keys:
        answer = theirs.get_object(Bucket=bucket, Key=key)
        assert answer["Body"].read() == key.encode()
        assert (answer["ContentType"], answer["Metadata"]) == ("text/plain", {"by": "us"})
    for key in keys:
        theirs.delete_object(Bucket=bucket, Key=key)
    assert list(ours.list_objects(bucket)) == []


def test_we_read_the_parts_that_boto3_wrote(ours: S3Client, theirs: Any, bucket: str) -> None:
    data = os.urandom(2 * SMALLEST_PART + 1)
    config = TransferConfig(multipart_threshold=SMALLEST_PART, multipart_chunksize=SMALLEST_PART)
    theirs.upload_fileobj(io.BytesIO(data), bucket, "parts", Config=config)
    assert ours.get_object(bucket, "parts") == data
    assert b"".join(ours.stream_object(bucket, "parts")) == data


def test_boto3_reads_the_parts_that_we_wrote(ours: S3Client, theirs: Any, bucket: str) -> None:
    data = os.urandom(2 * SMALLEST_PART + 1)
    info = ours.put_object(bucket, "parts", iter([data]))
    answer = theirs.get_object(Bucket=bucket, Key="parts")
    assert answer["Body"].read() == data
    assert answer["ETag"] == f'"{info.etag}"'


def test_a_large_copy_is_made_of_parts(ours: S3Client, theirs: Any, bucket: str) -> None:
    data = os.urandom(2 * SMALLEST_PART + 1)
    ours.copy_limit = SMALLEST_PART
    ours.put_object(bucket, "source", data)
    ours.copy_object(bucket, "source", bucket, "target")
    answer = theirs.get_object(Bucket=bucket, Key="target")
    assert answer["Body"].read() == data
    assert answer["ETag"].endswith('-3"')


def test_force_deletes_a_bucket_with_an_upload_that_nobody_ended(
    server: S3Server, ours: S3Client, theirs: Any
) -> None:
    name = f"independent-{os.urandom(6).hex()}"
    ours.create_bucket(name)
    ours.put_object(name, "key", b"x")
    upload = theirs.create_multipart_upload(Bucket=name, Key="half")["UploadId"]
    theirs.upload_part(Bucket=name, Key="half", UploadId=upload, PartNumber=1, Body=b"x")
    assert unfinished_uploads(server, name) == ["half"]
    ours.delete_bucket(name, force=True)
    assert not ours.bucket_exists(name)


def test_versions_are_the_same_to_both(ours: S3Client, theirs: Any, bucket: str) -> None:
    ours.set_versioning(bucket, True)
    assert theirs.get_bucket_versioning(Bucket=bucket)["Status"] == "Enabled"
    first = theirs.put_object(Bucket=bucket, Key="key", Body=b"first")["VersionId"]
    second = ours.put_object(bucket, "key", b"second").version
    assert [one.version for one in ours.list_versions(bucket)] == [second, first]
    assert ours.get_object(bucket, "key", version=first) == b"first"
    assert theirs.get_object(Bucket=bucket, Key="key", VersionId=second)["Body"].read() == b"second"


def test_tags_are_the_same_to_both(ours: S3Client, theirs: Any, bucket: str) -> None:
    ours.put_object(bucket, "key", b"x")
    ours.set_tags(bucket, "key", {"a b": "ü = c"})
    assert theirs.get_object_tagging(Bucket=bucket, Key="key")["TagSet"] == [{"Key": "a b", "Value": "ü = c"}]
    theirs.put_object_tagging(Bucket=bucket, Key="key", Tagging={"TagSet": [{"Key": "c", "Value": "d"}]})
    assert ours.get_tags(bucket, "key") == {"c": "d"}


PROPERTIES = {
    "CacheControl": "max-age=60",
    "ContentDisposition": 'attachment; filename="a b"',
    "ContentEncoding": "gzip",
    "ContentLanguage": "de",
}


@pytest.mark.parametrize("in_parts", [False, True], ids=["one-request", "parts"])
def test_a_change_in_place_and_a_copy_keep_what_only_boto3_knows(
    ours: S3Client, theirs: Any, bucket: str, in_parts: bool
) -> None:
    if in_parts:
        ours.copy_limit = SMALLEST_PART
    data = b"x" * (SMALLEST_PART + 1)
    theirs.put_object(Bucket=bucket, Key="key", Body=data, **PROPERTIES)
    ours.set_metadata(bucket, "key", {"a": "1"}, content_type="text/csv")
    ours.copy_object(bucket, "key", bucket, "copy")
    for key in ("key", "copy"):
        head = theirs.head_object(Bucket=bucket, Key=key)
        assert {name: head[name] for name in PROPERTIES} == PROPERTIES
        assert (head["ContentType"], head["Metadata"]["a"]) == ("text/csv", "1")


def test_encryption_and_class_arrive(moto_server: S3Server) -> None:
    client = s3_client(moto_server)
    name = f"independent-{os.urandom(6).hex()}"
    client.create_bucket(name)
    own_key = Encryption(key_id="own-key")
    for key, data in {"one-piece": b"x", "parts": b"x" * (SMALLEST_PART + 1)}.items():
        client.put_object(name, key, data, encryption=own_key, storage_class="STANDARD_IA")
        head = boto3_client(moto_server).head_object(Bucket=name, Key=key)
        assert (head["ServerSideEncryption"], head["StorageClass"]) == ("aws:kms", "STANDARD_IA")
        assert head["SSEKMSKeyId"].endswith("own-key")
        client.set_metadata(name, key, {"a": "1"})
        assert (
            boto3_client(moto_server).head_object(Bucket=name, Key=key)["SSEKMSKeyId"] == head["SSEKMSKeyId"]
        )
    client.delete_bucket(name, force=True)
