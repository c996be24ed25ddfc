"""What a bucket's filesystem promises beyond what fsspec's own tests ask for."""

from __future__ import annotations

import os
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import fsspec
import pytest

from codomyrmex.cloud.common.errors import (
    BucketNotFoundError,
    ConflictError,
    InvalidRequestError,
    NotFoundError,
    NotSupportedError,
)
from codomyrmex.cloud.common.storage import StorageClient
from tests.contract.fetch import fetch
from tests.contract.harness import MIB

pytestmark = pytest.mark.each_protocol

LARGE = os.urandom(9 * MIB + 17)


def test_a_tree_is_listed_by_level_and_as_a_whole(fs: Any) -> None:
    fs.pipe({"a": b"1", "d/b": b"22", "d/e/c": b"333"})
    assert fs.ls("", detail=False) == ["a", "d"]
    assert [(entry["name"], entry["size"], entry["type"]) for entry in fs.ls("d")] == [
        ("d/b", 2, "file"),
        ("d/e", 0, "directory"),
    ]
    assert fs.find("") == ["a", "d/b", "d/e/c"]
    assert fs.find("d", withdirs=True) == ["d", "d/b", "d/e", "d/e/c"]
    assert fs.find("d", maxdepth=1) == ["d/b"]
    assert fs.glob("**/c") == ["d/e/c"]
    assert list(fs.walk("")) == [("", ["d"], ["a"]), ("d", ["e"], ["b"]), ("d/e", [], ["c"])]
    assert fs.du("d") == 5
    assert fs.du("", total=False) == {"a": 1, "d/b": 2, "d/e/c": 3}
    assert fs.sizes(["a", "d/b"]) == [1, 2]


def test_a_path_is_a_file_a_directory_or_not_there(fs: Any) -> None:
    fs.pipe_file("d/b", b"22", content_type="text/csv", metadata={"author": "ada"})
    assert (fs.isfile("d/b"), fs.isdir("d/b"), fs.exists("d/b")) == (True, False, True)
    assert (fs.isfile("d"), fs.isdir("d"), fs.exists("d")) == (False, True, True)
    assert (fs.isfile("x"), fs.isdir("x"), fs.exists("x")) == (False, False, False)
    entry = fs.info("d/b")
    assert (entry["size"], entry["type"], entry["content_type"]) == (2, "file", "text/csv")
    assert entry["metadata"] == {"author": "ada"}
    assert fs.modified("d/b") == fs.created("d/b") == entry["mtime"]
    assert entry["mtime"].tzinfo is not None
    assert fs.info("d")["type"] == "directory"
    assert fs.ls("d/b", detail=False) == ["d/b"]


def test_what_is_not_there_is_a_file_not_found(
    client: StorageClient, bucket: str, fs: Any, tmp_path: Path
) -> None:
    for call in (fs.info, fs.ls, fs.cat_file, fs.open, fs.modified):
        with pytest.raises(NotFoundError):
            call("missing")
    with pytest.raises(NotFoundError):
        fs.get("missing", str(tmp_path / "copy"))
    with pytest.raises(NotFoundError):
        fs.rm("missing", recursive=True)
    with pytest.raises(NotFoundError):
        fs.copy("missing", "copy")
    fs.rm("missing")
    with pytest.raises(BucketNotFoundError):
        client.filesystem(f"{bucket}-missing").ls("")
    assert not client.filesystem(f"{bucket}-missing").exists("key")


def test_the_token_of_an_object_changes_with_it(fs: Any) -> None:
    fs.pipe_file("key", b"one")
    before = fs.ukey("key"), fs.checksum("key")
    assert (fs.ukey("key"), fs.checksum("key")) == before
    fs.pipe_file("key", b"two")
    assert (fs.ukey("key") != before[0], fs.checksum("key") != before[1]) == (True, True)


