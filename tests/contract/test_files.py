"""Files up and down: whole or not at all, on either side."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from codomyrmex.cloud.common.errors import InvalidRequestError, LocalFileError, NotFoundError
from codomyrmex.cloud.common.storage import StorageClient
from tests.contract.harness import MIB, SMALLEST_PART, Harness

LARGE = 3 * SMALLEST_PART + 17


class StopTransferError(Exception):
    """What a user's progress callback raises to end a transfer."""


def stop(_done: int, _total: int | None) -> None:
    """A progress callback that ends the transfer at its first call."""
    raise StopTransferError


@pytest.fixture
def large_file(tmp_path: Path) -> Path:
    """A file of four parts."""
    path = tmp_path / "large.bin"
    path.write_bytes(os.urandom(LARGE))
    return path


@pytest.fixture
def target_folder(tmp_path: Path) -> Path:
    """An empty folder, in which a leftover would show."""
    folder = tmp_path / "target"
    folder.mkdir()
    return folder


def test_upload_names_the_object_after_the_file(client: StorageClient, bucket: str, file: Path) -> None:
    info = client.upload_file(file, bucket)
    assert (info.key, info.size) == ("report.txt", file.stat().st_size)
    assert client.get_metadata(bucket, "report.txt").content_type == "text/plain"
    assert client.get_object(bucket, "report.txt") == file.read_bytes()


def test_upload_takes_key_type_and_metadata(client: StorageClient, bucket: str, file: Path) -> None:
    client.upload_file(str(file), bucket, "a/b", content_type="text/markdown", metadata={"Author": "me"})
    info = client.get_metadata(bucket, "a/b")
    assert (info.content_type, info.metadata) == ("text/markdown", {"author": "me"})


def test_an_empty_file_goes_up_and_comes_down(client: StorageClient, bucket: str, tmp_path: Path) -> None:
    (tmp_path / "empty").touch()
    assert client.upload_file(tmp_path / "empty", bucket).size == 0
    assert client.download_file(bucket, "empty", tmp_path / "copy").read_bytes() == b""


def test_a_large_file_goes_up_and_comes_down(
    store: Harness, bucket: str, large_file: Path, target_folder: Path
) -> None:
    client = store.client_with_small_parts()
    assert client.upload_file(large_file, bucket, metadata={"kept": "yes"}).size == LARGE
    assert client.get_metadata(bucket, "large.bin").metadata == {"kept": "yes"}
    assert store.unfinished(bucket) == []
    path = client.download_file(bucket, "large.bin", target_folder / "copy")
    assert path.read_bytes() == large_file.read_bytes()
    assert os.listdir(target_folder) == ["copy"]


def test_download_says_where_to_and_leaves_nothing_else(
    client: StorageClient, bucket: str, file: Path, target_folder: Path
) -> None:
    client.upload_file(file, bucket)
    assert client.download_file(bucket, file.name, target_folder / "copy") == target_folder / "copy"
    assert os.listdir(target_folder) == ["copy"]


def test_a_download_that_fails_leaves_the_old_file(
    client: StorageClient, bucket: str, target_folder: Path
) -> None:
    (target_folder / "kept").write_bytes(b"old")
    with pytest.raises(NotFoundError):
        client.download_file(bucket, "missing", target_folder / "kept")
    assert (target_folder / "kept").read_bytes() == b"old"
    assert os.listdir(target_folder) == ["kept"]


def test_download_keeps_the_permissions_of_the_file_it_replaces(
    client: StorageClient, bucket: str, file: Path, target_folder: Path
) -> None:
    client.upload_file(file, bucket)
    target = target_folder / "kept"
    target.touch(mode=0o640)
    client.download_file(bucket, file.name, target)
    assert target.stat().st_mode & 0o777 == 0o640


def test_download_follows_a_symbolic_link(
    client: StorageClient, bucket: str, file: Path, tmp_path: Path, target_folder: Path
) -> None:
    client.upload_file(file, bucket)
    link = tmp_path / "link"
    link.symlink_to(target_folder / "behind")
    (target_folder / "behind").write_bytes(b"old")
    client.download_file(bucket, file.name, link)
    assert link.is_symlink()
    assert (target_folder / "behind").read_bytes() == file.read_bytes()


@pytest.mark.parametrize("where", ["missing/file", "folder", "file/below"])
def test_a_target_that_cannot_be_written(
    client: StorageClient, bucket: str, file: Path, target_folder: Path, where: str
) -> None:
    client.upload_file(file, bucket)
    (target_folder / "folder").mkdir()
    (target_folder / "file").touch()
    with pytest.raises(LocalFileError):
        client.download_file(bucket, file.name, target_folder / where)
    assert sorted(os.listdir(target_folder)) == ["file", "folder"]
    assert os.listdir(target_folder / "folder") == []


