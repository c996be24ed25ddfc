"""google-cloud-storage as a second pair of eyes: what it writes we read, what we write it reads."""

from __future__ import annotations

import gzip
import os
import secrets
from base64 import b64encode
from collections.abc import Iterator
from typing import Any

import google_crc32c
import pytest
from google.api_core.exceptions import NotFound, PreconditionFailed

from codomyrmex.cloud.common.errors import PreconditionFailedError
from codomyrmex.cloud.gcp.storage import GCSClient
from tests.contract.harness import MIB
from tests.contract.independent import gcs_client
from tests.contract.keys import EXACT_KEYS
from tests.servers.gcs import PROJECT, GCSServer

UNIT = 256 * 1024
KEYS = {
    name: key
    for name, key in EXACT_KEYS.items()
    if name not in ("dot", "dot-dot", "newline", "carriage-return")
}
each_key = pytest.mark.parametrize("key", KEYS.values(), ids=KEYS)


@pytest.fixture
def ours(gcs_server: GCSServer) -> GCSClient:
    """Our client, which sends what is larger than 1 MiB in a session."""
    client = GCSClient(PROJECT, credentials=gcs_server.account(), endpoint_url=gcs_server.endpoint)
    client.single_put_limit = client.part_size = MIB
    return client


@pytest.fixture
def theirs(gcs_server: GCSServer) -> Any:
    """Google's."""
    return gcs_client(gcs_server)


@pytest.fixture
def bucket(ours: GCSClient) -> Iterator[str]:
    """A bucket."""
    name = f"independent-{secrets.token_hex(6)}"
    ours.create_bucket(name)
    yield name
    ours.delete_bucket(name, force=True)


@each_key
def test_they_read_what_we_write(ours: GCSClient, theirs: Any, bucket: str, key: str) -> None:
    info = ours.put_object(bucket, key, b"exact", content_type="text/csv", metadata={"team": "José"})
    assert [blob.name for blob in theirs.list_blobs(bucket)] == [key]
    blob = theirs.bucket(bucket).get_blob(key)
    assert (blob.download_as_bytes(), blob.content_type, blob.metadata) == (
        b"exact",
        "text/csv",
        {"team": "José"},
    )
    assert str(blob.generation) == info.version == info.etag


@each_key
def test_we_read_what_they_write(ours: GCSClient, theirs: Any, bucket: str, key: str) -> None:
    blob = theirs.bucket(bucket).blob(key)
    blob.metadata = {"team": "José"}
    blob.upload_from_string(b"exact", content_type="text/csv")
    assert [info.key for info in ours.list_objects(bucket)] == [key]
    info = ours.get_metadata(bucket, key)
    assert (info.content_type, dict(info.metadata)) == ("text/csv", {"team": "José"})
    assert ours.get_object(bucket, key) == b"exact"


@pytest.mark.parametrize("size", [MIB, MIB + 1, 2 * MIB + UNIT, 3 * MIB], ids=str)
def test_large_objects_go_both_ways(ours: GCSClient, theirs: Any, bucket: str, size: int) -> None:
    data = os.urandom(size)
    ours.put_object(bucket, "ours", iter([data]), metadata={"a": "1"}, storage_class="NEARLINE")
    blob = theirs.bucket(bucket).get_blob("ours")
    assert (blob.download_as_bytes(), blob.metadata, blob.storage_class) == (data, {"a": "1"}, "NEARLINE")
    with theirs.bucket(bucket).blob("theirs", chunk_size=UNIT).open("wb") as writer:
        writer.write(data)
    assert ours.get_object(bucket, "theirs") == data


def test_an_object_that_was_composed_is_checked_by_its_crc32c(
    ours: GCSClient, theirs: Any, bucket: str
) -> None:
    home = theirs.bucket(bucket)
    parts = [home.blob(name) for name in "ab"]
    for part in parts:
        part.upload_from_string(part.name * 1000)
    home.blob("whole").compose(parts)
    data = b"a" * 1000 + b"b" * 1000
    assert ours.get_object(bucket, "whole") == data
    crc = google_crc32c.extend(0, data).to_bytes(4, "big")
    assert home.get_blob("whole").crc32c == b64encode(crc).decode()
    assert home.get_blob("whole").md5_hash is None


def test_what_is_stored_compressed_is_read_as_it_is_stored(ours: GCSClient, theirs: Any, bucket: str) -> None:
    blob = theirs.bucket(bucket).blob("key")
    blob.content_encoding = "gzip"
    packed = gzip.compress(b"text" * 1000)
    blob.upload_from_string(packed)
    assert ours.get_object(bucket, "key") == packed
    assert ours.get_object(bucket, "key", start=2, end=9) == packed[2:9]
    assert b"".join(ours.stream_object(bucket, "key")) == packed


def test_conditions_are_the_same(ours: GCSClient, theirs: Any, bucket: str) -> None:
    blob = theirs.bucket(bucket).blob("key")
    blob.upload_from_string(b"first", if_generation_match=0)
    with pytest.raises(PreconditionFailedError):
        ours.put_object(bucket, "key", b"second", if_absent=True)
    ours.put_object(bucket, "key", b"second", if_match=str(blob.generation))
    with pytest.raises(PreconditionFailed):
        blob.upload_from_string(b"third", if_generation_match=blob.generation)
    assert theirs.bucket(bucket).blob("key").download_as_bytes() == b"second"


def test_copies_and_deletions_are_seen(ours: GCSClient, theirs: Any, bucket: str) -> None:
    theirs.bucket(bucket).blob("a/b").upload_from_string(b"data", content_type="text/csv")
    ours.copy_object(bucket, "a/b", bucket, "c/d")
    copied = theirs.bucket(bucket).get_blob("c/d")
    assert (copied.download_as_bytes(), copied.content_type) == (b"data", "text/csv")
    ours.delete_objects(bucket, ["a/b", "c/d"]).raise_on_failure()
    with pytest.raises(NotFound):
        copied.reload()


def test_versions_are_the_same(ours: GCSClient, theirs: Any, bucket: str) -> None:
    ours.set_versioning(bucket, True)
    assert theirs.get_bucket(bucket).versioning_enabled
    for data in (b"1", b"22"):
        theirs.bucket(bucket).blob("key").upload_from_string(data)
    listed = [(one.version, one.is_latest, one.size) for one in ours.list_versions(bucket)]
    blobs = sorted(theirs.list_blobs(bucket, versions=True), key=lambda blob: -blob.generation)
    assert listed == [(str(blob.generation), blob.time_deleted is None, blob.size) for blob in blobs]
