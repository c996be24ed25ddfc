"""Versions in a folder that other programs see and change."""

from __future__ import annotations

import os
import shutil
from functools import partial
from pathlib import Path

import pytest

from codomyrmex.cloud.common.errors import ConflictError, IntegrityError, NotFoundError
from codomyrmex.cloud.local import LocalStorageClient
from tests.unit.cloud.local.child import Child


@pytest.fixture
def versioned(client: LocalStorageClient) -> LocalStorageClient:
    """The client; its bucket keeps versions."""
    client.set_versioning("bucket", True)
    return client


def put(client: LocalStorageClient, key: str, data: bytes) -> str:
    """Write a version with metadata; returns its id."""
    version = client.put_object("bucket", key, data, metadata={"size": str(len(data))}).version
    assert version is not None
    return version


def ids(client: LocalStorageClient, prefix: str = "") -> list[tuple[str, str, bool]]:
    """The key and the id of each version, and whether it is the latest."""
    return [(one.key, one.version, one.is_latest) for one in client.list_versions("bucket", prefix)]


def test_old_versions_are_plain_files_below_their_key(
    versioned: LocalStorageClient, root: Path, folder: Path
) -> None:
    old = root / ".codomyrmex" / "versions" / "bucket" / "reports" / "2024.txt"
    first = put(versioned, "reports/2024.txt", b"first")
    assert not old.exists()
    second = put(versioned, "reports/2024.txt", b"second")
    assert (folder / "reports" / "2024.txt").read_bytes() == b"second"
    assert {path.name: path.read_bytes() for path in old.iterdir()} == {first: b"first"}
    versioned.delete_object("bucket", "reports/2024.txt")
    assert list(folder.iterdir()) == []
    marker = ids(versioned)[0][1]
    assert {path.name for path in old.iterdir()} == {first, second, f"{marker}.deleted"}
    for _key, version, _latest in ids(versioned):
        versioned.delete_object("bucket", "reports/2024.txt", version=version)
    assert list(old.parent.parent.iterdir()) == []
    assert list(folder.iterdir()) == []
    versioned.delete_bucket("bucket")


def test_what_another_program_writes_is_the_version_null(versioned: LocalStorageClient, folder: Path) -> None:
    first = put(versioned, "key", b"first")
    second = put(versioned, "key", b"second")
    (folder / "key").write_bytes(b"theirs")
    assert ids(versioned) == [("key", "null", True), ("key", first, False)]  # it wrote over the second
    assert versioned.get_object("bucket", "key", version="null") == b"theirs"
    with pytest.raises(NotFoundError):
        versioned.get_object("bucket", "key", version=second)
    third = put(versioned, "key", b"third")
    (folder / "replacement").write_bytes(b"theirs too")
    (folder / "replacement").rename(folder / "key")
    fourth = put(versioned, "key", b"fourth")
    assert ids(versioned) == [("key", fourth, True), ("key", "null", False), ("key", first, False)]
    assert versioned.get_object("bucket", "key", version="null") == b"theirs too"
    assert third not in [version for _key, version, _latest in ids(versioned)]


def test_what_another_program_deletes_has_no_latest_version(
    versioned: LocalStorageClient, folder: Path
) -> None:
    first = put(versioned, "key", b"first")
    put(versioned, "key", b"second")
    (folder / "key").unlink()
    assert ids(versioned) == [("key", first, False)]
    assert not versioned.object_exists("bucket", "key")
    restored = versioned.restore_version("bucket", "key", first)
    assert versioned.get_object("bucket", "key") == b"first"
    assert ids(versioned) == [("key", restored.version, True), ("key", first, False)]


def test_a_damaged_version_is_told_apart(versioned: LocalStorageClient, root: Path) -> None:
    first, second = put(versioned, "key", b"first"), put(versioned, "key", b"second")
    put(versioned, "key", b"third")
    etags = {one.version: one.etag for one in versioned.list_versions("bucket")}
    (record,) = (root / ".codomyrmex" / "records").rglob(f"*.{etags[second]}")
    record.write_bytes(b"{")
    for call in (versioned.get_object, versioned.get_metadata):
        with pytest.raises(IntegrityError, match="damaged"):
            call("bucket", "key", version=second)
    with pytest.raises(IntegrityError, match="damaged"):
        versioned.restore_version("bucket", "key", second)
    before = ids(versioned)
    with pytest.raises(IntegrityError, match="damaged"):
        versioned.delete_object("bucket", "key", version=before[0][1])
    assert ids(versioned) == before
    assert versioned.get_object("bucket", "key", version=first) == b"first"
    versioned.delete_object("bucket", "key", version=second)
    versioned.delete_object("bucket", "key", version=before[0][1])
    assert versioned.get_object("bucket", "key") == b"first"


