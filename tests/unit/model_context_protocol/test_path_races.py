"""A name that somebody swaps while calls run leads nowhere else."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

import pytest

from codomyrmex.model_context_protocol.denial import DeniedError
from codomyrmex.model_context_protocol.paths import AllowedFolders

OPENS = 300
INSIDE = b"inside"
SECRET = b"nobody may read this"
T = TypeVar("T")


@pytest.fixture
def base(tmp_path: Path) -> Path:
    """``allowed/folder/file`` inside, and ``outside/file`` beside."""
    (tmp_path / "allowed" / "folder").mkdir(parents=True)
    (tmp_path / "outside").mkdir()
    (tmp_path / "allowed" / "folder" / "file").write_bytes(INSIDE)
    (tmp_path / "outside" / "file").write_bytes(SECRET)
    return tmp_path


def swap_folder(base: Path) -> None:
    """Put a link to the outside in place of the folder, and take it away again."""
    folder, kept, link = (base / "allowed" / name for name in ("folder", "kept", "link"))
    link.symlink_to(base / "outside")
    os.rename(folder, kept)
    os.rename(link, folder)
    os.unlink(folder)
    os.rename(kept, folder)


def swap_file(base: Path) -> None:
    """Put a link to the file outside in place of the file, and a file in place of that."""
    file, new = base / "allowed/folder/file", base / "allowed/new"
    new.symlink_to(base / "outside/file")
    os.rename(new, file)
    new.write_bytes(INSIDE)
    os.rename(new, file)


@contextmanager
def over_and_over(swap: Callable[[Path], None], base: Path) -> Iterator[None]:
    """Another thread swaps until this ends."""
    ended = threading.Event()

    def swap_on() -> None:
        while not ended.is_set():
            swap(base)

    thread = threading.Thread(target=swap_on)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()


def attempts(one: Callable[[], T]) -> set[T]:
    """What came of many attempts; those that were refused are left out."""
    found: set[T] = set()
    for _ in range(OPENS):
        try:
            found.add(one())
        except DeniedError:
            continue
    return found


@pytest.mark.parametrize("swap", [swap_folder, swap_file])
def test_nothing_outside_is_read_while_a_name_is_swapped(base: Path, swap: Callable[[Path], None]) -> None:
    with AllowedFolders([base / "allowed"]) as folders:

        def read() -> bytes:
            with folders.open_to_read(str(base / "allowed/folder/file")) as opened:
                return opened.file.read()

        before = len(os.listdir("/dev/fd"))
        with over_and_over(swap, base):
            found = attempts(read)
        assert found <= {INSIDE}
        assert read() == INSIDE
        assert len(os.listdir("/dev/fd")) == before


@pytest.mark.parametrize("swap", [swap_folder, swap_file])
@pytest.mark.parametrize("replace", [True, False])
def test_nothing_outside_is_written_while_a_name_is_swapped(
    base: Path, swap: Callable[[Path], None], replace: bool
) -> None:
    with AllowedFolders([base / "allowed"]) as folders:

        def write() -> None:
            with folders.open_to_write(str(base / "allowed/folder/file")) as opened:
                opened.file.write(b"written")
                opened.commit(replace)

        with over_and_over(swap, base):
            attempts(write)
    assert [one.name for one in (base / "outside").iterdir()] == ["file"]
    assert (base / "outside/file").read_bytes() == SECRET
    assert [one.name for one in (base / "allowed").rglob("*")] == ["folder", "file"]
