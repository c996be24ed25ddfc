"""Files that other programs put into the store, and traps that they lay."""

from __future__ import annotations

import os
import shutil
import socket
import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import pytest

from codomyrmex.cloud.common.errors import (
    CloudError,
    ConflictError,
    InvalidRequestError,
    NotFoundError,
    PreconditionFailedError,
)
from codomyrmex.cloud.local import LocalStorageClient


def keys_of(client: LocalStorageClient, prefix: str = "") -> list[str]:
    """The keys of the bucket."""
    return [info.key for info in client.list_objects("bucket", prefix)]


def test_an_object_is_a_plain_file(client: LocalStorageClient, folder: Path) -> None:
    client.put_object("bucket", "reports/2024.txt", b"text", metadata={"who": "me"})
    assert (folder / "reports" / "2024.txt").read_bytes() == b"text"


def test_a_file_is_an_object_with_what_its_name_tells(client: LocalStorageClient, folder: Path) -> None:
    (folder / "reports").mkdir()
    (folder / "reports" / "page.html").write_bytes(b"<p>")
    os.utime(folder / "reports" / "page.html", ns=(0, 1_700_000_000_123_456_789))
    info = client.get_metadata("bucket", "reports/page.html")
    assert (info.size, info.content_type, info.metadata) == (3, "text/html", {})
    assert info.etag == f"{1_700_000_000_123_456_789:x}-3"
    assert info.last_modified is not None
    assert info.last_modified.isoformat() == "2023-11-14T22:13:20.123456+00:00"
    assert client.get_object("bucket", "reports/page.html") == b"<p>"
    (listed,) = client.list_objects("bucket")
    assert (listed.key, listed.etag, listed.last_modified) == (info.key, info.etag, info.last_modified)


def test_a_folder_is_a_bucket(client: LocalStorageClient, root: Path) -> None:
    (root / "made-by-hand").mkdir()
    (root / ".hidden").mkdir()
    (root / "file").write_bytes(b"x")
    (root / "link").symlink_to("made-by-hand")
    (root / os.fsdecode(b"caf\xe9")).mkdir()
    assert client.list_buckets() == ["bucket", "made-by-hand"]
    assert not client.bucket_exists("file")
    assert not client.bucket_exists("link")
    for name in (".codomyrmex", ".hidden", "link", "file"):
        with pytest.raises(NotFoundError):
            client.put_object(name, "key", b"x")


def test_what_another_program_changes_loses_its_record(client: LocalStorageClient, folder: Path) -> None:
    first = client.put_object("bucket", "a.txt", b"ours", metadata={"who": "me"}, content_type="text/x-mine")
    (folder / "a.txt").write_bytes(b"theirs")
    info = client.get_metadata("bucket", "a.txt")
    assert (info.metadata, info.content_type, info.size) == ({}, "text/plain", 6)
    assert client.get_object("bucket", "a.txt") == b"theirs"
    with pytest.raises(PreconditionFailedError):
        client.put_object("bucket", "a.txt", b"ours again", if_match=first.etag)


def test_damage_that_keeps_the_time_is_found(client: LocalStorageClient, folder: Path) -> None:
    client.put_object("bucket", "key", b"sound")
    before = (folder / "key").stat()
    (folder / "key").write_bytes(b"sOund")
    os.utime(folder / "key", ns=(before.st_atime_ns, before.st_mtime_ns))
    with pytest.raises(CloudError, match="damaged"):
        client.get_object("bucket", "key")
    client.copy_object("bucket", "key", "bucket", "copy")
    with pytest.raises(CloudError, match="damaged"):
        client.get_object("bucket", "copy")


def test_a_file_that_is_not_an_object_of_ours_can_be_copied(client: LocalStorageClient, folder: Path) -> None:
    (folder / "theirs.json").write_bytes(b"{}" * 1_000_000)
    info = client.copy_object("bucket", "theirs.json", "bucket", "copies/ours")
    assert (info.content_type, info.size) == ("application/json", 2_000_000)
    assert client.get_object("bucket", "copies/ours") == b"{}" * 1_000_000


