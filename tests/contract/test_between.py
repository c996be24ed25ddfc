"""Copies and moves between two stores: from memory to the pair, and from the pair to memory."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from codomyrmex.cloud.common.errors import (
    BucketNotFoundError,
    ConflictError,
    InvalidRequestError,
    NotFoundError,
    PreconditionFailedError,
)
from codomyrmex.cloud.common.storage import StorageClient
from codomyrmex.cloud.local.memory import MemoryStorageClient
from codomyrmex.cloud.transfer import copy_object, move_object
from tests.contract.harness import SMALLEST_PART, Harness

SIZES = {"empty": 0, "small": 9, "several-ranges": 2 * SMALLEST_PART + (7 << 20)}


@pytest.fixture
def other() -> Iterator[StorageClient]:
    """Another store, with a bucket."""
    with MemoryStorageClient() as client:
        client.create_bucket("other")
        yield client


@pytest.mark.parametrize("size", SIZES.values(), ids=SIZES)
def test_an_object_goes_there_and_back(store: Harness, bucket: str, other: StorageClient, size: int) -> None:
    client = store.client_with_small_parts()
    data = os.urandom(size)
    other.put_object("other", "source", data, content_type="text/csv", metadata={"author": "ada"})
    there = copy_object(other, "other", "source", client, bucket, "there")
    assert (there.info.bucket, there.info.key, there.info.size, there.lost) == (bucket, "there", size, ())
    back = copy_object(client, bucket, "there", other, "other", "back")
    assert other.get_object("other", "back") == data
    assert (back.info.content_type, back.info.metadata) == ("text/csv", {"author": "ada"})
    assert client.object_exists(bucket, "there")


def test_progress_tells_the_bytes_and_the_total(
    client: StorageClient, bucket: str, other: StorageClient
) -> None:
    other.put_object("other", "source", bytes(3 << 20))
    seen: list[tuple[int, int | None]] = []
    copy_object(
        other,
        "other",
        "source",
        client,
        bucket,
        "target",
        progress=lambda now, total: seen.append((now, total)),
    )
    assert seen[-1] == (3 << 20, 3 << 20)
    assert seen == sorted(seen)


def test_what_progress_raises_ends_the_copy(client: StorageClient, bucket: str, other: StorageClient) -> None:
    other.put_object("other", "source", bytes(3 << 20))

    def stop(_now: int, _total: int | None) -> None:
        raise RuntimeError("enough")

    with pytest.raises(RuntimeError, match="enough"):
        copy_object(other, "other", "source", client, bucket, "target", progress=stop)
    assert not client.object_exists(bucket, "target")


def test_a_move_leaves_no_source(client: StorageClient, bucket: str, other: StorageClient) -> None:
    client.put_object(bucket, "source", b"data", metadata={"kept": "yes"})
    moved = move_object(client, bucket, "source", other, "other", "target")
    assert moved.info.metadata == {"kept": "yes"}
    assert not client.object_exists(bucket, "source")
    assert other.get_object("other", "target") == b"data"


def test_a_source_that_is_replaced_meanwhile_is_kept(
    client: StorageClient, bucket: str, other: StorageClient
) -> None:
    client.put_object(bucket, "source", b"old")

    def replace(_now: int, _total: int | None) -> None:
        client.put_object(bucket, "source", b"newer")

    with pytest.raises(ConflictError, match="was replaced"):
        move_object(client, bucket, "source", other, "other", "target", progress=replace)
    assert client.get_object(bucket, "source") == b"newer"
    assert other.get_object("other", "target") == b"old"


def test_what_is_missing_is_an_error_and_nothing_is_written(
    client: StorageClient, bucket: str, other: StorageClient
) -> None:
    with pytest.raises(NotFoundError):
        copy_object(client, bucket, "nothing", other, "other", "target")
    with pytest.raises(BucketNotFoundError):
        copy_object(client, "no-such-bucket", "key", other, "other", "target")
    assert list(other.list_objects("other")) == []
    other.put_object("other", "source", b"data")
    with pytest.raises(BucketNotFoundError):
        move_object(other, "other", "source", client, "no-such-bucket", "target")
    assert other.get_object("other", "source") == b"data"


@pytest.mark.needs("if_absent")
def test_if_absent_keeps_what_is_there(client: StorageClient, bucket: str, other: StorageClient) -> None:
    other.put_object("other", "source", b"new")
    client.put_object(bucket, "target", b"old")
    with pytest.raises(PreconditionFailedError):
        move_object(other, "other", "source", client, bucket, "target", if_absent=True)
    assert client.get_object(bucket, "target") == b"old"
    assert other.get_object("other", "source") == b"new"


@pytest.mark.needs("tags")
def test_tags_go_along_or_are_reported(client: StorageClient, bucket: str, other: StorageClient) -> None:
    client.put_object(bucket, "source", b"data")
    client.set_tags(bucket, "source", {"a": "1", "b": "2"})
    assert copy_object(client, bucket, "source", other, "other", "target").lost == ()
    assert other.get_tags("other", "target") == {"a": "1", "b": "2"}
    with MemoryStorageClient(capabilities={"tags": False}) as without:
        without.create_bucket("other")
        assert copy_object(client, bucket, "source", without, "other", "target").lost == ("2 tags",)


def test_within_an_account_the_server_copies(client: StorageClient, bucket: str) -> None:
    client.put_object(bucket, "source", b"data")
    assert copy_object(client, bucket, "source", client, bucket, "target").info.key == "target"
    assert client.get_object(bucket, "target") == b"data"
    with pytest.raises(InvalidRequestError):
        move_object(client, bucket, "target", client, bucket, "target")
    assert client.get_object(bucket, "target") == b"data"


def test_a_move_onto_itself_is_refused_through_another_client_too(store: Harness, bucket: str) -> None:
    one, another = store.client(), store.client()
    one.put_object(bucket, "key", b"data")
    with pytest.raises(InvalidRequestError):
        move_object(one, bucket, "key", another, bucket, "key")
    assert one.get_object(bucket, "key") == b"data"
    assert copy_object(one, bucket, "key", another, bucket, "copy").lost == ()
    assert another.get_object(bucket, "copy") == b"data"
