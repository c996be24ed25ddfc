"""Files below allowed folders: opened once, written whole or not at all."""

from __future__ import annotations

import os
import stat
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from codomyrmex.model_context_protocol.denial import Denial, DeniedError
from codomyrmex.model_context_protocol.paths import AllowedFolders


@pytest.fixture
def inside(tmp_path: Path) -> Path:
    folder = tmp_path / "allowed"
    (folder / "below").mkdir(parents=True)
    (folder / "below" / "file").write_bytes(b"inside")
    return folder


@pytest.fixture
def folders(inside: Path) -> Iterator[AllowedFolders]:
    with AllowedFolders([inside]) as folders:
        yield folders


def test_a_file_is_read_with_its_size_and_path(folders: AllowedFolders, inside: Path) -> None:
    with folders.open_to_read(str(inside / "below/file")) as opened:
        assert opened.file.read() == b"inside"
        assert opened.size == 6
        assert opened.path == inside / "below/file"
    assert opened.file.closed


def test_what_was_opened_is_read_whatever_becomes_of_its_name(folders: AllowedFolders, inside: Path) -> None:
    with folders.open_to_read(str(inside / "below/file")) as opened:
        (inside / "below/file").unlink()
        (inside / "below/file").write_bytes(b"another")
        assert opened.file.read() == b"inside"


def test_a_file_that_is_missing_is_told(folders: AllowedFolders, inside: Path) -> None:
    with pytest.raises(DeniedError, match="no such file"):
        folders.open_to_read(str(inside / "below/missing"))
    with pytest.raises(DeniedError, match="no such file"):
        folders.open_to_write(str(inside / "missing/file"))


def test_names_of_any_script_and_with_spaces_are_taken(folders: AllowedFolders, inside: Path) -> None:
    name = "Übersicht – 2026 …%2e%2e 日本 👩‍🚀"
    with folders.open_to_write(str(inside / name)) as opened:
        opened.file.write(b"there")
        opened.commit(replace=False)
    with folders.open_to_read(str(inside / name)) as read:
        assert read.file.read() == b"there"


def test_a_new_file_appears_when_it_is_committed(folders: AllowedFolders, inside: Path) -> None:
    with folders.open_to_write(str(inside / "below/new")) as opened:
        assert not opened.exists
        assert opened.path == inside / "below/new"
        opened.file.write(b"whole")
        assert not (inside / "below/new").exists()
        opened.commit(replace=False)
    assert (inside / "below/new").read_bytes() == b"whole"
    assert stat.S_IMODE((inside / "below/new").stat().st_mode) == 0o600
    assert names(inside / "below") == ["file", "new"]


def test_a_file_is_replaced_only_if_it_may_be(folders: AllowedFolders, inside: Path) -> None:
    with folders.open_to_write(str(inside / "below/file")) as opened:
        assert opened.exists
        opened.file.write(b"replaced")
        with pytest.raises(DeniedError, match="there already") as caught:
            opened.commit(replace=False)
        assert caught.value.denial is Denial.PATH
        assert (inside / "below/file").read_bytes() == b"inside"
        opened.commit(replace=True)
    assert (inside / "below/file").read_bytes() == b"replaced"
    assert names(inside / "below") == ["file"]


def test_a_file_that_came_meanwhile_is_not_replaced(folders: AllowedFolders, inside: Path) -> None:
    with folders.open_to_write(str(inside / "new")) as opened:
        assert not opened.exists
        (inside / "new").write_bytes(b"somebody else's")
        with pytest.raises(DeniedError, match="there already"):
            opened.commit(replace=False)
    assert (inside / "new").read_bytes() == b"somebody else's"