def test_a_store_can_move_with_its_times(client: LocalStorageClient, root: Path, tmp_path: Path) -> None:
    info = client.put_object("bucket", "a/key", b"x", metadata={"who": "me"})
    shutil.copytree(root, tmp_path / "elsewhere")
    moved = LocalStorageClient(tmp_path / "elsewhere")
    assert moved.get_metadata("bucket", "a/key") == info


def test_names_that_are_not_utf_8_are_listed_and_read(client: LocalStorageClient, folder: Path) -> None:
    (folder / os.fsdecode(b"caf\xe9")).mkdir()
    path = folder / os.fsdecode(b"caf\xe9/\xff.txt")
    path.write_bytes(b"x")
    assert keys_of(client) == ["caf\udce9/\udcff.txt"]
    assert keys_of(client, "caf\udce9/") == keys_of(client)
    assert client.list_directory("bucket").directories == ("caf\udce9/",)
    assert client.get_object("bucket", "caf\udce9/\udcff.txt") == b"x"
    with pytest.raises(InvalidRequestError):
        client.put_object("bucket", "caf\udce9/\udcff.txt", b"y")
    client.copy_object("bucket", "caf\udce9/\udcff.txt", "bucket", "café")
    client.delete_object("bucket", "caf\udce9/\udcff.txt")
    assert keys_of(client) == ["café"]
    with pytest.raises(InvalidRequestError):
        client.get_object("bucket", "caf\udcc3\udca9")  # the bytes of é: a second key of the same file


@pytest.mark.parametrize(
    "key", ["a//b", "dir/", "/a", ".", "..", "a/../b", "./a", "x" * 256, "a\0b", "é" * 128]
)
def test_a_key_that_is_no_path_is_refused_and_changes_nothing(
    client: LocalStorageClient, folder: Path, key: str
) -> None:
    for call in (client.get_object, client.delete_object, client.get_metadata):
        with pytest.raises(InvalidRequestError):
            call("bucket", key)
    with pytest.raises(InvalidRequestError):
        client.put_object("bucket", key, b"x")
    assert list(folder.iterdir()) == []


def test_a_folder_cannot_hold_both(client: LocalStorageClient) -> None:
    client.put_object("bucket", "a/b", b"below")
    with pytest.raises(ConflictError, match="cannot hold both"):
        client.put_object("bucket", "a", b"above")
    with pytest.raises(ConflictError, match="cannot hold both"):
        client.put_object("bucket", "a/b/c/d", b"deeper")
    assert not client.object_exists("bucket", "a")
    client.delete_object("bucket", "a")
    assert keys_of(client) == ["a/b"]
    client.delete_object("bucket", "a/b")
    client.put_object("bucket", "a", b"above")
    assert keys_of(client) == ["a"]


def test_empty_folders_are_no_objects_and_in_nobodys_way(client: LocalStorageClient, folder: Path) -> None:
    (folder / "a" / "b" / "c").mkdir(parents=True)
    assert keys_of(client) == []
    assert client.list_directory("bucket").directories == ()
    client.put_object("bucket", "a", b"x", if_absent=True)
    assert client.get_object("bucket", "a") == b"x"
    client.delete_object("bucket", "a")
    (folder / "a" / "b" / "c").mkdir(parents=True)
    client.delete_bucket("bucket")
    assert not folder.exists()