@pytest.mark.parametrize(
    ("start", "end"),
    [
        (None, None),
        (0, 4),
        (2, None),
        (None, 3),
        (-3, None),
        (-5, -2),
        (2, -2),
        (4, 4),
        (6, 2),
        (8, 99),
        (99, 100),
    ],
)
def test_a_slice_of_an_object_is_as_python_has_it(fs: Any, start: int | None, end: int | None) -> None:
    fs.pipe_file("key", b"0123456789")
    assert fs.cat_file("key", start, end) == b"0123456789"[start:end]


def test_many_objects_are_read_at_once(fs: Any) -> None:
    contents = {f"many/{number:02}": os.urandom(number) for number in range(40)}
    fs.pipe(contents)
    assert fs.cat(list(contents)) == contents
    assert fs.cat("many", recursive=True) == contents
    assert fs.cat("many/0?") == {path: contents[path] for path in sorted(contents)[:10]}
    assert fs.cat(["many/20", "many/30"], start=2, end=5) == {
        path: contents[path][2:5] for path in ("many/20", "many/30")
    }
    assert fs.cat(["many/01", "missing"], on_error="omit") == {"many/01": contents["many/01"]}
    assert isinstance(fs.cat(["many/01", "missing"], on_error="return")["missing"], NotFoundError)
    with pytest.raises(NotFoundError) as caught:
        fs.cat(["many/01", "missing"])
    assert caught.value.resource is not None
    assert caught.value.resource.endswith("missing")


def test_many_slices_are_read_at_once(fs: Any) -> None:
    fs.pipe({"a": LARGE, "b": b"0123456789"})
    starts, ends = [0, 5 * MIB, 3, -4], [MIB, 6 * MIB, 6, None]
    assert fs.cat_ranges(["a", "a", "b", "b"], starts, ends) == [
        LARGE[:MIB],
        LARGE[5 * MIB : 6 * MIB],
        b"345",
        b"6789",
    ]
    found, missing = fs.cat_ranges(["b", "missing"], 0, 2)
    assert found == b"01"
    assert isinstance(missing, NotFoundError)
    assert str(missing.resource).endswith("missing")
    with pytest.raises(NotFoundError):
        fs.cat_ranges(["b", "missing"], 0, 2, on_error="raise")


def test_slices_end_where_the_object_ends(fs: Any) -> None:
    fs.pipe({"b": b"0123456789", "empty": b""})
    starts, ends = [8, 10, 99, 3, None, 0, None, 2], [99, 20, None, 3, 4, None, None, -3]
    found = fs.cat_ranges(["b"] * 8, starts, ends)
    assert found == [b"89", b"", b"", b"", b"0123", b"0123456789", b"0123456789", b"23456"]
    assert fs.cat_ranges(["empty", "empty"], 0, [5, None]) == [b"", b""]


def test_a_slice_that_cannot_be_read_does_not_stop_the_others(fs: Any) -> None:
    fs.pipe_file("b", b"0123456789")
    kinds = [InvalidRequestError, bytes, InvalidRequestError, NotFoundError, bytes]
    found = fs.cat_ranges(["", "b", "x" * 5000, "missing", "b"], [0, 0, 0, 0, -2], [2, 2, 2, 2, None])
    assert [isinstance(one, kind) for one, kind in zip(found, kinds, strict=True)] == [True] * 5
    assert (found[1], found[4]) == (b"01", b"89")


def test_the_same_slice_of_many_objects(fs: Any) -> None:
    contents = {f"many/{number:02}": b"%02d" % number * 3 for number in range(40)}
    fs.pipe(contents)
    assert fs.cat("many/*", start=1, end=4) == {name: data[1:4] for name, data in contents.items()}


def test_what_is_impossible_says_so(fs: Any) -> None:
    fs.pipe_file("key", b"x")
    with pytest.raises(NotSupportedError):
        fs.open("key", "ab")
    with pytest.raises(NotSupportedError):
        fs.touch("key", truncate=False)
    with pytest.raises(InvalidRequestError):
        fs.open("", "wb")
    with pytest.raises(InvalidRequestError):
        fs.pipe_file("key", b"y", mode="append")
    assert fs.cat_file("key") == b"x"


