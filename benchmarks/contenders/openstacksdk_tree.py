"""openstacksdk in 32 threads: ``up FOLDER NAME``, ``down NAME FOLDER``, ``same FOLDER NAME``."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import openstack

THREADS = 32


def up(folder: Path, container: str) -> None:
    """Upload every file of a tree."""
    store = openstack.connect().object_store

    def put(path: Path) -> None:
        store.upload_object(container, str(path.relative_to(folder)), data=path.read_bytes())

    _each(put, _files(folder))


def down(container: str, folder: Path) -> None:
    """Download every object of a container."""
    store = openstack.connect().object_store

    def get(found: Any) -> None:
        path = folder / found.name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(store.download_object(found, container=container))

    _each(get, store.objects(container))


def same(folder: Path, container: str) -> None:
    """Compare every object with its file.

    Raises:
        AssertionError: they differ, or one is missing.
    """
    store = openstack.connect().object_store
    names = {found.name for found in store.objects(container)}
    wanted = {str(path.relative_to(folder)) for path in _files(folder)}
    assert names == wanted, f"{len(names)} objects, {len(wanted)} expected"

    def compare(name: str) -> None:
        assert store.download_object(name, container=container) == (folder / name).read_bytes(), name

    _each(compare, names)


def _files(folder: Path) -> Iterable[Path]:
    return (path for path in folder.rglob("*") if path.is_file())


def _each(call: Callable[[Any], None], items: Iterable[Any]) -> None:
    with ThreadPoolExecutor(THREADS) as threads:
        for _ in threads.map(call, items):
            pass


if __name__ == "__main__":
    verb, source, target = sys.argv[1:]
    if verb == "up":
        up(Path(source), target)
    elif verb == "down":
        down(source, Path(target))
    else:
        same(Path(source), target)
