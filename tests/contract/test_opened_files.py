"""Objects that are opened as files of a bucket's filesystem: read, written, and broken off."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import fsspec
import pytest

from codomyrmex.cloud.common.errors import (
    AlreadyExistsError,
    PreconditionFailedError,
)
from tests.contract.harness import MIB, SMALLEST_PART, Harness

pytestmark = pytest.mark.each_protocol

LARGE = os.urandom(9 * MIB + 17)


class WriterError(Exception):
    """What ends a write in the middle."""


def break_off(file: Any, data: Any) -> None:
    """Write into a file, and fail before it is closed."""
    with file as opened:
        opened.write(data)
        raise WriterError


def change_and_fail(fs: Any) -> None:
    """Write in a transaction, and fail before it ends."""
    with fs.transaction:
        fs.pipe_file("a", b"changed")
        fs.pipe_file("d", b"4")
        raise WriterError


def test_a_file_is_read_and_sought(fs: Any) -> None:
    fs.pipe_file("key", LARGE)
    with fs.open("key") as file:
        assert file.size == len(LARGE)
        assert file.read(10) == LARGE[:10]
        file.seek(5 * MIB)
        assert file.read(MIB) == LARGE[5 * MIB : 6 * MIB]
        file.seek(-10, os.SEEK_END)
        assert file.read() == LARGE[-10:]
        file.seek(0)
        assert file.read() == LARGE
    assert fs.tail("key", 5) == LARGE[-5:]
    assert fs.read_block("key", 3, 4) == LARGE[3:7]


@pytest.mark.parametrize("cache_type", ["none", "bytes", "blockcache", "all"])
def test_a_file_is_read_through_any_cache_of_fsspec(fs: Any, cache_type: str) -> None:
    fs.pipe_file("key", LARGE[:MIB])
    with fs.open("key", block_size=300_000, cache_type=cache_type) as file:
        file.seek(500_000)
        assert file.read(100_000) == LARGE[500_000:600_000]
        file.seek(0)
        assert file.read() == LARGE[:MIB]


def test_an_empty_file_is_read(fs: Any) -> None:
    fs.touch("empty")
    with fs.open("empty") as file:
        assert file.read() == b""
    assert fs.size("empty") == 0


def test_an_object_that_is_replaced_is_not_read_as_two_halves(fs: Any) -> None:
    fs.pipe_file("key", LARGE)
    with fs.open("key", block_size=1000) as file:
        assert file.read(10) == LARGE[:10]
        fs.pipe_file("key", LARGE[::-1])
        file.seek(MIB)
        with pytest.raises(PreconditionFailedError):
            file.read(10)


def test_a_written_file_appears_when_it_is_closed(store: Harness, bucket: str) -> None:
    fs = store.client_with_small_parts().filesystem(bucket)
    with fs.open("key", "wb", metadata={"author": "ada"}) as file:
        file.write(LARGE)
        assert not fs.exists("key")
    assert fs.cat_file("key") == LARGE
    assert fs.info("key")["metadata"] == {"author": "ada"}
    assert store.unfinished(bucket) == []


@pytest.mark.parametrize("compression", [None, "gzip"])
@pytest.mark.parametrize("mode", ["wb", "wt"])
def test_text_and_compression_are_written_and_read(fs: Any, mode: str, compression: str | None) -> None:
    data: Any = "täglich\n" if mode == "wt" else b"bytes"
    with fs.open(
        "key", mode, compression=compression, **({"encoding": "utf-8"} if mode == "wt" else {})
    ) as file:
        file.write(data)
    with fs.open("key", mode.replace("w", "r"), compression=compression) as file:
        assert file.read() == data


@pytest.mark.parametrize("size", [10, 2 * SMALLEST_PART], ids=["small", "parts"])
def test_an_exception_while_writing_stores_nothing(store: Harness, bucket: str, size: int) -> None:
    fs = store.client_with_small_parts().filesystem(bucket)
    fs.pipe_file("key", b"old")
    for file, data in (
        (fs.open("key", "wb"), bytes(size)),
        (fsspec.core.OpenFile(fs, "key", "wb"), bytes(size)),
        (fs.open("key", "wt", compression="gzip"), "text" * size),
    ):
        with pytest.raises(WriterError):
            break_off(file, data)
    assert fs.cat_file("key") == b"old"
    assert store.unfinished(bucket) == []


def test_a_transaction_stores_all_or_nothing(store: Harness, bucket: str, fs: Any, file: Path) -> None:
    with fs.transaction:
        fs.pipe_file("a", b"1")
        fs.put_file(str(file), "b")
        with fs.open("c", "wb") as open_file:
            open_file.write(b"3")
        assert fs.find("") == []
    assert fs.find("") == ["a", "b", "c"]
    with pytest.raises(WriterError):
        change_and_fail(fs)
    assert fs.find("") == ["a", "b", "c"]
    assert fs.cat_file("a") == b"1"
    assert store.unfinished(bucket) == []


def test_creating_does_not_replace(fs: Any, file: Path) -> None:
    fs.pipe_file("key", b"first", mode="create")
    with pytest.raises(AlreadyExistsError):
        fs.pipe_file("key", b"second", mode="create")
    with pytest.raises(AlreadyExistsError):
        fs.put_file(str(file), "key", mode="create")
    with pytest.raises(AlreadyExistsError):
        fs.open("key", "xb")
    with fs.open("new", "xb") as new:
        new.write(b"new")
    assert fs.cat(["key", "new"]) == {"key": b"first", "new": b"new"}


def test_creating_loses_against_who_was_faster(fs: Any) -> None:
    file = fs.open("key", "xb")
    file.write(b"slow")
    fs.pipe_file("key", b"fast")
    with pytest.raises(AlreadyExistsError):
        file.close()
    assert fs.cat_file("key") == b"fast"
