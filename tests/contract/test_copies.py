"""Copies and moves on the server's side."""

from __future__ import annotations

import os

import pytest

from codomyrmex.cloud.common.errors import BucketNotFoundError, InvalidRequestError, NotFoundError
from codomyrmex.cloud.common.storage import StorageClient
from tests.contract.harness import SMALLEST_PART, Harness


def test_a_copy_has_all_that_the_source_has(client: StorageClient, bucket: str) -> None:
    client.put_object(bucket, "source", b"data", content_type="text/markdown", metadata={"author": "José"})
    info = client.copy_object(bucket, "source", bucket, "target")
    assert (info.bucket, info.key, info.size) == (bucket, "target", 4)
    copied = client.get_metadata(bucket, "target")
    assert (copied.content_type, copied.metadata) == ("text/markdown", {"author": "José"})
    assert client.get_object(bucket, "target") == b"data"
    assert client.object_exists(bucket, "source")


def test_a_copy_goes_to_another_bucket(store: Harness, client: StorageClient, bucket: str) -> None:
    other = store.bucket()
    client.put_object(bucket, "key", b"data")
    client.copy_object(bucket, "key", other, "key")
    assert client.get_object(other, "key") == b"data"


def test_a_copy_replaces_what_was_there(client: StorageClient, bucket: str) -> None:
    client.put_object(bucket, "source", b"new")
    client.put_object(bucket, "target", b"old", metadata={"old": "yes"})
    client.copy_object(bucket, "source", bucket, "target")
    assert client.get_object(bucket, "target") == b"new"
    assert client.get_metadata(bucket, "target").metadata == {}


def test_an_empty_object_is_copied(client: StorageClient, bucket: str) -> None:
    client.put_object(bucket, "source", b"")
    assert client.copy_object(bucket, "source", bucket, "target").size == 0
    assert client.get_object(bucket, "target") == b""


def test_a_move_leaves_no_source(store: Harness, client: StorageClient, bucket: str) -> None:
    other = store.bucket()
    client.put_object(bucket, "key", b"data", metadata={"kept": "yes"})
    assert client.move_object(bucket, "key", other, "moved").key == "moved"
    assert not client.object_exists(bucket, "key")
    assert client.get_object(other, "moved") == b"data"
    assert client.get_metadata(other, "moved").metadata == {"kept": "yes"}


def test_a_move_onto_itself_is_refused_and_loses_nothing(client: StorageClient, bucket: str) -> None:
    client.put_object(bucket, "key", b"data")
    with pytest.raises(InvalidRequestError):
        client.move_object(bucket, "key", bucket, "key")
    assert client.get_object(bucket, "key") == b"data"


def test_a_missing_source_leaves_the_target(client: StorageClient, bucket: str) -> None:
    client.put_object(bucket, "target", b"old")
    with pytest.raises(NotFoundError):
        client.copy_object(bucket, "missing", bucket, "target")
    with pytest.raises(NotFoundError):
        client.move_object(bucket, "missing", bucket, "target")
    assert client.get_object(bucket, "target") == b"old"


def test_a_move_to_nowhere_keeps_the_source(client: StorageClient, bucket: str) -> None:
    client.put_object(bucket, "key", b"data")
    with pytest.raises(BucketNotFoundError):
        client.move_object(bucket, "key", "no-such-bucket", "key")
    assert client.get_object(bucket, "key") == b"data"


def test_a_large_object_is_copied_with_all_it_has(store: Harness, bucket: str) -> None:
    client = store.client_with_small_parts()
    data = os.urandom(2 * SMALLEST_PART + 3)
    client.put_object(bucket, "source", data, content_type="text/markdown", metadata={"author": "José"})
    info = client.copy_object(bucket, "source", bucket, "target")
    assert info.size == len(data)
    copied = client.get_metadata(bucket, "target")
    assert (copied.size, copied.content_type, copied.metadata) == (
        len(data),
        "text/markdown",
        {"author": "José"},
    )
    assert client.get_object(bucket, "target") == data
    assert store.unfinished(bucket) == []