@pytest.mark.parametrize("name", ["missing", "", "."])
def test_a_file_that_cannot_be_read(client: StorageClient, bucket: str, tmp_path: Path, name: str) -> None:
    with pytest.raises(LocalFileError):
        client.upload_file(tmp_path / name, bucket, "key")
    assert not client.object_exists(bucket, "key")


def test_progress_grows_to_the_whole(store: Harness, bucket: str, large_file: Path, tmp_path: Path) -> None:
    client = store.client_with_small_parts()
    up: list[tuple[int, int | None]] = []
    client.upload_file(large_file, bucket, progress=lambda done, total: up.append((done, total)))
    down: list[tuple[int, int | None]] = []
    client.download_file(
        bucket, "large.bin", tmp_path / "copy", progress=lambda done, total: down.append((done, total))
    )
    for calls in (up, down):
        assert max(done for done, _ in calls) == LARGE
        assert calls[-1][1] == LARGE


@pytest.mark.parametrize("size", [100, LARGE], ids=["small", "large"])
def test_an_exception_in_progress_ends_the_upload(
    store: Harness, bucket: str, tmp_path: Path, size: int
) -> None:
    client = store.client_with_small_parts()
    path = tmp_path / "file"
    path.write_bytes(os.urandom(size))
    client.put_object(bucket, "key", b"old")
    with pytest.raises(StopTransferError):
        client.upload_file(path, bucket, "key", progress=stop)
    assert client.get_object(bucket, "key") == b"old"
    assert store.unfinished(bucket) == []


@pytest.mark.parametrize("size", [100, 20 * MIB], ids=["small", "large"])
def test_an_exception_in_progress_ends_the_download(
    store: Harness, bucket: str, target_folder: Path, size: int
) -> None:
    client = store.client_with_small_parts()
    client.put_object(bucket, "key", os.urandom(size))
    with pytest.raises(StopTransferError):
        client.download_file(bucket, "key", target_folder / "file", progress=stop)
    assert os.listdir(target_folder) == []


def overwrite(path: Path) -> None:
    """Change the last bytes of a large file."""
    with path.open("r+b") as file:
        file.seek(LARGE - 10)
        file.write(os.urandom(10))


def truncate(path: Path) -> None:
    """Leave a file's beginning."""
    os.truncate(path, 1000)


@pytest.mark.parametrize("change", [overwrite, truncate], ids=["changed", "truncated"])
def test_a_file_that_changes_while_it_is_uploaded_is_not_stored(
    store: Harness, bucket: str, large_file: Path, change: Callable[[Path], None]
) -> None:
    client = store.client_with_small_parts()
    with pytest.raises(LocalFileError):
        client.upload_file(large_file, bucket, "key", progress=lambda *_: change(large_file))
    assert not client.object_exists(bucket, "key")


@pytest.mark.parametrize("change", [overwrite, truncate], ids=["changed", "truncated"])
def test_a_file_that_changes_while_it_is_uploaded_leaves_no_part(
    store: Harness, bucket: str, large_file: Path, change: Callable[[Path], None]
) -> None:
    client = store.client_with_small_parts()
    with pytest.raises(LocalFileError):
        client.upload_file(large_file, bucket, "key", progress=lambda *_: change(large_file))
    assert store.unfinished(bucket) == []


@pytest.fixture
def pipe(tmp_path: Path) -> Iterator[tuple[Path, bytes]]:
    """A named pipe, and what somebody writes into it."""
    path, data = tmp_path / "pipe", os.urandom(SMALLEST_PART + 1000)
    os.mkfifo(path)
    writer = threading.Thread(target=path.write_bytes, args=(data,))
    writer.start()
    yield path, data
    writer.join()


def test_a_pipe_is_read_to_its_end(store: Harness, bucket: str, pipe: tuple[Path, bytes]) -> None:
    path, data = pipe
    info = store.client_with_small_parts().upload_file(path, bucket)
    assert info.size == len(data)
    assert store.client().get_object(bucket, "pipe") == data


def test_a_file_name_that_no_key_can_be_is_refused(
    client: StorageClient, bucket: str, tmp_path: Path
) -> None:
    path = Path(os.fsdecode(bytes(tmp_path) + b"/not-unicode-\xff"))
    path.write_bytes(b"x")
    with pytest.raises(InvalidRequestError):
        client.upload_file(path, bucket)
    assert client.upload_file(path, bucket, "key").size == 1
