"""Objects as streams and as Python files."""

from __future__ import annotations

import hashlib
import io
import itertools
import os
from typing import IO, Any, Literal

import pytest

from codomyrmex.cloud.common.errors import InvalidRequestError, NotFoundError, PreconditionFailedError
from codomyrmex.cloud.common.storage import StorageClient
from tests.contract.harness import MIB, SMALLEST_PART, Harness

WriteMode = Literal["wb", "w"]


@pytest.mark.parametrize("chunk_size", [1, 7, 100, 1000, 5000])
def test_chunks_have_the_size_that_was_asked_for(client: StorageClient, bucket: str, chunk_size: int) -> None:
    data = os.urandom(1000)
    client.put_object(bucket, "key", data)
    chunks = list(client.stream_object(bucket, "key", chunk_size=chunk_size))
    assert b"".join(chunks) == data
    assert {len(chunk) for chunk in chunks[:-1]} <= {chunk_size}
    assert 0 < len(chunks[-1]) <= chunk_size


def test_a_stream_of_several_ranges_is_in_order(store: Harness, bucket: str) -> None:
    data = os.urandom(18 * MIB + 3)
    client = store.client_with_small_parts()
    client.put_object(bucket, "large", data)
    digest = hashlib.sha256()
    for chunk in client.stream_object(bucket, "large", chunk_size=MIB):
        digest.update(chunk)
    assert digest.digest() == hashlib.sha256(data).digest()


def test_a_stream_that_is_left_early_leaves_the_client_well(store: Harness, bucket: str) -> None:
    data = os.urandom(18 * MIB)
    client = store.client_with_small_parts()
    client.put_object(bucket, "large", data)
    stream = client.stream_object(bucket, "large", chunk_size=1000)
    assert next(stream) == data[:1000]
    stream.close()
    assert client.get_object(bucket, "large", end=10) == data[:10]


@pytest.mark.parametrize("taken", [0, 1], ids=["whole", "its-rest"])
def test_a_stream_is_stored_as_another_object(store: Harness, bucket: str, taken: int) -> None:
    data = os.urandom(18 * MIB + 3)
    client = store.client_with_small_parts()
    client.put_object(bucket, "large", data)
    stream = client.stream_object(bucket, "large")
    assert len(list(itertools.islice(stream, taken))) == taken
    client.put_object(bucket, "stored", stream)
    # Reading it whole compares the digest that is kept with it.
    assert client.get_object(bucket, "stored") == data[taken * MIB :]


def test_a_missing_object_surfaces_at_the_call(client: StorageClient, bucket: str) -> None:
    with pytest.raises(NotFoundError):
        client.stream_object(bucket, "missing")
    with pytest.raises(NotFoundError):
        client.open(bucket, "missing")


def test_chunks_of_nothing_are_refused(client: StorageClient, bucket: str) -> None:
    client.put_object(bucket, "key", b"x")
    with pytest.raises(InvalidRequestError):
        client.stream_object(bucket, "key", chunk_size=0)


def test_an_object_that_is_replaced_is_not_mixed_with_its_successor(store: Harness, bucket: str) -> None:
    client = store.client_with_small_parts()
    client.put_object(bucket, "large", b"1" * (9 * MIB))
    with client.open(bucket, "large") as reader:
        assert reader.read(10) == b"1" * 10
        client.put_object(bucket, "large", b"2" * (9 * MIB))
        reader.seek(8 * MIB)
        with pytest.raises(PreconditionFailedError):
            reader.read(10)


def test_a_reader_seeks(client: StorageClient, bucket: str) -> None:
    data = os.urandom(3000)
    client.put_object(bucket, "key", data)
    with client.open(bucket, "key") as reader:
        assert (reader.seekable(), reader.readable(), reader.writable()) == (True, True, False)
        assert reader.read(10) == data[:10]
        assert reader.tell() == 10
        assert reader.seek(-10, io.SEEK_END) == 2990
        assert reader.read() == data[-10:]
        assert reader.seek(5) == 5
        assert reader.seek(5, io.SEEK_CUR) == 10
        assert reader.read(1) == data[10:11]
        assert reader.seek(5000) == 5000
        assert reader.read() == b""
        with pytest.raises(InvalidRequestError):
            reader.seek(-1)