def test_of_many_that_may_not_replace_one_wins(folders: AllowedFolders, inside: Path) -> None:
    ready = threading.Barrier(8)
    won: list[bytes] = []

    def write(text: bytes) -> None:
        with folders.open_to_write(str(inside / "new")) as opened:
            opened.file.write(text)
            ready.wait()
            try:
                opened.commit(replace=False)
            except DeniedError:
                return
            won.append(text)

    threads = [threading.Thread(target=write, args=(str(number).encode(),)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert won == [(inside / "new").read_bytes()]
    assert names(inside) == ["below", "new"]


@pytest.mark.parametrize("existing", ["below/file", "below/new"])
def test_an_abort_leaves_nothing(folders: AllowedFolders, inside: Path, existing: str) -> None:
    before = len(os.listdir("/dev/fd"))
    with folders.open_to_write(str(inside / existing)) as opened:
        opened.file.write(b"half")
        opened.abort()
        opened.abort()
        with pytest.raises(ValueError, match="before"):
            opened.commit(replace=True)
        with pytest.raises(ValueError, match="closed"):
            opened.file.write(b"more")
    assert (inside / "below/file").read_bytes() == b"inside"
    assert names(inside / "below") == ["file"]
    assert len(os.listdir("/dev/fd")) == before


def test_what_is_not_committed_leaves_nothing(folders: AllowedFolders, inside: Path) -> None:
    with folders.open_to_write(str(inside / "new")) as opened:
        opened.file.write(b"half")
    assert names(inside) == ["below"]


def test_a_file_with_other_names_is_not_written_over(
    folders: AllowedFolders, inside: Path, tmp_path: Path
) -> None:
    (tmp_path / "elsewhere").write_bytes(b"elsewhere")
    with folders.open_to_write(str(inside / "new")) as opened:
        os.link(tmp_path / "elsewhere", inside / "new")
        with pytest.raises(DeniedError, match="hard links"):
            opened.commit(replace=True)
    with pytest.raises(DeniedError, match="hard links"):
        folders.open_to_write(str(inside / "new"))
    assert (tmp_path / "elsewhere").read_bytes() == b"elsewhere"
    assert names(inside) == ["below", "new"]


def test_what_became_no_file_is_not_replaced(folders: AllowedFolders, inside: Path) -> None:
    with folders.open_to_write(str(inside / "new")) as opened:
        (inside / "new").symlink_to(inside / "below/file")
        with pytest.raises(DeniedError, match="not followed"):
            opened.commit(replace=True)
        (inside / "new").unlink()
        (inside / "new").mkdir()
        with pytest.raises(DeniedError, match="regular file"):
            opened.commit(replace=True)
    assert (inside / "below/file").read_bytes() == b"inside"


def test_a_folder_that_is_swapped_later_does_not_matter(
    folders: AllowedFolders, inside: Path, tmp_path: Path
) -> None:
    inside.rename(tmp_path / "moved")
    (inside / "below").mkdir(parents=True)
    (inside / "below/file").write_bytes(b"another")
    with folders.open_to_read(str(inside / "below/file")) as opened:
        assert opened.file.read() == b"inside"


def test_a_folder_is_named_by_its_own_path_or_as_it_was_given(inside: Path, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(inside)
    with AllowedFolders([tmp_path / "link"]) as folders:
        for spelled in (tmp_path / "link", inside):
            with folders.open_to_read(str(spelled / "below/file")) as opened:
                assert opened.path == inside / "below/file"


def test_of_folders_inside_each_other_the_inner_one_is_meant(inside: Path) -> None:
    with AllowedFolders([inside, inside / "below"]) as folders:
        (inside / "below").rename(inside / "moved")
        with folders.open_to_read(str(inside / "below/file")) as opened:
            assert opened.file.read() == b"inside"
        with folders.open_to_write(str(inside / "new")) as written:
            written.commit(replace=False)
    assert (inside / "new").exists()


def test_without_folders_nothing_is_allowed(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(DeniedError, match="No folder is allowed") as caught:
        AllowedFolders().open_to_read(str(tmp_path / "file"))
    assert caught.value.hint is not None
    assert "--allow-dir" in caught.value.hint


def test_closed_folders_allow_nothing_and_hold_nothing(inside: Path) -> None:
    before = len(os.listdir("/dev/fd"))
    folders = AllowedFolders([inside, inside / "below"])
    folders.close()
    assert len(os.listdir("/dev/fd")) == before
    with pytest.raises(DeniedError, match="No folder is allowed"):
        folders.open_to_read(str(inside / "below/file"))


@pytest.mark.parametrize(
    "given", ["/", "//", "/proc", "/proc/self", "/dev", "/sys", "/missing/folder", "file"]
)
def test_a_folder_that_cannot_be_allowed_is_told(tmp_path: Path, given: str) -> None:
    (tmp_path / "file").write_bytes(b"")
    before = len(os.listdir("/dev/fd"))
    with pytest.raises(ValueError, match="cannot be allowed"):
        AllowedFolders([tmp_path, given if given.startswith("/") else tmp_path / given])
    assert len(os.listdir("/dev/fd")) == before


def test_a_link_to_the_root_cannot_be_allowed(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to("/")
    with pytest.raises(ValueError, match="root"):
        AllowedFolders([tmp_path / "link"])


def names(folder: Path) -> list[str]:
    return sorted(one.name for one in folder.iterdir())