def test_what_is_no_file_is_no_object(client: LocalStorageClient, folder: Path, tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_bytes(b"secret")
    (folder / "link").symlink_to(secret)
    (folder / "dangling").symlink_to("nowhere")
    os.mkfifo(folder / "pipe")
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(os.fspath(folder / "socket"))
        for key in ("link", "dangling", "pipe", "socket"):
            assert not client.object_exists("bucket", key)
            for call in (client.get_object, client.stream_object, client.open):
                with pytest.raises(NotFoundError):
                    call("bucket", key)
            with pytest.raises(NotFoundError):
                client.copy_object("bucket", key, "bucket", "stolen")
            with pytest.raises(ConflictError, match="neither a file nor a folder"):
                client.put_object("bucket", key, b"x")
            with pytest.raises(ConflictError, match="neither a file nor a folder"):
                client.put_object("bucket", f"{key}/below", b"x")
            client.delete_object("bucket", key)
            assert (folder / key).is_symlink() or (folder / key).exists()
        assert keys_of(client) == []
        with pytest.raises(ConflictError, match="no object"):
            client.delete_bucket("bucket", force=True)
    assert secret.read_bytes() == b"secret"


def test_a_linked_folder_leads_nowhere(client: LocalStorageClient, folder: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "secret").write_bytes(b"secret")
    (folder / "link").symlink_to(outside)
    assert keys_of(client) == keys_of(client, "link/") == []
    with pytest.raises(NotFoundError):
        client.get_object("bucket", "link/secret")
    with pytest.raises(ConflictError):
        client.put_object("bucket", "link/new", b"x")
    client.delete_object("bucket", "link/secret")
    assert [path.name for path in outside.iterdir()] == ["secret"]


def test_swapping_a_folder_for_a_link_leads_nowhere(
    client: LocalStorageClient, folder: Path, tmp_path: Path
) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "key").write_bytes(b"secret")
    (folder / "evil").symlink_to(outside)
    (folder / "dir").mkdir()
    (folder / "dir" / "key").write_bytes(b"public")
    done = threading.Event()

    def swap() -> int:
        swaps = 0
        while not done.is_set():
            (folder / "dir").rename(folder / "good")
            with suppress(OSError):  # what is written meanwhile makes the folder anew
                (folder / "evil").rename(folder / "dir")
                (folder / "dir").rename(folder / "evil")
                swaps += 1
            while (folder / "good").exists():
                with suppress(OSError):
                    (folder / "dir" / "new").unlink(missing_ok=True)
                    (folder / "good").rename(folder / "dir")
        return swaps

    seen: Counter[bytes | None] = Counter()
    with ThreadPoolExecutor(1) as threads:
        swapping = threads.submit(swap)
        try:
            for _ in range(500):
                try:
                    seen[client.get_object("bucket", "dir/key")] += 1
                except NotFoundError:
                    seen[None] += 1
                for call in (
                    lambda: client.put_object("bucket", "dir/new", b"x"),
                    lambda: client.delete_object("bucket", "dir/key2"),
                    lambda: list(client.list_objects("bucket", "dir/")),
                ):
                    try:
                        call()
                    except CloudError:
                        continue
        finally:
            done.set()
        assert swapping.result() > 0
    assert seen[b"public"] > 0
    assert set(seen) <= {b"public", None}
    assert {path.name: path.read_bytes() for path in outside.iterdir()} == {"key": b"secret"}
    client.delete_object("bucket", "dir/new")


def test_a_prefix_cannot_climb(client: LocalStorageClient, root: Path) -> None:
    (root / "other").mkdir()
    (root / "other" / "key").write_bytes(b"x")
    for prefix in ("../other/", "../", "./", "//", "/", "a/../../other/", "..", "a\0b/"):
        assert keys_of(client, prefix) == []
        assert client.list_directory("bucket", prefix).directories == ()


def test_a_time_that_no_calendar_has_is_none(client: LocalStorageClient, folder: Path) -> None:
    (folder / "old").write_bytes(b"x")
    os.utime(folder / "old", ns=(0, -1_000_000_000))
    info = client.get_metadata("bucket", "old")
    assert info.last_modified is not None
    assert info.last_modified.year == 1969
    assert client.get_object("bucket", "old") == b"x"
