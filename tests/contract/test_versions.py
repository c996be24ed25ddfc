"""Buckets that keep versions."""

from __future__ import annotations

import pytest

from codomyrmex.cloud.common.errors import NotFoundError
from codomyrmex.cloud.common.storage import StorageClient
from tests.contract.harness import Harness

pytestmark = pytest.mark.needs("versioning")


def versioned_bucket(store: Harness) -> str:
    """A new bucket that keeps versions."""
    bucket = store.new_bucket()
    store.client().set_versioning(bucket, True)
    return bucket


def test_versioning_is_off_until_it_is_switched_on(store: Harness, client: StorageClient) -> None:
    bucket = store.new_bucket()
    assert client.get_versioning(bucket) is False
    client.set_versioning(bucket, True)
    assert client.get_versioning(bucket) is True
    client.set_versioning(bucket, False)
    assert client.get_versioning(bucket) is False


def test_every_version_can_be_listed_and_read(store: Harness, client: StorageClient) -> None:
    versioned = versioned_bucket(store)
    first = client.put_object(versioned, "key", b"first")
    second = client.put_object(versioned, "key", b"second version")
    assert None not in (first.version, second.version)
    assert first.version != second.version
    versions = list(client.list_versions(versioned))
    assert [(one.key, one.version, one.is_latest, one.size) for one in versions] == [
        ("key", second.version, True, 14),
        ("key", first.version, False, 5),
    ]
    assert client.get_object(versioned, "key") == b"second version"
    assert client.get_object(versioned, "key", version=first.version) == b"first"
    assert b"".join(client.stream_object(versioned, "key", version=first.version)) == b"first"
    assert client.get_metadata(versioned, "key", version=first.version).size == 5


def test_a_deletion_hides_and_can_be_taken_back(store: Harness, client: StorageClient) -> None:
    versioned = versioned_bucket(store)
    client.put_object(versioned, "key", b"data")
    client.delete_object(versioned, "key")
    assert not client.object_exists(versioned, "key")
    assert list(client.list_objects(versioned)) == []
    marker = next(one for one in client.list_versions(versioned) if one.is_delete_marker)
    assert marker.is_latest
    client.delete_object(versioned, "key", version=marker.version)
    assert client.get_object(versioned, "key") == b"data"


def test_restoring_makes_an_old_version_the_newest(store: Harness, client: StorageClient) -> None:
    versioned = versioned_bucket(store)
    first = client.put_object(versioned, "key", b"first", metadata={"kept": "yes"})
    client.put_object(versioned, "key", b"second")
    assert first.version is not None
    client.restore_version(versioned, "key", first.version)
    assert client.get_object(versioned, "key") == b"first"
    assert client.get_metadata(versioned, "key").metadata == {"kept": "yes"}
    assert len(list(client.list_versions(versioned))) == 3


def test_a_version_is_deleted_for_good(store: Harness, client: StorageClient) -> None:
    versioned = versioned_bucket(store)
    first = client.put_object(versioned, "key", b"first")
    second = client.put_object(versioned, "key", b"second")
    client.delete_object(versioned, "key", version=first.version)
    assert [one.version for one in client.list_versions(versioned)] == [second.version]
    with pytest.raises(NotFoundError):
        client.get_object(versioned, "key", version=first.version)


def test_a_version_that_never_was(store: Harness, client: StorageClient) -> None:
    versioned = versioned_bucket(store)
    key = client.put_object(versioned, "key", b"data")
    gone = client.put_object(versioned, "key", b"gone").version
    assert gone is not None
    client.delete_object(versioned, "key", version=gone)
    with pytest.raises(NotFoundError):
        client.restore_version(versioned, "key", gone)
    with pytest.raises(NotFoundError):
        client.get_metadata(versioned, "key", version=gone)
    assert client.get_metadata(versioned, "key").version == key.version


def test_a_prefix_chooses_versions(store: Harness, client: StorageClient) -> None:
    versioned = versioned_bucket(store)
    for key in ("a/1", "a/2", "b"):
        client.put_object(versioned, key, b"x")
    assert [one.key for one in client.list_versions(versioned, "a")] == ["a/1", "a/2"]


def test_versions_of_exact_keys(store: Harness, client: StorageClient) -> None:
    versioned = versioned_bucket(store)
    keys = sorted(["a b", "a+b", "a%20b", "日本", "<&>", "x/../k", "dir/"], key=str.encode)
    for key in keys:
        client.put_object(versioned, key, key.encode())
    versions = list(client.list_versions(versioned))
    assert [one.key for one in versions] == keys
    assert [client.get_object(versioned, one.key, version=one.version) for one in versions] == [
        key.encode() for key in keys
    ]


def test_force_deletes_versions_and_markers_too(store: Harness, client: StorageClient) -> None:
    versioned = versioned_bucket(store)
    client.put_object(versioned, "a/1", b"first")
    client.put_object(versioned, "a/1", b"second")
    client.delete_object(versioned, "a/1")
    client.put_object(versioned, "b", b"x")
    client.delete_bucket(versioned, force=True)
    assert not client.bucket_exists(versioned)
