"""Versions of large objects: what one of them is made of, no other loses."""

from __future__ import annotations

import json
import secrets
from typing import Any

import pytest

from codomyrmex.cloud.common.errors import NotFoundError, NotSupportedError
from codomyrmex.cloud.infomaniak.object_storage import InfomaniakObjectStorageClient
from tests.contract.harness import SMALLEST_PART
from tests.servers.ceph import CephServer

LARGE = b"0123456789abcdef" * (SMALLEST_PART // 16) + b"rest"
OTHER = LARGE[::-1]


@pytest.fixture
def versioned(swift: InfomaniakObjectStorageClient, bucket: str) -> str:
    """A bucket that keeps versions."""
    swift.set_versioning(bucket, True)
    return bucket


def versions_of(swift: InfomaniakObjectStorageClient, bucket: str) -> list[str]:
    """The versions of all keys, the newest first, without delete markers."""
    return [one.version for one in swift.list_versions(bucket) if not one.is_delete_marker]


def segments_beside(other: Any, bucket: str) -> list[str]:
    """The names of all segments of a bucket's objects."""
    return [one["name"] for one in other.get_container(f"{bucket}_segments")[1]]


def test_a_version_stays_whole_until_it_is_deleted(
    swift: InfomaniakObjectStorageClient, other: Any, versioned: str
) -> None:
    first = swift.put_object(versioned, "key", LARGE).version
    second = swift.put_object(versioned, "key", OTHER).version
    swift.put_object(versioned, "key", b"small")
    swift.delete_object(versioned, "key")
    assert first is not None
    assert swift.get_object(versioned, "key", version=first) == LARGE
    assert b"".join(swift.stream_object(versioned, "key", version=second)) == OTHER
    swift.delete_object(versioned, "key", version=first)
    assert swift.get_object(versioned, "key", version=second) == OTHER
    assert len(segments_beside(other, versioned)) == 2
    swift.delete_object(versioned, "key", version=second)
    assert segments_beside(other, versioned) == []


def test_two_versions_of_the_same_segments(
    swift: InfomaniakObjectStorageClient, other: Any, versioned: str
) -> None:
    swift.put_object(versioned, "key", LARGE)
    source = {"x-copy-from": f"/{versioned}/key"}
    other.put_object(versioned, "key", b"", headers=source, query_string="multipart-manifest=get")
    newest, oldest = versions_of(swift, versioned)
    swift.delete_object(versioned, "key", version=oldest)
    assert swift.get_object(versioned, "key", version=newest) == LARGE
    swift.delete_object(versioned, "key", version=newest)
    assert segments_beside(other, versioned) == []


def test_manifests_of_another_program_that_share_a_segment(
    swift: InfomaniakObjectStorageClient, other: Any, versioned: str
) -> None:
    other.put_container(f"{versioned}_segments")
    entries = []
    for name in ("one", "two"):
        etag = other.put_object(f"{versioned}_segments", name, name.encode())
        entries.append({"path": f"/{versioned}_segments/{name}", "etag": etag, "size_bytes": 3})
        manifest = json.dumps(entries)
        other.put_object(versioned, "key", manifest, query_string="multipart-manifest=put")
    newest, oldest = versions_of(swift, versioned)
    swift.delete_object(versioned, "key", version=newest)
    assert segments_beside(other, versioned) == ["one"]
    swift.delete_object(versioned, "key")
    assert swift.get_object(versioned, "key", version=oldest) == b"one"


def test_a_restored_version_has_segments_of_its_own(
    swift: InfomaniakObjectStorageClient, other: Any, versioned: str
) -> None:
    first = swift.put_object(versioned, "key", LARGE, metadata={"a": "1"}).version
    swift.put_object(versioned, "key", b"small")
    assert first is not None
    restored = swift.restore_version(versioned, "key", first)
    assert restored.version == versions_of(swift, versioned)[0]
    swift.delete_object(versioned, "key", version=first)
    assert swift.get_object(versioned, "key") == LARGE
    assert swift.get_metadata(versioned, "key").metadata == {"a": "1"}
    assert len(segments_beside(other, versioned)) == 2


def test_what_is_no_version_leaves_with_its_segments(
    swift: InfomaniakObjectStorageClient, other: Any, versioned: str
) -> None:
    swift.put_object(versioned, "key", b"version")
    swift.set_versioning(versioned, False)
    for data in (LARGE, OTHER):
        assert swift.put_object(versioned, "key", data).version is None
    assert len(segments_beside(other, versioned)) == 2
    swift.delete_object(versioned, "key")
    assert segments_beside(other, versioned) == []
    assert len(versions_of(swift, versioned)) == 1


def test_the_current_version_of_a_key_that_swift_decodes_twice(
    swift: InfomaniakObjectStorageClient, versioned: str
) -> None:
    current = swift.put_object(versioned, "a%20b", b"data").version
    swift.delete_object(versioned, "a%20b", version=current)
    assert list(swift.list_versions(versioned)) == []
    with pytest.raises(NotFoundError):
        swift.get_object(versioned, "a%20b")


def test_a_swift_without_versions_says_so_and_touches_nothing(ceph_server: CephServer) -> None:
    account = ceph_server.swift
    client = InfomaniakObjectStorageClient(auth_url=account.auth_url, user=account.user, key=account.key)
    bucket = f"swift-{secrets.token_hex(6)}"
    client.create_bucket(bucket)
    client.put_object(bucket, "key", b"data")
    for call in (
        lambda: client.set_versioning(bucket, True),
        lambda: client.list_versions(bucket),
        lambda: client.get_object(bucket, "key", version="1"),
        lambda: client.delete_object(bucket, "key", version="1"),
        lambda: client.restore_version(bucket, "key", "1"),
    ):
        with pytest.raises(NotSupportedError, match="does not announce"):
            call()
    assert client.get_object(bucket, "key") == b"data"
    client.delete_bucket(bucket, force=True)
