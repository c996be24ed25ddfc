"""Uploads of any length from anywhere: whole, or nothing and no trace."""

from __future__ import annotations

import io
import os
import threading
from collections.abc import Iterator

import pytest

from codomyrmex.cloud.common.errors import InvalidRequestError
from codomyrmex.cloud.common.storage import StorageClient
from tests.contract.harness import MIB, SMALLEST_PART, Harness


class SourceError(Exception):
    """What the caller's own iterator raises."""


def chunks_of(data: bytes, size: int = MIB) -> Iterator[bytes]:
    """The data as a stream whose length nobody knows."""
    for position in range(0, len(data), size):
        yield data[position : position + size]


def broken_after(size: int) -> Iterator[bytes]:
    """A stream that ends with an exception after so many bytes."""
    yield from chunks_of(os.urandom(size))
    raise SourceError


SIZES = {
    "empty": 0,
    "byte": 1,
    "less-than-a-part": SMALLEST_PART - 1,
    "a-part": SMALLEST_PART,
    "more-than-a-part": SMALLEST_PART + 1,
    "two-parts": 2 * SMALLEST_PART,
    "three-parts": 2 * SMALLEST_PART + 1,
}


def test_progress_tells_the_bytes_and_the_total(client: StorageClient, bucket: str) -> None:
    data = os.urandom(3 * MIB)
    seen: list[tuple[int, int | None]] = []
    client.put_object(bucket, "key", data, progress=lambda now, total: seen.append((now, total)))
    assert seen[-1] == (len(data), len(data))
    assert [now for now, _total in seen] == sorted(now for now, _total in seen)


@pytest.mark.parametrize("size", SIZES.values(), ids=SIZES)
def test_a_stream_of_unknown_length(store: Harness, bucket: str, size: int) -> None:
    client, data = store.client_with_small_parts(), os.urandom(size)
    info = client.put_object(bucket, "key", chunks_of(data), metadata={"kept": "yes"})
    assert info.size == size
    assert client.get_object(bucket, "key") == data
    head = client.get_metadata(bucket, "key")
    assert (head.size, head.etag, head.metadata) == (size, info.etag, {"kept": "yes"})
    assert store.unfinished(bucket) == []


@pytest.mark.parametrize("size", SIZES.values(), ids=SIZES)
def test_bytes_of_known_length(store: Harness, bucket: str, size: int) -> None:
    client, data = store.client_with_small_parts(), os.urandom(size)
    info = client.put_object(bucket, "key", data)
    assert info.size == size
    assert client.get_object(bucket, "key") == data
    assert client.get_metadata(bucket, "key").etag == info.etag
    assert store.unfinished(bucket) == []


def test_chunks_need_not_fit_parts(store: Harness, bucket: str) -> None:
    client, data = store.client_with_small_parts(), os.urandom(2 * SMALLEST_PART + 12345)
    client.put_object(bucket, "key", chunks_of(data, 3 * SMALLEST_PART // 2 + 1))
    assert client.get_object(bucket, "key") == data


def test_a_file_object_without_a_length(store: Harness, bucket: str) -> None:
    data = os.urandom(SMALLEST_PART + 1)
    read_end, write_end = os.pipe()

    def write() -> None:
        with os.fdopen(write_end, "wb") as writer:
            writer.write(data)

    # A pipe holds 64 KiB: somebody has to write while the client reads.
    thread = threading.Thread(target=write)
    thread.start()
    with os.fdopen(read_end, "rb") as reader:
        store.client_with_small_parts().put_object(bucket, "key", reader)
    thread.join()
    assert store.client().get_object(bucket, "key") == data


@pytest.mark.parametrize(
    "size",
    [0, 1, SMALLEST_PART, 2 * SMALLEST_PART + 1],
    ids=["at-once", "in-the-first-part", "after-a-part", "late"],
)
def test_an_exception_in_the_source_leaves_nothing(store: Harness, bucket: str, size: int) -> None:
    client = store.client_with_small_parts()
    client.put_object(bucket, "key", b"old")
    with pytest.raises(SourceError):
        client.put_object(bucket, "key", broken_after(size))
    assert client.get_object(bucket, "key") == b"old"
    assert [info.key for info in client.list_objects(bucket)] == ["key"]
    assert store.unfinished(bucket) == []


def test_a_stream_that_turns_into_text_leaves_nothing(store: Harness, bucket: str) -> None:
    def turning() -> Iterator[bytes]:
        yield from chunks_of(os.urandom(SMALLEST_PART + 1))
        yield "text"  # type: ignore[misc]

    with pytest.raises(InvalidRequestError):
        store.client_with_small_parts().put_object(bucket, "key", turning())
    assert list(store.client().list_objects(bucket)) == []
    assert store.unfinished(bucket) == []


def test_an_upload_is_not_seen_before_its_end(store: Harness, bucket: str) -> None:
    client = store.client_with_small_parts()
    seen: list[bool] = []

    def looking() -> Iterator[bytes]:
        for chunk in chunks_of(os.urandom(2 * SMALLEST_PART + 1)):
            yield chunk
            seen.append(client.object_exists(bucket, "key"))

    client.put_object(bucket, "key", looking())
    assert not any(seen)
    assert client.object_exists(bucket, "key")


def test_parts_of_an_object_are_read_as_one(store: Harness, bucket: str) -> None:
    client, data = store.client_with_small_parts(), os.urandom(2 * SMALLEST_PART + 1)
    client.put_object(bucket, "key", io.BytesIO(data))
    other = store.client()
    around = slice(SMALLEST_PART - 10, SMALLEST_PART + 10)
    assert other.get_object(bucket, "key", start=around.start, end=around.stop) == data[around]
    assert other.get_object(bucket, "key", start=-5) == data[-5:]
    assert b"".join(other.stream_object(bucket, "key")) == data


def test_an_object_of_one_piece_replaces_one_of_many(store: Harness, bucket: str) -> None:
    client: StorageClient = store.client_with_small_parts()
    client.put_object(bucket, "key", os.urandom(SMALLEST_PART + 1))
    client.put_object(bucket, "key", b"small")
    assert client.get_object(bucket, "key") == b"small"
