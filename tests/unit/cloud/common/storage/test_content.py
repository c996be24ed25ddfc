"""Where the bytes of an upload come from."""

from __future__ import annotations

import array
import gzip
import hashlib
import io
import os
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, BinaryIO, cast

import pytest

from codomyrmex.cloud.common.content import (
    Body,
    FileRegion,
    FileSource,
    MemorySource,
    Source,
    StreamSource,
    digest_of,
    file_source,
    open_local_file,
    source_of,
)
from codomyrmex.cloud.common.errors import InvalidRequestError, LocalFileError


def bytes_of(body: Body) -> bytes:
    """The bytes of a body."""
    return b"".join(body.blocks()) if isinstance(body, FileRegion) else bytes(body)


def all_of(source: Source, size: int = 3) -> list[bytes]:
    """Everything that a source has, taken in pieces."""
    pieces = []
    while piece := bytes_of(source.take(size)):
        pieces.append(piece)
    return pieces


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A file of ten bytes."""
    path = tmp_path / "file"
    path.write_bytes(b"0123456789")
    return path


@pytest.mark.parametrize(
    "data",
    [
        b"abcdefgh",
        bytearray(b"abcdefgh"),
        memoryview(b"abcdefgh"),
        array.array("I", [0x64636261, 0x68676665]),
    ],
    ids=lambda data: type(data).__name__,
)
def test_memory_is_taken_in_pieces_without_copies(data: Any) -> None:
    source = source_of(data)
    assert isinstance(source, MemorySource)
    assert source.size == 8
    piece = source.take(3)
    assert isinstance(piece, memoryview)
    assert [bytes(piece), *all_of(source)] == [b"abc", b"def", b"gh"]


def test_memory_with_gaps_is_put_together() -> None:
    assert all_of(source_of(memoryview(b"a-b-c-d-")[::2])) == [b"abc", b"d"]


def test_a_file_is_read_from_where_it_stands(path: Path) -> None:
    with path.open("rb") as file:
        file.seek(4)
        source = source_of(file)
        assert isinstance(source, FileSource)
        assert source.size == 6
        assert all_of(source) == [b"456", b"789"]
        source.finish()


def test_a_file_open_for_writing_too_is_flushed_first(path: Path) -> None:
    with path.open("r+b") as file:
        file.write(b"abc")
        file.seek(0)
        assert all_of(source_of(file)) == [b"abc", b"345", b"678", b"9"]


def grow(path: Path) -> None:
    """Append to the file."""
    with path.open("ab") as file:
        file.write(b"more")


CHANGES: dict[str, Callable[[Path], Any]] = {
    "grown": grow,
    "shorter": lambda path: os.truncate(path, 5),
    "rewritten": lambda path: path.write_bytes(b"9876543210"),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_a_file_that_changes_is_found_out(path: Path, change: Callable[[Path], Any]) -> None:
    os.utime(path, (1, 1))
    with path.open("rb") as file:
        source = file_source(file, path)
        change(path)
        with pytest.raises(LocalFileError, match="changed") as caught:
            source.finish()
    assert caught.value.retryable


def test_a_region_that_became_shorter_is_found_out(path: Path) -> None:
    with path.open("rb") as file:
        region = FileRegion(file.fileno(), 2, 8)
        os.truncate(path, 5)
        with pytest.raises(LocalFileError, match="shorter"):
            list(region.blocks())


def test_a_region_is_read_where_it_lies(path: Path) -> None:
    with path.open("rb") as file:
        region = FileRegion(file.fileno(), 2, 5)
        assert len(region) == 5
        assert region.read_at(1, 2) == b"34"
        assert region.read_at(3, 100) == b"56"
        assert region.read_at(5, 1) == b""
        assert list(region.blocks()) == [b"23456"]
        assert digest_of(region, "sha256") == hashlib.sha256(b"23456").digest()


def gzipped(data: bytes) -> BinaryIO:
    """A file object whose descriptor, if it has one, holds other bytes than it reads."""
    return cast("BinaryIO", gzip.GzipFile(fileobj=io.BytesIO(gzip.compress(data))))


STREAMS: dict[str, Callable[[bytes], Any]] = {
    "list": lambda data: [data[:1], b"", data[1:]],
    "generator": lambda data: (data[at : at + 1] for at in range(len(data))),
    "bytes-io": io.BytesIO,
    "gzip": gzipped,
    "views": lambda data: iter([memoryview(data)]),
}


@pytest.mark.parametrize("stream", STREAMS.values(), ids=STREAMS)
def test_a_stream_is_cut_as_it_is_asked_for(stream: Callable[[bytes], Any]) -> None:
    source = source_of(stream(b"abcdefgh"))
    assert all_of(source) == [b"abc", b"def", b"gh"]
    source.finish()


def test_a_gzip_file_on_disk_is_read_through(tmp_path: Path) -> None:
    with gzip.open(tmp_path / "file.gz", "wb") as packed:
        packed.write(b"abcdefgh")
    with gzip.open(tmp_path / "file.gz", "rb") as unpacked:
        assert all_of(source_of(cast("BinaryIO", unpacked))) == [b"abc", b"def", b"gh"]


def test_a_stream_is_read_no_further_than_is_needed() -> None:
    taken: list[int] = []

    def chunks() -> Iterable[bytes]:
        for number in range(5):
            taken.append(number)
            yield b"abc"

    source = source_of(chunks())
    assert isinstance(source, StreamSource)
    assert source.size is None
    assert bytes_of(source.take(4)) == b"abca"
    assert taken == [0, 1]


def test_a_pipe_is_a_stream() -> None:
    read_end, write_end = os.pipe()
    os.write(write_end, b"abcdefgh")
    os.close(write_end)
    with os.fdopen(read_end, "rb") as reader:
        source = file_source(reader, Path("pipe"))
        assert source.size is None
        assert all_of(source) == [b"abc", b"def", b"gh"]


@pytest.mark.parametrize(
    "data", ["text", io.StringIO("text"), 7, None, object()], ids=lambda data: type(data).__name__
)
def test_what_has_no_bytes_is_refused(data: Any) -> None:
    with pytest.raises(InvalidRequestError):
        source_of(data)


def test_text_in_a_stream_is_refused_when_it_comes() -> None:
    source = source_of(iter([b"abc", "text"]))  # type: ignore[arg-type]
    assert bytes_of(source.take(3)) == b"abc"
    with pytest.raises(InvalidRequestError, match="encode"):
        source.take(3)


@pytest.mark.parametrize("name", ["missing", ".", "file/below"])
def test_a_path_that_cannot_be_read(path: Path, name: str) -> None:
    with pytest.raises(LocalFileError, match="cannot be read"):
        open_local_file(path.parent / name)
