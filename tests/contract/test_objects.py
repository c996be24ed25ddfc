"""Objects: written whole, read back as they were."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from codomyrmex.cloud.common.errors import InvalidRequestError, NotFoundError
from codomyrmex.cloud.common.storage import StorageClient
from tests.contract.harness import Harness

DATA = bytes(range(256)) * 16

SOURCES: dict[str, Callable[[], Any]] = {
    "bytes": lambda: DATA,
    "bytearray": lambda: bytearray(DATA),
    "memoryview": lambda: memoryview(DATA),
    "strided-memoryview": lambda: memoryview(bytes(byte for byte in DATA for _ in range(2)))[::2],
    "file-object": lambda: io.BytesIO(DATA),
    "list": lambda: [DATA[:1000], DATA[1000:]],
    "generator": lambda: (DATA[at : at + 7] for at in range(0, len(DATA), 7)),
    "generator-with-empty-chunks": lambda: iter([b"", DATA[:1], b"", DATA[1:], b""]),
}


@pytest.mark.parametrize("source", SOURCES.values(), ids=SOURCES)
def test_put_takes_bytes_of_every_kind(client: StorageClient, bucket: str, source: Callable[[], Any]) -> None:
    info = client.put_object(bucket, "key", source())
    assert (info.bucket, info.key, info.size) == (bucket, "key", len(DATA))
    assert client.get_object(bucket, "key") == DATA


def test_put_takes_an_open_file_from_where_it_stands(client: StorageClient, bucket: str, file: Path) -> None:
    with file.open("rb") as opened:
        opened.seek(2)
        client.put_object(bucket, "key", opened)
    assert client.get_object(bucket, "key") == b"line of text\n"


@pytest.mark.parametrize(
    "data", ["text", io.StringIO("text"), ["text"], 7, None], ids=lambda data: type(data).__name__
)
def test_put_refuses_what_is_not_bytes(client: StorageClient, bucket: str, data: Any) -> None:
    with pytest.raises(InvalidRequestError):
        client.put_object(bucket, "key", data)
    assert not client.object_exists(bucket, "key")


def test_metadata_tells_what_was_written(client: StorageClient, bucket: str) -> None:
    written = client.put_object(bucket, "notes.txt", DATA)
    info = client.get_metadata(bucket, "notes.txt")
    assert (info.bucket, info.key, info.size, info.etag) == (bucket, "notes.txt", len(DATA), written.etag)
    assert info.etag
    assert '"' not in info.etag
    assert info.last_modified is not None
    # Services give whole seconds, and a clock that need not be ours to the second.
    assert abs(datetime.now(UTC) - info.last_modified) < timedelta(minutes=1)


@pytest.mark.parametrize(
    ("key", "content_type", "expected"),
    [
        ("notes.txt", None, "text/plain"),
        ("page.HTML", None, "text/html"),
        ("folder.d/noname", None, "application/octet-stream"),
        ("archive.unheard-of", None, "application/octet-stream"),
        ("notes.txt", "text/markdown; charset=utf-8", "text/markdown; charset=utf-8"),
    ],
)
def test_content_type(
    client: StorageClient, bucket: str, key: str, content_type: str | None, expected: str
) -> None:
    client.put_object(bucket, key, b"x", content_type=content_type)
    assert client.get_metadata(bucket, key).content_type == expected


def test_an_empty_object_is_an_object(client: StorageClient, bucket: str, tmp_path: Path) -> None:
    assert client.put_object(bucket, "empty", b"").size == 0
    assert client.get_metadata(bucket, "empty").size == 0
    assert client.object_exists(bucket, "empty")
    assert client.get_object(bucket, "empty") == b""
    assert client.get_object(bucket, "empty", start=0, end=10) == b""
    assert list(client.stream_object(bucket, "empty")) == []
    with client.open(bucket, "empty") as reader:
        assert reader.read() == b""
    assert client.download_file(bucket, "empty", tmp_path / "empty").read_bytes() == b""


@pytest.mark.parametrize("nothing", [[], io.BytesIO()], ids=["iterable", "file-object"])
def test_a_stream_of_nothing_is_an_empty_object(
    client: StorageClient, bucket: str, nothing: Iterable[bytes]
) -> None:
    assert client.put_object(bucket, "empty", nothing).size == 0
    assert client.get_object(bucket, "empty") == b""


def test_put_replaces_all_of_the_old_object(client: StorageClient, bucket: str) -> None:
    client.put_object(bucket, "key", b"a longer text", content_type="text/html", metadata={"old": "1"})
    client.put_object(bucket, "key", b"short")
    info = client.get_metadata(bucket, "key")
    assert (info.size, info.content_type, dict(info.metadata)) == (5, "application/octet-stream", {})
    assert client.get_object(bucket, "key") == b"short"


@pytest.mark.parametrize(
    ("start", "end"),
    [
        (0, 1),
        (0, None),
        (10, 20),
        (None, 5),
        (4095, None),
        (4095, 4096),
        (4000, 9000),
        (-10, None),
        (-9000, None),
    ],
)
def test_a_range_is_a_slice(client: StorageClient, bucket: str, start: int | None, end: int | None) -> None:
    client.put_object(bucket, "key", DATA)
    assert client.get_object(bucket, "key", start=start, end=end) == DATA[slice(start, end)]


def test_a_range_behind_the_end_is_empty(client: StorageClient, bucket: str) -> None:
    client.put_object(bucket, "key", DATA)
    assert client.get_object(bucket, "key", start=len(DATA)) == b""
    assert client.get_object(bucket, "key", start=len(DATA) + 10, end=len(DATA) + 20) == b""


@pytest.mark.parametrize(("start", "end"), [(5, 5), (5, 4), (0, 0), (None, 0), (0, -1), (-5, 3)])
def test_a_range_without_sense_is_refused(
    client: StorageClient, bucket: str, start: int | None, end: int | None
) -> None:
    client.put_object(bucket, "key", DATA)
    with pytest.raises(InvalidRequestError):
        client.get_object(bucket, "key", start=start, end=end)


def test_max_bytes_refuses_more_and_gives_no_less(client: StorageClient, bucket: str) -> None:
    client.put_object(bucket, "key", DATA)
    assert client.get_object(bucket, "key", max_bytes=len(DATA)) == DATA
    with pytest.raises(InvalidRequestError):
        client.get_object(bucket, "key", max_bytes=len(DATA) - 1)
    assert client.get_object(bucket, "key", start=0, end=8, max_bytes=8) == DATA[:8]


def test_exists_is_about_the_object_itself(client: StorageClient, bucket: str) -> None:
    client.put_object(bucket, "reports/2024", b"x")
    assert client.object_exists(bucket, "reports/2024")
    assert not client.object_exists(bucket, "reports")
    assert not client.object_exists(bucket, "reports/20")


def test_delete_needs_nothing_to_be_there(client: StorageClient, bucket: str) -> None:
    client.put_object(bucket, "key", DATA)
    client.delete_object(bucket, "key")
    assert not client.object_exists(bucket, "key")
    client.delete_object(bucket, "key")
    with pytest.raises(NotFoundError):
        client.get_object(bucket, "key")


def test_delete_many(store: Harness, client: StorageClient, bucket: str) -> None:
    for key in ("a", "b/c", "kept"):
        client.put_object(bucket, key, b"x")
    absent = [f"absent/{number}" for number in range(store.batch_size * 11 // 10)]
    report = client.delete_objects(bucket, iter(["a", *absent, "b/c"]))
    report.raise_on_failure()
    assert (report.deleted, report.failures) == (len(absent) + 2, ())
    assert [info.key for info in client.list_objects(bucket)] == ["kept"]


def test_delete_many_of_none(client: StorageClient, bucket: str) -> None:
    assert client.delete_objects(bucket, []).deleted == 0


def test_delete_many_refuses_a_single_string(client: StorageClient, bucket: str) -> None:
    client.put_object(bucket, "k", b"x")
    with pytest.raises(InvalidRequestError):
        client.delete_objects(bucket, "key")
    assert client.object_exists(bucket, "k")


def test_the_bucket_view_is_the_client_with_the_bucket_said_once(
    client: StorageClient, bucket: str, file: Path, tmp_path: Path
) -> None:
    view = client.bucket(bucket)
    view.put_object("a", b"x", metadata={"by": "view"})
    view.upload_file(file)
    assert view.exists()
    assert not view.ensure()
    assert view.get_object("a", max_bytes=1) == b"x"
    assert b"".join(view.stream_object("a")) == b"x"
    assert view.get_metadata("a").metadata == {"by": "view"}
    assert [info.key for info in view.list_objects("a")] == ["a"]
    assert [info.key for info in view.list_directory().objects] == ["a", file.name]
    assert view.download_file(file.name, tmp_path / "copy").read_bytes() == file.read_bytes()
    with view.open("a") as reader:
        assert reader.read() == b"x"
    view.delete_object("a")
    assert not view.object_exists("a")
    assert view.delete_objects([file.name]).deleted == 1
