"""Errors: each its own type, complete, and never a wrong answer in place of one."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from codomyrmex.cloud.common.errors import (
    AuthenticationError,
    BucketNotFoundError,
    CloudError,
    InvalidRequestError,
    NotFoundError,
    PermissionDeniedError,
)
from codomyrmex.cloud.common.storage import StorageClient
from tests.contract.harness import SMALLEST_PART, Harness

Call = Callable[[StorageClient, str, Path], Any]

READS: dict[str, Call] = {
    "get_object": lambda client, bucket, _: client.get_object(bucket, "missing"),
    "get_object-range": lambda client, bucket, _: client.get_object(bucket, "missing", start=1, end=2),
    "stream_object": lambda client, bucket, _: client.stream_object(bucket, "missing"),
    "open": lambda client, bucket, _: client.open(bucket, "missing"),
    "download_file": lambda client, bucket, folder: client.download_file(bucket, "missing", folder / "file"),
    "get_metadata": lambda client, bucket, _: client.get_metadata(bucket, "missing"),
    "copy_object": lambda client, bucket, _: client.copy_object(bucket, "missing", bucket, "target"),
    "move_object": lambda client, bucket, _: client.move_object(bucket, "missing", bucket, "target"),
}
WRITES: dict[str, Call] = {
    "put_object": lambda client, bucket, _: client.put_object(bucket, "key", b"x"),
    "put_object-stream": lambda client, bucket, _: client.put_object(bucket, "key", iter([b"x"])),
    "put_object-parts": lambda client, bucket, _: client.put_object(
        bucket, "key", b"x" * (SMALLEST_PART + 1)
    ),
    "upload_file": lambda client, bucket, _: client.upload_file(__file__, bucket),
    "delete_object": lambda client, bucket, _: client.delete_object(bucket, "key"),
    "delete_objects": lambda client, bucket, _: client.delete_objects(bucket, ["key", "other"]),
    "list_objects": lambda client, bucket, _: client.list_objects(bucket),
    "list_directory": lambda client, bucket, _: client.list_directory(bucket),
    "object_exists": lambda client, bucket, _: client.object_exists(bucket, "key"),
    "delete_bucket": lambda client, bucket, _: client.delete_bucket(bucket),
}


@pytest.mark.parametrize("call", READS.values(), ids=READS)
def test_a_missing_object(client: StorageClient, bucket: str, tmp_path: Path, call: Call) -> None:
    with pytest.raises(NotFoundError) as caught:
        call(client, bucket, tmp_path)
    assert not isinstance(caught.value, BucketNotFoundError)
    assert isinstance(caught.value, FileNotFoundError)
    assert not caught.value.retryable
    assert list(client.list_objects(bucket)) == []
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("call", (READS | WRITES).values(), ids=READS | WRITES)
def test_a_missing_bucket(store: Harness, tmp_path: Path, call: Call) -> None:
    client = store.client_with_small_parts()
    with pytest.raises(NotFoundError) as caught:
        call(client, "no-such-bucket", tmp_path)
    assert not caught.value.retryable
    assert list(tmp_path.iterdir()) == []


# These begin with a HEAD, whose answer has no body and so cannot say which of the two is missing.
BEGIN_WITH_HEAD = {"get_metadata", "open", "copy_object", "move_object"}
SAY_WHICH = {name: call for name, call in (READS | WRITES).items() if name not in BEGIN_WITH_HEAD}


@pytest.mark.parametrize("call", SAY_WHICH.values(), ids=SAY_WHICH)
def test_a_missing_bucket_is_told_from_a_missing_object(store: Harness, tmp_path: Path, call: Call) -> None:
    with pytest.raises(BucketNotFoundError):
        call(store.client_with_small_parts(), "no-such-bucket", tmp_path)


def test_a_missing_target_bucket(client: StorageClient, bucket: str) -> None:
    client.put_object(bucket, "key", b"x")
    with pytest.raises(BucketNotFoundError):
        client.copy_object(bucket, "key", "no-such-bucket", "key")


def test_an_error_says_what_was_asked_of_whom(client: StorageClient, bucket: str) -> None:
    with pytest.raises(NotFoundError) as caught:
        client.get_object(bucket, "folder/missing")
    error = caught.value
    assert error.provider == client.provider
    assert error.operation == "get_object"
    assert error.resource == f"{bucket}/folder/missing"
    assert str(error).endswith(".")
    assert "\n" not in str(error)


def test_an_error_crosses_processes(client: StorageClient, bucket: str) -> None:
    with pytest.raises(NotFoundError) as caught:
        client.get_object(bucket, "missing")
    copy = pickle.loads(pickle.dumps(caught.value))  # noqa: S301 - our own bytes
    assert (type(copy), copy.message, copy.resource) == (
        NotFoundError,
        caught.value.message,
        caught.value.resource,
    )


def test_a_key_too_long_is_refused_with_its_length(client: StorageClient, bucket: str) -> None:
    with pytest.raises(InvalidRequestError, match="1025"):
        client.put_object(bucket, "k" * 1025, b"x")
    longest = "k/" * 511 + "kk"
    assert client.put_object(bucket, longest, b"x").key == longest


NEED_CREDENTIALS: dict[str, Callable[[StorageClient, str], Any]] = {
    "list_buckets": lambda client, _: client.list_buckets(),
    "get_object": lambda client, bucket: client.get_object(bucket, "key"),
    "get_metadata": lambda client, bucket: client.get_metadata(bucket, "key"),
    "object_exists": lambda client, bucket: client.object_exists(bucket, "key"),
    "bucket_exists": lambda client, bucket: client.bucket_exists(bucket),
    "list_objects": lambda client, bucket: client.list_objects(bucket),
    "put_object": lambda client, bucket: client.put_object(bucket, "key", b"changed"),
    "delete_object": lambda client, bucket: client.delete_object(bucket, "key"),
    "delete_objects": lambda client, bucket: client.delete_objects(bucket, ["key"]).raise_on_failure(),
    "copy_object": lambda client, bucket: client.copy_object(bucket, "key", bucket, "copy"),
    "create_bucket": lambda client, bucket: client.create_bucket(bucket + "-2"),
    "delete_bucket": lambda client, bucket: client.delete_bucket(bucket, force=True),
}
# What is asked with HEAD gets no body in the answer, so wrong credentials look like missing permissions.
BY_HEAD = {"get_metadata", "object_exists", "bucket_exists", "copy_object"}


@pytest.mark.parametrize("name", NEED_CREDENTIALS)
def test_wrong_credentials(store: Harness, client: StorageClient, bucket: str, name: str) -> None:
    client.put_object(bucket, "key", b"kept")
    with pytest.raises(PermissionDeniedError if name in BY_HEAD else AuthenticationError) as caught:
        NEED_CREDENTIALS[name](store.client_of("wrong"), bucket)
    assert isinstance(caught.value, PermissionError)
    assert client.get_object(bucket, "key") == b"kept"


@pytest.mark.needs("anonymous")
@pytest.mark.parametrize("name", [name for name in NEED_CREDENTIALS if name != "list_buckets"])
def test_a_stranger_is_not_let_in(store: Harness, client: StorageClient, bucket: str, name: str) -> None:
    client.put_object(bucket, "key", b"kept")
    with pytest.raises(PermissionDeniedError):
        NEED_CREDENTIALS[name](store.client_of("none"), bucket)
    assert client.get_object(bucket, "key") == b"kept"


def test_nothing_but_our_errors_leaves(client: StorageClient, bucket: str, tmp_path: Path) -> None:
    client.put_object(bucket, "key", b"x")
    calls: list[Callable[[], Any]] = [
        lambda: client.get_object(bucket, "missing"),
        lambda: client.upload_file(tmp_path / "missing", bucket),
        lambda: client.download_file(bucket, "key", tmp_path),
        lambda: client.get_object(bucket, "key", start=3, end=2),
        lambda: client.create_bucket("No Bucket"),
    ]
    for call in calls:
        with pytest.raises(CloudError) as caught:
            call()
        assert caught.value.provider == client.provider
        assert caught.value.operation is not None
