"""Listings are fresh, unless they are to be kept."""

from __future__ import annotations

from typing import Any

import pytest

from codomyrmex.cloud import MemoryStorageClient
from codomyrmex.cloud.common.errors import InvalidRequestError, NotFoundError
from codomyrmex.cloud.filesystem import BucketFileSystem


@pytest.fixture
def client() -> MemoryStorageClient:
    """A store with an empty bucket."""
    client = MemoryStorageClient()
    client.create_bucket("bucket")
    return client


@pytest.fixture
def keeping(client: MemoryStorageClient) -> Any:
    """A filesystem that keeps its listings."""
    fs = BucketFileSystem(client, "bucket", use_listings_cache=True)
    fs.pipe({"d/a": b"1", "d/e/b": b"22"})
    return fs


def test_what_others_write_is_seen_at_once(client: MemoryStorageClient) -> None:
    fs: Any = client.filesystem("bucket")
    assert fs.ls("") == []
    client.put_object("bucket", "key", b"x")
    assert fs.ls("", detail=False) == ["key"]


def test_kept_listings_answer_without_the_store(client: MemoryStorageClient, keeping: Any) -> None:
    listing = keeping.ls("d")
    client.delete_bucket("bucket", force=True)
    assert keeping.ls("d") == listing
    assert keeping.info("d/a")["size"] == 1
    assert (keeping.isfile("d/a"), keeping.isdir("d/e"), keeping.isdir("d/a")) == (True, True, False)
    assert not keeping.exists("d/x")
    with pytest.raises(NotFoundError):
        keeping.ls("d", refresh=True)


@pytest.mark.parametrize(
    ("write", "left"),
    [
        (lambda fs: fs.pipe_file("d/new", b"x"), ["d/a", "d/e", "d/new"]),
        (lambda fs: fs.pipe({"d/new": b"x"}), ["d/a", "d/e", "d/new"]),
        (lambda fs: fs.open("d/new", "wb").close(), ["d/a", "d/e", "d/new"]),
        (lambda fs: fs.cp_file("d/a", "d/new"), ["d/a", "d/e", "d/new"]),
        (lambda fs: fs.copy("d/a", "d/new"), ["d/a", "d/e", "d/new"]),
        (lambda fs: fs.touch("d/f/deep"), ["d/a", "d/e", "d/f"]),
        (lambda fs: fs.mv("d/a", "d/b"), ["d/b", "d/e"]),
        (lambda fs: fs.rm("d/a"), ["d/e"]),
        (lambda fs: fs.rm("d/e", recursive=True), ["d/a"]),
        (lambda fs: fs.invalidate_cache(), ["d/a", "d/e"]),
    ],
)
def test_a_change_of_ones_own_is_seen_at_once(keeping: Any, write: Any, left: list[str]) -> None:
    assert keeping.ls("d", detail=False) == ["d/a", "d/e"]
    assert keeping.ls("", detail=False) == ["d"]
    write(keeping)
    assert keeping.ls("d", detail=False) == left


def test_a_transaction_is_seen_when_it_ends(keeping: Any) -> None:
    with keeping.transaction:
        keeping.pipe_file("d/new", b"x")
        assert keeping.ls("d", detail=False) == ["d/a", "d/e"]
    assert keeping.ls("d", detail=False) == ["d/a", "d/e", "d/new"]


def test_a_key_may_be_an_object_and_begin_others(client: MemoryStorageClient) -> None:
    fs: Any = client.filesystem("bucket")
    fs.pipe({"a": b"1", "a/b": b"22"})
    assert (fs.isfile("a"), fs.isdir("a"), fs.info("a")["type"]) == (True, True, "file")
    assert fs.find("") == ["a", "a/b"]
    assert fs.cat_file("a") == b"1"
    fs.rm("a", recursive=True)
    assert fs.find("") == []


def test_moving_a_tree_into_itself_is_refused(client: MemoryStorageClient) -> None:
    fs: Any = client.filesystem("bucket")
    contents = {"d/x": b"1", "d/sub/x": b"2"}
    fs.pipe(contents)
    with pytest.raises(InvalidRequestError, match="lies within"):
        fs.mv(["d/x", "d/sub/x"], ["d/sub/x", "d/sub/sub/x"])
    assert fs.cat("d", recursive=True) == contents


def test_a_move_with_a_depth_deletes_only_what_it_copied(client: MemoryStorageClient) -> None:
    fs: Any = client.filesystem("bucket")
    fs.pipe({"d/x": b"1", "d/deep/y": b"2"})
    fs.mv("d", "e", recursive=True, maxdepth=1)
    assert fs.cat_file("d/deep/y") == b"2"
    assert not fs.exists("d/x")


def test_a_name_that_leads_out_of_the_target_is_refused(client: MemoryStorageClient, tmp_path: Any) -> None:
    fs: Any = client.filesystem("bucket")
    fs.pipe({"d/../../evil": b"x", "d/good": b"y"})
    with pytest.raises(InvalidRequestError, match="evil"):
        fs.get("d", str(tmp_path / "target"), recursive=True)
    assert [path.name for path in tmp_path.rglob("*")] == ["target", "good"]