def test_trees_go_up_down_around_and_away(fs: Any, tmp_path: Path) -> None:
    contents = {f"tree/{number}/{name}": f"{number}{name}".encode() for number in range(3) for name in "abc"}
    for path, data in contents.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes(data)
    (tmp_path / "tree" / "large").write_bytes(LARGE)
    contents["tree/large"] = LARGE
    fs.put(str(tmp_path / "tree"), "", recursive=True)
    assert fs.cat("tree", recursive=True) == contents
    fs.mv("tree", "moved", recursive=True)
    assert fs.find("") == sorted(path.replace("tree", "moved") for path in contents)
    fs.get("moved", str(tmp_path / "back"), recursive=True)
    for path, data in contents.items():
        assert (tmp_path / path.replace("tree", "back")).read_bytes() == data
    fs.rm("moved/0", recursive=True)
    assert fs.ls("moved", detail=False) == ["moved/1", "moved/2", "moved/large"]
    fs.rm(["moved/1", "moved/2"], recursive=True)
    fs.rm("moved/*")
    assert fs.find("") == []


def test_a_move_onto_itself_keeps_the_object(fs: Any) -> None:
    fs.pipe_file("d/key", b"kept")
    fs.mv("d/key", "d/")
    fs.mv("d/key", "d/key")
    assert fs.cat_file("d/key") == b"kept"


def test_a_progress_callback_is_told(fs: Any, file: Path, tmp_path: Path) -> None:
    up, down = fsspec.Callback(), fsspec.Callback()
    fs.put_file(str(file), "key", callback=up)
    fs.get_file("key", str(tmp_path / "copy"), callback=down)
    size = file.stat().st_size
    assert (up.size, up.value, down.size, down.value) == (size,) * 4


def test_directories_are_there_with_their_files(fs: Any) -> None:
    fs.mkdir("d")
    fs.makedirs("d/e", exist_ok=True)
    assert not fs.exists("d")
    with pytest.raises(NotFoundError):
        fs.rmdir("d")
    fs.pipe_file("d/e/key", b"x")
    assert fs.isdir("d/e")
    with pytest.raises(ConflictError):
        fs.rmdir("d/e")
    fs.rm_file("d/e/key")
    assert not fs.exists("d")


def test_keys_stay_what_they_are(fs: Any) -> None:
    keys = ["/a", "a//b", "a/../b", "..", "./a", "日本"]
    fs.pipe({key: key.encode() for key in keys})
    assert fs.find("") == sorted(keys)
    assert fs.cat(keys) == {key: key.encode() for key in keys}
    assert [fs.info(key)["size"] for key in keys] == [len(key.encode()) for key in keys]
    fs.copy(keys, [f"copies/{key}" for key in keys])
    assert fs.find("copies") == sorted(f"copies/{key}" for key in keys)
    fs.rm(keys)
    assert fs.find("") == sorted(f"copies/{key}" for key in keys)


def test_an_empty_folder_that_another_tool_made_is_a_directory(
    client: StorageClient, bucket: str, fs: Any
) -> None:
    client.put_object(bucket, "empty/", b"")
    assert fs.ls("", detail=False) == ["empty"]
    assert (fs.isdir("empty"), fs.ls("empty"), fs.find("")) == (True, [], [])
    fs.mv("empty", "moved", recursive=True)
    assert [info.key for info in client.list_objects(bucket)] == ["moved/"]
    fs.rmdir("moved")
    assert not fs.exists("moved")


@pytest.mark.needs("presign")
def test_a_signed_url_is_good_for_reading(fs: Any) -> None:
    fs.pipe_file("key", b"signed")
    assert fetch("GET", fs.sign("key", expiration=60)).body == b"signed"


def test_threads_share_a_filesystem(fs: Any) -> None:
    together = threading.Barrier(8)

    def work(number: int) -> bool:
        together.wait()
        data = os.urandom(1000)
        with fs.open(f"{number}", "wb") as file:
            file.write(data)
        with fs.open(f"{number}") as file:
            return bool(file.read() == data)

    with ThreadPoolExecutor(8) as threads:
        assert all(threads.map(work, range(8)))
    assert len(fs.ls("")) == 8