def test_a_reader_is_a_file_to_others(client: StorageClient, bucket: str) -> None:
    client.put_object(bucket, "lines", b"one\ntwo\nthree")
    with client.open(bucket, "lines") as reader:
        assert list(reader) == [b"one\n", b"two\n", b"three"]
    with client.open(bucket, "lines", "r") as text:
        assert text.read().splitlines() == ["one", "two", "three"]


def test_a_written_object_appears_on_close(client: StorageClient, bucket: str) -> None:
    with client.open(bucket, "key", "wb") as writer:
        writer.write(b"one ")
        writer.write(memoryview(b"two"))
        assert writer.tell() == 7
        assert not client.object_exists(bucket, "key")
    assert client.get_object(bucket, "key") == b"one two"


def test_nothing_written_is_an_empty_object(client: StorageClient, bucket: str) -> None:
    with client.open(bucket, "empty", "wb"):
        pass
    assert client.get_object(bucket, "empty") == b""


@pytest.mark.parametrize("size", [SMALLEST_PART, 2 * SMALLEST_PART, 2 * SMALLEST_PART + 1])
def test_a_writer_crosses_parts(store: Harness, bucket: str, size: int) -> None:
    data = os.urandom(size)
    client = store.client_with_small_parts()
    with client.open(bucket, "large", "wb") as writer:
        for position in range(0, size, 3 * MIB):
            writer.write(data[position : position + 3 * MIB])
    assert client.get_object(bucket, "large") == data
    assert store.unfinished(bucket) == []


def test_text_is_utf8(client: StorageClient, bucket: str) -> None:
    with client.open(bucket, "key", "w") as writer:
        writer.write("Zürich\n日本")
    assert client.get_object(bucket, "key") == "Zürich\n日本".encode()
    with client.open(bucket, "key", "r") as reader:
        assert reader.read() == "Zürich\n日本"


def write_and_fail(opened: IO[Any], data: bytes | str) -> None:
    """Write, and let an exception end the block."""
    with opened as writer:
        writer.write(data)
        raise ZeroDivisionError


@pytest.mark.parametrize("mode", ["wb", "w"])
@pytest.mark.parametrize("size", [10, SMALLEST_PART + 10], ids=["small", "large"])
def test_an_exception_inside_with_stores_nothing(
    store: Harness, bucket: str, mode: WriteMode, size: int
) -> None:
    client = store.client_with_small_parts()
    client.put_object(bucket, "key", b"old")
    with pytest.raises(ZeroDivisionError):
        write_and_fail(client.open(bucket, "key", mode), b"n" * size if mode == "wb" else "n" * size)
    assert client.get_object(bucket, "key") == b"old"
    assert store.unfinished(bucket) == []


@pytest.mark.parametrize("mode", ["wb", "w"])
def test_a_writer_that_nobody_closes_stores_nothing(
    store: Harness, client: StorageClient, bucket: str, mode: WriteMode
) -> None:
    writer: IO[Any] = client.open(bucket, "key", mode)
    writer.write(b"half" if mode == "wb" else "half")
    del writer
    assert not client.object_exists(bucket, "key")
    assert store.unfinished(bucket) == []


def test_a_closed_writer_takes_no_more(client: StorageClient, bucket: str) -> None:
    with client.open(bucket, "key", "wb") as writer:
        writer.write(b"all")
    writer.close()
    with pytest.raises(ValueError, match="closed"):
        writer.write(b"more")
    assert client.get_object(bucket, "key") == b"all"


@pytest.mark.parametrize("mode", ["a", "ab", "r+", "rb+", "x", "", "rw"])
def test_other_modes_are_refused(client: StorageClient, bucket: str, mode: str) -> None:
    client.put_object(bucket, "key", b"x")
    with pytest.raises(InvalidRequestError):
        client.open(bucket, "key", mode)  # type: ignore[call-overload]
    assert client.get_object(bucket, "key") == b"x"
