"""``cp`` and ``put``."""

from __future__ import annotations

from pathlib import Path

import pytest

from codomyrmex.cloud import LocalStorageClient
from tests.unit.cloud.cli.conftest import Cmx


def contents(store: LocalStorageClient, bucket: str = "b") -> dict[str, bytes]:
    """Every object of a bucket."""
    return {info.key: store.get_object(bucket, info.key) for info in store.list_objects(bucket)}


def files_below(folder: Path) -> dict[str, bytes]:
    """Every file of a tree."""
    found = [path for path in folder.rglob("*") if path.is_file()]
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}


def test_one_file_up_and_down(cmx: Cmx, store: LocalStorageClient, tmp_path: Path) -> None:
    Path(tmp_path, "x.txt").write_bytes(b"hello")
    up = cmx("cp", tmp_path / "x.txt", "local://b/folder/")
    assert (up.code, up.err) == (0, "")
    assert up.out.startswith("1 file, 5 B in ")
    assert contents(store) == {"folder/x.txt": b"hello"}
    assert cmx("cp", "local://b/folder/x.txt", tmp_path / "y.txt", "--quiet").out == ""
    assert Path(tmp_path, "y.txt").read_bytes() == b"hello"


def test_a_tree_up_across_and_down(
    cmx: Cmx, store: LocalStorageClient, tmp_path: Path, tree: dict[str, bytes]
) -> None:
    store.create_bucket("other")
    report = cmx("cp", "-r", tmp_path / "tree", "local://b/t", "--json").object
    assert (report["files"], report["bytes"], report["skipped"], report["failures"]) == (4, 14, 0, [])
    assert contents(store) == {f"t/{name}": data for name, data in tree.items()}
    assert cmx("cp", "-r", "local://b/t", "local://other").code == 0
    assert contents(store, "other") == tree
    assert cmx("cp", "-r", "local://other", tmp_path / "back").code == 0
    assert files_below(tmp_path / "back") == tree


@pytest.mark.usefixtures("tree")
def test_include_and_exclude(cmx: Cmx, store: LocalStorageClient, tmp_path: Path) -> None:
    arguments = ("--include", "*.log", "--include", "*.csv", "--exclude", "logs/old/*")
    assert cmx("cp", "-r", tmp_path / "tree", "local://b", *arguments).code == 0
    assert set(contents(store)) == {"logs/b.log", "d.csv"}


def test_a_dry_run_copies_nothing(
    cmx: Cmx, store: LocalStorageClient, tmp_path: Path, tree: dict[str, bytes]
) -> None:
    planned = cmx("cp", "-r", tmp_path / "tree", "local://b/t", "--dry-run", "--json").lines
    assert {(item["source"], item["target"]) for item in planned} == {
        (str(tmp_path / "tree" / name), f"local://b/t/{name}") for name in tree
    }
    lines = cmx("cp", "-r", tmp_path / "tree", "local://b/t", "-n").out.splitlines()
    assert f"{tmp_path}/tree/a.txt -> local://b/t/a.txt" in lines
    assert contents(store) == {}


@pytest.mark.usefixtures("store", "tree")
def test_verbose_has_a_line_for_every_file(cmx: Cmx, tmp_path: Path) -> None:
    outcome = cmx("cp", "-rv", tmp_path / "tree", "local://b")
    assert sum(" -> " in line for line in outcome.err.splitlines()) == 4


@pytest.mark.usefixtures("tree")
def test_a_file_that_fails_does_not_stop_the_others(
    cmx: Cmx, store: LocalStorageClient, tmp_path: Path
) -> None:
    store.put_object("b", "a.txt/x", b"in the way")
    outcome = cmx("cp", "-r", tmp_path / "tree", "local://b", "--json")
    assert outcome.code == 5
    (failure,) = outcome.object["failures"]
    assert failure["source"] == f"{tmp_path}/tree/a.txt"
    assert failure["target"] == "local://b/a.txt"
    assert failure["error"] == "ConflictError"
    assert set(contents(store)) == {"a.txt/x", "logs/b.log", "logs/old/c.log", "d.csv"}
    again = cmx("cp", "-r", tmp_path / "tree", "local://b")
    assert again.err == f"cmx: {tmp_path}/tree/a.txt: {failure['message']}\n"
    assert again.out.endswith(", 1 file failed\n")


@pytest.mark.usefixtures("store", "tree")
def test_what_cp_refuses(cmx: Cmx, tmp_path: Path) -> None:
    assert cmx("cp", tmp_path / "tree" / "a.txt", tmp_path / "b.txt").code == 2
    assert "cmx put URL" in cmx("cp", "-", "local://b/x").err
    missing = cmx("cp", tmp_path / "nope", "local://b")
    assert (missing.code, missing.err) == (3, f"cmx: {tmp_path}/nope is not there.\n")


@pytest.mark.usefixtures("store", "tree")
@pytest.mark.parametrize(
    ("source", "target", "hint"),
    [
        ("tree/a.txt", "local://nope", "Create it with: cmx mb local://nope"),
        ("local://b/x", "local://nope/x", "Create it with: cmx mb local://nope"),
        ("local://nope/x", "local://b/x", "See which there are with: cmx ls local://"),
        ("local://nope/x", "x", "See which there are with: cmx ls local://"),
    ],
)
def test_a_bucket_that_is_not_there(
    cmx: Cmx, store: LocalStorageClient, tmp_path: Path, source: str, target: str, hint: str
) -> None:
    store.put_object("b", "x", b"x")
    paths = [name if "://" in name else str(tmp_path / name) for name in (source, target)]
    outcome = cmx("cp", *paths)
    assert outcome.code == 3
    assert outcome.err.count("\n") == 1
    assert outcome.err.endswith(f"{hint}\n")


def test_put_into_a_bucket_that_is_not_there(cmx: Cmx, store: LocalStorageClient) -> None:
    assert cmx("put", "local://nope/x", stdin=b"x").err.endswith("Create it with: cmx mb local://nope\n")
    assert store.list_buckets() == ["b"]


def test_put_reads_standard_input(cmx: Cmx, store: LocalStorageClient) -> None:
    data = bytes(range(256)) * 8192
    outcome = cmx("put", "local://b/x.csv", "--metadata", "Who=me", "--json", stdin=data)
    assert outcome.code == 0
    assert (outcome.object["size"], outcome.object["content_type"]) == (len(data), "text/csv")
    assert store.get_object("b", "x.csv") == data
    assert store.get_metadata("b", "x.csv").metadata == {"who": "me"}


def test_put_if_absent(cmx: Cmx, store: LocalStorageClient) -> None:
    assert cmx("put", "--if-absent", "local://b/x", stdin=b"1").code == 0
    assert cmx("put", "--if-absent", "local://b/x", stdin=b"2").code == 5
    assert store.get_object("b", "x") == b"1"
    assert cmx("put", "--metadata", "nonsense", "local://b/x").code == 2
