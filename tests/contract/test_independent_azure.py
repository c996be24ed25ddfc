"""azure-storage-blob as a second pair of eyes: what it writes we read, what we write it reads."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from typing import Any

import pytest

from codomyrmex.cloud.azure.storage import AzureBlobClient
from codomyrmex.cloud.common.errors import PreconditionFailedError
from tests.contract.harness import MIB
from tests.contract.independent import blob_service_client, uncommitted_blobs
from tests.contract.keys import EXACT_KEYS
from tests.servers.azurite import AzuriteServer

# Those that Azure can hold and that their client does not bend: it folds dots in the address.
KEYS = [
    key
    for name, key in EXACT_KEYS.items()
    if not any(part in (".", "..") for part in key.split("/"))
    and name not in ("url-delimiters", "control-1", "newline", "carriage-return", "tab")
]


@pytest.fixture
def ours(azurite_server: AzuriteServer) -> AzureBlobClient:
    """Our client, which uploads in small blocks."""
    client = AzureBlobClient(
        account_url=azurite_server.url,
        account_key=azurite_server.account_key,
        capabilities={"any_key": True},
    )
    client.single_put_limit = client.part_size = MIB
    return client


@pytest.fixture
def bucket(ours: AzureBlobClient) -> Iterator[str]:
    """A bucket."""
    name = f"independent-{os.urandom(6).hex()}"
    ours.create_bucket(name)
    yield name
    ours.delete_bucket(name, force=True)


@pytest.fixture
def theirs(azurite_server: AzuriteServer, bucket: str) -> Any:
    """Their client of the bucket."""
    return blob_service_client(azurite_server).get_container_client(bucket)


def test_we_read_what_the_sdk_wrote(ours: AzureBlobClient, theirs: Any, bucket: str) -> None:
    for key in KEYS:
        theirs.upload_blob(key, key.encode(), metadata={"by": "them"})
    assert [info.key for info in ours.list_objects(bucket)] == sorted(KEYS)
    for key in KEYS:
        assert ours.get_object(bucket, key) == key.encode()
        assert ours.get_metadata(bucket, key).metadata == {"by": "them"}
    assert ours.delete_objects(bucket, KEYS).deleted == len(KEYS)
    assert list(theirs.list_blob_names()) == []


def test_the_sdk_reads_what_we_wrote(ours: AzureBlobClient, theirs: Any, bucket: str) -> None:
    for key in KEYS:
        ours.put_object(bucket, key, key.encode(), metadata={"by": "us"}, content_type="text/plain")
    assert sorted(theirs.list_blob_names()) == sorted(KEYS)
    for key in KEYS:
        blob = theirs.download_blob(key)
        assert blob.readall() == key.encode()
        assert blob.properties.content_settings.content_type == "text/plain"
        assert blob.properties.metadata == {"by": "us"}
        theirs.delete_blob(key)
    assert list(ours.list_objects(bucket)) == []


def test_we_read_the_blocks_that_the_sdk_wrote(ours: AzureBlobClient, theirs: Any, bucket: str) -> None:
    data = os.urandom(3 * MIB + 1)
    blob = theirs.get_blob_client("blocks")
    ids = [f"block-{number}" for number in range(4)]
    for number, block_id in enumerate(ids):
        blob.stage_block(block_id, data[number * MIB : (number + 1) * MIB])
    assert [info.key for info in ours.list_objects(bucket)] == []
    blob.commit_block_list(ids)
    assert ours.get_object(bucket, "blocks") == data
    assert b"".join(ours.stream_object(bucket, "blocks")) == data


def test_the_sdk_reads_the_blocks_that_we_wrote(ours: AzureBlobClient, theirs: Any, bucket: str) -> None:
    data = os.urandom(3 * MIB + 1)
    info = ours.put_object(bucket, "blocks", iter([data]))
    blob = theirs.download_blob("blocks", validate_content=True)
    assert blob.readall() == data
    assert blob.properties.etag == f'"{info.etag}"'
    committed, _ = theirs.get_blob_client("blocks").get_block_list("committed")
    assert [block.size for block in committed] == [MIB, MIB, MIB, 1]


def test_the_md5_of_the_whole_is_kept_with_blocks(ours: AzureBlobClient, theirs: Any, bucket: str) -> None:

    data = os.urandom(3 * MIB + 1)
    ours.put_object(bucket, "blocks", data)
    kept = theirs.get_blob_client("blocks").get_blob_properties().content_settings.content_md5
    assert bytes(kept) == hashlib.md5(data, usedforsecurity=False).digest()


def test_metadata_names_that_are_no_identifiers(ours: AzureBlobClient, theirs: Any, bucket: str) -> None:
    ours.put_object(bucket, "key", b"x", metadata={"x-year": "2026", "author": "José", "7up": "yes"})
    stored = theirs.get_blob_client("key").get_blob_properties().metadata
    assert stored.keys() == {"x__0x2d__year", "author", "__0x37__up"}
    assert ours.get_metadata(bucket, "key").metadata == {"x-year": "2026", "author": "José", "7up": "yes"}


def test_tags_are_the_same_to_both(ours: AzureBlobClient, theirs: Any, bucket: str) -> None:
    ours.put_object(bucket, "key", b"x")
    ours.set_tags(bucket, "key", {"a b": "c+d=e:f/g", "stage": "1"})
    blob = theirs.get_blob_client("key")
    assert blob.get_blob_tags() == {"a b": "c+d=e:f/g", "stage": "1"}
    blob.set_blob_tags({"c": "d"})
    assert ours.get_tags(bucket, "key") == {"c": "d"}


def test_a_tier_arrives(ours: AzureBlobClient, theirs: Any, bucket: str) -> None:
    for key, data in {"one-piece": b"x", "blocks": b"x" * (MIB + 1)}.items():
        ours.put_object(bucket, key, data, storage_class="Cool")
        assert theirs.get_blob_client(key).get_blob_properties().blob_tier == "Cool"
        assert next(iter(ours.list_objects(bucket, key))).storage_class == "Cool"


def test_what_a_new_content_type_would_clear_stays(ours: AzureBlobClient, theirs: Any, bucket: str) -> None:
    from azure.storage.blob import ContentSettings

    digest = hashlib.md5(b"data", usedforsecurity=False).digest()
    kept: dict[str, Any] = {
        "cache_control": "max-age=60",
        "content_disposition": 'attachment; filename="a b"',
        "content_encoding": "identity",
        "content_language": "de",
        "content_md5": bytearray(digest),
    }
    settings = ContentSettings(content_type="text/csv", **kept)
    theirs.upload_blob("key", b"data", content_settings=settings, metadata={"Old": "1"})
    ours.set_metadata(bucket, "key", {"x-new": "José"}, content_type="text/markdown")
    found = theirs.get_blob_client("key").get_blob_properties()
    assert {name: found.content_settings[name] for name in kept} == kept
    assert found.content_settings.content_type == "text/markdown"
    assert found.metadata.keys() == {"x__0x2d__new"}


def test_access_to_a_container_is_the_same_to_both(ours: AzureBlobClient, theirs: Any, bucket: str) -> None:
    # With all it can have: Azurite takes no identifier that lacks a time or the rights, which Azure does.
    readers = {
        "id": "readers <&>",
        "start": "2026-01-01T00:00:00.0000000Z",
        "expiry": "2036-01-01T00:00:00.0000000Z",
        "permission": "rl",
    }
    policy = {"public_access": "container", "identifiers": [readers]}
    ours.set_policy(bucket, policy)
    assert ours.get_policy(bucket) == policy
    found = theirs.get_container_access_policy()
    assert found["public_access"] == "container"
    (reading,) = found["signed_identifiers"]
    assert (reading.id, reading.access_policy.permission) == ("readers <&>", "rl")
    theirs.set_container_access_policy(signed_identifiers={})
    assert ours.get_policy(bucket) is None


def test_a_condition_is_the_same_to_both(ours: AzureBlobClient, theirs: Any, bucket: str) -> None:
    theirs.upload_blob("key", b"theirs")
    known = ours.get_metadata(bucket, "key").etag
    theirs.upload_blob("key", b"theirs again", overwrite=True)
    with pytest.raises(PreconditionFailedError):
        ours.put_object(bucket, "key", b"ours", if_match=known)
    assert theirs.download_blob("key").readall() == b"theirs again"


def test_force_deletes_a_bucket_with_blocks_that_nobody_committed(
    ours: AzureBlobClient, azurite_server: AzuriteServer
) -> None:
    name = f"independent-{os.urandom(6).hex()}"
    ours.create_bucket(name)
    ours.put_object(name, "key", b"x")
    container = blob_service_client(azurite_server).get_container_client(name)
    container.get_blob_client("half").stage_block("half", b"x")
    assert uncommitted_blobs(azurite_server, name) == ["half"]
    ours.delete_bucket(name, force=True)
    assert not ours.bucket_exists(name)


def test_the_native_client_is_theirs(ours: AzureBlobClient, bucket: str) -> None:
    assert bucket in [container.name for container in ours.native.list_containers()]


def test_we_do_not_fold_what_the_sdk_folds(ours: AzureBlobClient, bucket: str) -> None:
    # "../other/key" in one bucket must never be a key of the other.
    other = f"independent-{os.urandom(6).hex()}"
    ours.create_bucket(other)
    try:
        ours.put_object(other, "key", b"kept")
        climbing = f"../{other}/key"
        ours.put_object(bucket, climbing, b"climbed")
        ours.delete_object(bucket, climbing)
        assert ours.get_object(other, "key") == b"kept"
    finally:
        ours.delete_bucket(other, force=True)
