"""Buckets: made, found, emptied, deleted."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from codomyrmex.cloud.common.errors import (
    AlreadyExistsError,
    BucketNotFoundError,
    ConflictError,
    InvalidRequestError,
)
from codomyrmex.cloud.common.storage import StorageClient
from tests.contract.harness import Harness


def test_a_bucket_is_there_from_its_making_to_its_deletion(store: Harness, client: StorageClient) -> None:
    name = store.new_bucket_name()
    assert not client.bucket_exists(name)
    assert name not in client.list_buckets()
    client.create_bucket(name)
    assert client.bucket_exists(name)
    assert name in client.list_buckets()
    client.delete_bucket(name)
    assert not client.bucket_exists(name)
    assert name not in client.list_buckets()


def test_making_what_is_there_is_an_error_and_keeps_it(client: StorageClient, bucket: str) -> None:
    client.put_object(bucket, "key", b"kept")
    with pytest.raises(AlreadyExistsError):
        client.create_bucket(bucket)
    assert client.get_object(bucket, "key") == b"kept"


def test_ensure_says_whether_it_made_the_bucket(store: Harness, client: StorageClient) -> None:
    name = store.new_bucket_name()
    assert client.ensure_bucket(name) is True
    client.put_object(name, "key", b"kept")
    assert client.ensure_bucket(name) is False
    assert client.get_object(name, "key") == b"kept"


def test_a_bucket_that_is_not_empty_is_not_deleted(client: StorageClient, bucket: str) -> None:
    client.put_object(bucket, "key", b"kept")
    with pytest.raises(ConflictError):
        client.delete_bucket(bucket)
    assert client.get_object(bucket, "key") == b"kept"


def test_force_empties_the_bucket_first(store: Harness, client: StorageClient) -> None:
    bucket = store.new_bucket()
    for number in range(20):
        client.put_object(bucket, f"a/{number}", b"x")
    client.delete_bucket(bucket, force=True)
    assert not client.bucket_exists(bucket)


def test_deleting_what_is_not_there_is_an_error(client: StorageClient) -> None:
    for force in (False, True):
        with pytest.raises(BucketNotFoundError):
            client.delete_bucket("no-such-bucket", force=force)


BROKEN_NAMES = {
    "empty": "",
    "not-text": b"bucket",
    "slash": "a/b",
    "dot": ".",
    "dot-dot": "..",
    "nul": "a\0b",
    "control": "a\nb",
    "lone-surrogate": "a\ud800b",
    "too-long": "b" * 300,
    "leading-hyphen": "-bucket",
    "percent": "a%2Fb",
    "query": "bucket?versions",
}


@pytest.mark.parametrize("name", BROKEN_NAMES.values(), ids=BROKEN_NAMES)
def test_a_name_that_breaks_the_rules_is_refused(client: StorageClient, name: str) -> None:
    before = client.list_buckets()
    with pytest.raises(InvalidRequestError):
        client.create_bucket(name)
    with pytest.raises(InvalidRequestError):
        client.ensure_bucket(name)
    assert client.list_buckets() == before


@pytest.mark.parametrize("name", ["", ".", "..", "a/b", "a\0b", b"bucket"], ids=repr)
def test_what_names_no_bucket_is_refused_everywhere(client: StorageClient, name: str) -> None:
    calls: list[Callable[[], object]] = [
        lambda: client.bucket_exists(name),
        lambda: client.delete_bucket(name),
        lambda: client.list_objects(name),
        lambda: client.put_object(name, "key", b"x"),
        lambda: client.get_object(name, "key"),
        lambda: client.delete_object(name, "key"),
        lambda: client.copy_object(name, "key", name, "other"),
    ]
    for call in calls:
        with pytest.raises(InvalidRequestError):
            call()
