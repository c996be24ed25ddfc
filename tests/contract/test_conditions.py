"""Conditional writes: nothing is overwritten that the caller did not mean to."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from codomyrmex.cloud.common.errors import InvalidRequestError, NotSupportedError, PreconditionFailedError
from codomyrmex.cloud.common.storage import StorageClient
from tests.contract.harness import SMALLEST_PART, Harness

LARGE = os.urandom(2 * SMALLEST_PART + 1)


@pytest.mark.needs("if_absent")
@pytest.mark.parametrize("data", [b"small", LARGE], ids=["one-piece", "parts"])
def test_if_absent_writes_where_nothing_is(store: Harness, bucket: str, data: bytes) -> None:
    client = store.client_with_small_parts()
    client.put_object(bucket, "key", data, if_absent=True)
    assert client.get_object(bucket, "key") == data


@pytest.mark.needs("if_absent")
@pytest.mark.parametrize("data", [b"small", LARGE], ids=["one-piece", "parts"])
def test_if_absent_keeps_what_is_there(store: Harness, bucket: str, data: bytes) -> None:
    client = store.client_with_small_parts()
    client.put_object(bucket, "key", b"old")
    with pytest.raises(PreconditionFailedError):
        client.put_object(bucket, "key", data, if_absent=True)
    assert client.get_object(bucket, "key") == b"old"
    assert store.unfinished(bucket) == []


@pytest.mark.needs("if_absent")
@pytest.mark.parametrize("size", [100, len(LARGE)], ids=["one-piece", "parts"])
def test_if_absent_holds_for_files(store: Harness, bucket: str, tmp_path: Path, size: int) -> None:
    client = store.client_with_small_parts()
    path = tmp_path / "file"
    path.write_bytes(os.urandom(size))
    client.upload_file(path, bucket, if_absent=True)
    with pytest.raises(PreconditionFailedError):
        client.upload_file(path, bucket, if_absent=True)
    assert client.get_object(bucket, "file") == path.read_bytes()
    assert store.unfinished(bucket) == []


@pytest.mark.needs("if_absent")
def test_if_absent_holds_for_copies_and_moves(client: StorageClient, bucket: str) -> None:
    client.put_object(bucket, "source", b"new")
    client.copy_object(bucket, "source", bucket, "target", if_absent=True)
    client.put_object(bucket, "target", b"old")
    with pytest.raises(PreconditionFailedError):
        client.copy_object(bucket, "source", bucket, "target", if_absent=True)
    with pytest.raises(PreconditionFailedError):
        client.move_object(bucket, "source", bucket, "target", if_absent=True)
    assert client.get_object(bucket, "target") == b"old"
    assert client.get_object(bucket, "source") == b"new"


@pytest.mark.needs("if_absent")
def test_one_of_many_writers_wins(client: StorageClient, bucket: str) -> None:
    together = threading.Barrier(8)

    def write(number: int) -> bytes | None:
        data = f"writer {number}".encode()
        together.wait()
        try:
            client.put_object(bucket, "key", data, if_absent=True)
        except PreconditionFailedError:
            return None
        return data

    with ThreadPoolExecutor(8) as threads:
        winners = [data for data in threads.map(write, range(8)) if data is not None]
    assert winners == [client.get_object(bucket, "key")]


@pytest.mark.needs("if_match")
@pytest.mark.parametrize("data", [b"small", LARGE], ids=["one-piece", "parts"])
def test_if_match_replaces_the_known_object_only(store: Harness, bucket: str, data: bytes) -> None:
    client = store.client_with_small_parts()
    first = client.put_object(bucket, "key", b"first")
    client.put_object(bucket, "key", data, if_match=first.etag)
    assert client.get_object(bucket, "key") == data
    with pytest.raises(PreconditionFailedError):
        client.put_object(bucket, "key", data + b"again", if_match=first.etag)
    assert client.get_object(bucket, "key") == data
    assert store.unfinished(bucket) == []


@pytest.mark.needs("if_match")
def test_if_match_takes_an_etag_in_quotes(client: StorageClient, bucket: str) -> None:
    first = client.put_object(bucket, "key", b"first")
    client.put_object(bucket, "key", b"second", if_match=f'"{first.etag}"')
    assert client.get_object(bucket, "key") == b"second"


@pytest.mark.needs("if_match")
def test_if_match_matches_nothing_where_nothing_is(client: StorageClient, bucket: str) -> None:
    etag = client.put_object(bucket, "other", b"x").etag
    # S3 says 404 here, the others 412.
    with pytest.raises((PreconditionFailedError, FileNotFoundError)):
        client.put_object(bucket, "key", b"x", if_match=etag)
    assert not client.object_exists(bucket, "key")


@pytest.mark.needs("if_absent", "if_match")
def test_the_two_conditions_exclude_each_other(client: StorageClient, bucket: str) -> None:
    with pytest.raises(InvalidRequestError):
        client.put_object(bucket, "key", b"x", if_absent=True, if_match="etag")
    assert not client.object_exists(bucket, "key")


# The bucket is not there: what gets as far as a request says so.
SWITCHED_OFF: dict[str, tuple[str, Callable[[StorageClient, Path], Any]]] = {
    "put-if-absent": ("if_absent", lambda client, _: client.put_object("nowhere", "k", b"", if_absent=True)),
    "upload-if-absent": (
        "if_absent",
        lambda client, file: client.upload_file(file, "nowhere", if_absent=True),
    ),
    "copy-if-absent": (
        "if_absent",
        lambda client, _: client.copy_object("nowhere", "a", "nowhere", "b", if_absent=True),
    ),
    "move-if-absent": (
        "if_absent",
        lambda client, _: client.move_object("nowhere", "a", "nowhere", "b", if_absent=True),
    ),
    "put-if-match": ("if_match", lambda client, _: client.put_object("nowhere", "k", b"", if_match="etag")),
    "storage-class": (
        "storage_class",
        lambda client, _: client.put_object("nowhere", "k", b"", storage_class="COLD"),
    ),
    "encryption": (
        "encryption",
        lambda client, _: client.put_object("nowhere", "k", b"", encryption="AES256"),
    ),
    "list-versions": ("versioning", lambda client, _: client.list_versions("nowhere")),
    "restore-version": ("versioning", lambda client, _: client.restore_version("nowhere", "k", "1")),
    "delete-version": ("versioning", lambda client, _: client.delete_object("nowhere", "k", version="1")),
    "get-version": ("versioning", lambda client, _: client.get_object("nowhere", "k", version="1")),
    "get-versioning": ("versioning", lambda client, _: client.get_versioning("nowhere")),
    "set-versioning": ("versioning", lambda client, _: client.set_versioning("nowhere", True)),
    "get-tags": ("tags", lambda client, _: client.get_tags("nowhere", "k")),
    "set-tags": ("tags", lambda client, _: client.set_tags("nowhere", "k", {"a": "b"})),
    "presign": ("presign", lambda client, _: client.generate_presigned_url("nowhere", "k")),
}


@pytest.mark.parametrize(("capability", "call"), SWITCHED_OFF.values(), ids=SWITCHED_OFF)
def test_a_capability_that_is_off_is_refused_before_any_request(
    store: Harness, file: Path, capability: str, call: Callable[[StorageClient, Path], Any]
) -> None:
    client = store.client(capabilities={capability: False})
    with pytest.raises(NotSupportedError, match=capability):
        call(client, file)