def test_versions_outlive_the_lock_and_the_folder_of_the_bucket(
    versioned: LocalStorageClient, root: Path, folder: Path
) -> None:
    first = put(versioned, "key", b"first")
    shutil.rmtree(root / ".codomyrmex" / "locks")
    second = put(versioned, "key", b"second")
    assert versioned.get_versioning("bucket")
    shutil.rmtree(folder)
    versioned.create_bucket("bucket")
    assert ids(versioned) == [("key", first, False)]
    assert versioned.get_object("bucket", "key", version=first) == b"first"
    third = put(versioned, "key", b"third")
    assert third > second


def test_a_deleted_bucket_leaves_no_versions(versioned: LocalStorageClient) -> None:
    put(versioned, "a/b", b"x")
    versioned.delete_object("bucket", "a/b")
    put(versioned, "a", b"x")  # the key of a folder that no object needs any more
    with pytest.raises(ConflictError, match="not empty"):
        versioned.delete_bucket("bucket")
    versioned.delete_object("bucket", "a", version=ids(versioned)[0][1])
    with pytest.raises(ConflictError, match="not empty"):
        versioned.delete_bucket("bucket")
    versioned.delete_bucket("bucket", force=True)
    versioned.create_bucket("bucket")
    assert versioned.get_versioning("bucket") is False
    assert ids(versioned) == []


def test_a_version_does_not_come_back_where_a_folder_is(versioned: LocalStorageClient) -> None:
    first = put(versioned, "a", b"first")
    versioned.delete_object("bucket", "a")
    put(versioned, "a/b", b"below")
    (marker,) = [one.version for one in versioned.list_versions("bucket") if one.is_delete_marker]
    with pytest.raises(ConflictError, match="cannot hold both"):
        versioned.delete_object("bucket", "a", version=marker)
    with pytest.raises(ConflictError, match="cannot hold both"):
        versioned.restore_version("bucket", "a", first)
    assert [version for _key, version, _latest in ids(versioned)][:2] == [marker, first]
    versioned.delete_object("bucket", "a/b")
    versioned.delete_object("bucket", "a", version=marker)
    assert versioned.get_object("bucket", "a") == b"first"


def test_versions_are_listed_in_the_order_of_the_keys(versioned: LocalStorageClient, folder: Path) -> None:
    for key in ("a/b", "a-b", "é/x", "z"):
        put(versioned, key, b"x")
        versioned.delete_object("bucket", key)
    put(versioned, "a-b", b"y")
    path = folder / os.fsdecode(b"caf\xe9")
    path.write_bytes(b"x")
    keys = [key for key, _version, _latest in ids(versioned)]
    assert keys == ["a-b"] * 3 + ["a/b"] * 2 + ["caf\udce9"] + ["z"] * 2 + ["é/x"] * 2
    versioned.delete_object("bucket", "caf\udce9")
    assert len(ids(versioned, "caf\udce9")) == 2
    assert {key for key, _version, _latest in ids(versioned, "a/")} == {"a/b"}
    assert ids(versioned, "a/b/") == ids(versioned, "../") == ids(versioned, "/") == []
    with pytest.raises(NotFoundError):
        versioned.list_versions("no-such-bucket")


@pytest.mark.parametrize("version", ["../key", "", ".", "null", "0" * 16, "x\0y", "\udce9", "a" * 5000])
def test_a_version_that_cannot_be_is_not_there(versioned: LocalStorageClient, version: str) -> None:
    put(versioned, "a", b"x")
    only = put(versioned, "key", b"x")
    with pytest.raises(NotFoundError):
        versioned.get_object("bucket", "key", version=version)
    versioned.delete_object("bucket", "key", version=version)
    assert ids(versioned, "key") == [("key", only, True)]


def test_no_version_of_writers_in_processes_is_lost(versioned: LocalStorageClient) -> None:
    def write(number: int) -> list[tuple[str, bytes]]:
        written = []
        for turn in range(25):
            data = f"{number}-{turn}".encode()
            written.append((put(versioned, "key", data), data))
            if turn % 5 == 4:
                versioned.delete_object("bucket", "key")
            if turn % 7 == 6:
                version, _data = written.pop(turn % len(written))
                versioned.delete_object("bucket", "key", version=version)
            assert versioned.get_object("bucket", "key", version=written[-1][0]) == written[-1][1]
        return written

    children = [Child(partial(write, number)) for number in range(4)]
    written = dict(pair for child in children for pair in child.result())
    there = [one for one in versioned.list_versions("bucket") if not one.is_delete_marker]
    assert {one.version: versioned.get_object("bucket", "key", version=one.version) for one in there} == (
        written
    )
    assert sorted((one.version for one in there), reverse=True) == [one.version for one in there]


def test_a_bucket_without_versions_has_the_version_null(client: LocalStorageClient) -> None:
    assert client.put_object("bucket", "key", b"x").version is None
    assert ids(client) == [("key", "null", True)]
    client.set_versioning("bucket", False)
    client.delete_object("bucket", "key", version="null")
    assert ids(client) == []
    client.delete_object("bucket", "key")
    assert ids(client) == []
