"""What is copied where."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from codomyrmex.cloud.common.errors import (
    BucketNotFoundError,
    InvalidRequestError,
    LocalFileError,
    NotFoundError,
)
from codomyrmex.cloud.connection import Location
from codomyrmex.cloud.transfer import plan
from tests.unit.cloud.transfer.places import here, make_tree, store, there


def pairs(source: Location, target: Location, **options: object) -> list[tuple[str, str]]:
    return sorted((one.source, one.target) for one in plan(source, target, **options))  # type: ignore[arg-type]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "report.txt"
    path.write_bytes(b"text")
    return path


@pytest.mark.parametrize(
    ("key", "target"),
    [("", "report.txt"), ("folder/", "folder/report.txt"), ("other.txt", "other.txt"), ("a/b", "a/b")],
)
def test_a_file_up(file: Path, key: str, target: str) -> None:
    assert pairs(here(file), there(store(), key)) == [(str(file), target)]


def test_an_object_down(tmp_path: Path) -> None:
    source = there(store({"a/report.txt": b"x"}), "a/report.txt")
    new = tmp_path / "new"
    assert pairs(source, here(new)) == [("a/report.txt", str(new))]
    assert pairs(source, here(new, f"{new}/")) == [("a/report.txt", str(new / "report.txt"))]
    assert pairs(source, here(tmp_path)) == [("a/report.txt", str(tmp_path / "report.txt"))]


@pytest.mark.parametrize(("key", "target"), [("", "k"), ("b/", "b/k"), ("b", "b")])
def test_an_object_across(key: str, target: str) -> None:
    assert pairs(there(store(), "a/k"), there(store(), key)) == [("a/k", target)]


def test_a_link_that_is_named_is_meant(file: Path, tmp_path: Path) -> None:
    link = tmp_path / "latest"
    link.symlink_to(file)
    assert pairs(here(link), there(store())) == [(os.path.realpath(file), "latest")]


def test_what_cannot_be_a_single_source(tmp_path: Path, file: Path) -> None:
    for path, words in (
        (tmp_path, "folder"),
        (tmp_path / "missing", "not there"),
        (file / "below", "cannot be read"),
    ):
        with pytest.raises(LocalFileError, match=words):
            plan(here(path), there(store()))
    for key in ("", "folder/"):
        with pytest.raises(InvalidRequestError, match="prefix"):
            plan(there(store(), key), here(tmp_path))


def test_an_end_must_be_in_a_bucket(file: Path) -> None:
    with pytest.raises(InvalidRequestError, match="this machine"):
        plan(here(file), here(file))
    with pytest.raises(InvalidRequestError, match="no bucket"):
        plan(here(file), there(store(), bucket=None))
    with pytest.raises(InvalidRequestError, match="no bucket"):
        plan(there(store(), bucket=None), here(file))


def test_nothing_is_copied_onto_itself() -> None:
    client = store({"a/k": b"x"})
    for key in ("a/k", "a/"):
        with pytest.raises(InvalidRequestError, match="onto itself"):
            plan(there(client, "a/k"), there(client, key))
    assert pairs(there(client, "a/k"), there(store(), "a/k")) == [("a/k", "a/k")]


@pytest.mark.parametrize(("source", "target"), [("a", "a/b"), ("", "a"), ("a/", "a/"), ("a", "a")])
def test_no_tree_is_copied_into_itself(source: str, target: str) -> None:
    client = store({"a/k": b"x"})
    with pytest.raises(InvalidRequestError, match="never end"):
        plan(there(client, source), there(client, target), recursive=True)


def test_a_tree_may_be_copied_beside_itself() -> None:
    client = store({"a/k": b"x"})
    assert pairs(there(client, "a"), there(client, "ab"), recursive=True) == [("a/k", "ab/k")]
    assert pairs(there(client, "a/"), there(client), recursive=True) == [("a/k", "k")]


TREE = {"a.txt": b"1", "b.log": b"2", "sub/c.txt": b"3", "sub/deep/d.log": b"4", ".hidden": b"5"}


@pytest.mark.parametrize("key", ["copy", "copy/"])
def test_a_tree_up(tmp_path: Path, key: str) -> None:
    folder = make_tree(tmp_path / "tree", TREE)
    expected = sorted((str(folder / name), f"copy/{name}") for name in TREE)
    assert pairs(here(folder), there(store(), key), recursive=True) == expected


def test_a_tree_down(tmp_path: Path) -> None:
    source = there(store({f"copy/{name}": data for name, data in TREE.items()} | {"copyright": b""}), "copy")
    expected = sorted((f"copy/{name}", str(tmp_path / name)) for name in TREE)
    assert pairs(source, here(tmp_path), recursive=True) == expected


def test_a_tree_across() -> None:
    source = there(store({f"from/{name}": data for name, data in TREE.items()}), "from")
    expected = sorted((f"from/{name}", f"to/{name}") for name in TREE)
    assert pairs(source, there(store(), "to"), recursive=True) == expected


FILTERS: dict[str, tuple[list[str], list[str], set[str]]] = {
    "by suffix": (["*.txt"], [], {"a.txt", "sub/c.txt"}),
    "several": (["*.txt", ".hid*"], [], {"a.txt", "sub/c.txt", ".hidden"}),
    "by folder": (["sub/*"], [], {"sub/c.txt", "sub/deep/d.log"}),
    "from the root": (["/a.txt"], [], {"a.txt"}),
    "excluded": ([], ["*.log", "sub/deep/*"], {"a.txt", "sub/c.txt", ".hidden"}),
    "both": (["*.txt"], ["sub/*"], {"a.txt"}),
    "one character": (["?.txt"], [], {"a.txt", "sub/c.txt"}),
    "a class": (["[ab].*"], [], {"a.txt", "b.log"}),
    "a name is no part of another": (["a"], [], set()),
    "nothing": (["*.pdf"], [], set()),
}


@pytest.mark.parametrize(("include", "exclude", "names"), FILTERS.values(), ids=FILTERS)
def test_patterns(tmp_path: Path, include: list[str], exclude: list[str], names: set[str]) -> None:
    folder = make_tree(tmp_path / "tree", TREE)
    for key in ("", "copy/"):
        up = pairs(here(folder), there(store(), key), recursive=True, include=include, exclude=exclude)
        assert {target for _, target in up} == {key + name for name in names}
    down = pairs(
        there(store(TREE)), here(tmp_path / "down"), recursive=True, include=include, exclude=exclude
    )
    assert {source for source, _ in down} == names


def test_links_and_special_files_are_passed_over(tmp_path: Path) -> None:
    folder = make_tree(tmp_path / "tree", {"a.txt": b"1", "sub/b.txt": b"2"})
    (folder / "link").symlink_to(folder / "a.txt")
    (folder / "loop").symlink_to(folder)
    (folder / "broken").symlink_to("nowhere")
    os.mkfifo(folder / "sub" / "pipe")
    skipped: list[str] = []
    planned = pairs(here(folder), there(store()), recursive=True, skipped=skipped.append)
    assert [target for _, target in planned] == ["a.txt", "sub/b.txt"]
    assert {Path(path).name for path in skipped} == {"link", "loop", "broken", "pipe"}


def test_a_folder_that_cannot_be_read_stops_the_plan(tmp_path: Path) -> None:
    folder = make_tree(tmp_path / "tree", {"a.txt": b"1", "sub/b.txt": b"2"})
    planned = plan(here(folder), there(store()), recursive=True)
    assert next(planned).target == "a.txt"
    (folder / "sub" / "b.txt").unlink()
    (folder / "sub").rmdir()
    with pytest.raises(LocalFileError, match="sub cannot be read"):
        list(planned)


def test_a_tree_that_is_not_there(tmp_path: Path, file: Path) -> None:
    for path in (tmp_path / "missing", file):
        with pytest.raises(LocalFileError, match="not a folder"):
            plan(here(path), there(store()), recursive=True)
    with pytest.raises(NotFoundError, match="nothing below"):
        list(plan(there(store(), "missing"), here(tmp_path), recursive=True))
    with pytest.raises(BucketNotFoundError):
        list(plan(there(store(), bucket="elsewhere"), here(tmp_path), recursive=True))


def test_a_folder_of_many_files(tmp_path: Path) -> None:
    names = [f"{number:04}" for number in range(1000)]
    folder = make_tree(tmp_path / "tree", dict.fromkeys(names, b""))
    planned = pairs(here(folder), there(store(), "copy"), recursive=True)
    assert planned == [(f"{folder}/{name}", f"copy/{name}") for name in names]


def test_an_empty_folder_is_an_empty_plan(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    assert pairs(here(tmp_path / "empty"), there(store()), recursive=True) == []


def test_markers_become_folders(tmp_path: Path) -> None:
    source = there(store({"t/": b"", "t/empty/": b"", "t/data/": b"not empty", "t/k": b"x"}), "t")
    planned = {one.source: one for one in plan(source, here(tmp_path), recursive=True)}
    assert set(planned) == {"t/empty/", "t/data/", "t/k"}
    assert planned["t/empty/"].target == f"{tmp_path}/empty/"
    assert planned["t/data/"].refusal is not None


@pytest.mark.parametrize(
    "name", ["../out", "a/../../out", "/etc/passwd", "a//b", "./a", "..", "a/.", "x/..", ""]
)
def test_keys_that_would_leave_the_folder_are_refused_alone(tmp_path: Path, name: str) -> None:
    key = f"t/{name}"
    planned = {
        one.source: one
        for one in plan(there(store({key: b"x", "t/good": b"y"}), "t"), here(tmp_path), recursive=True)
    }
    assert planned["t/good"].refusal is None
    if name:
        refusal = planned[key].refusal
        assert isinstance(refusal, InvalidRequestError)
        assert refusal.resource == key
    else:
        assert set(planned) == {"t/good"}


def test_a_plan_is_made_while_it_is_read(tmp_path: Path) -> None:
    folder = make_tree(tmp_path / "tree", {"a/x": b"1"})
    planned = plan(here(folder), there(store()), recursive=True)
    make_tree(folder, {"late": b"2"})
    assert {one.target for one in planned} == {"a/x", "late"}
