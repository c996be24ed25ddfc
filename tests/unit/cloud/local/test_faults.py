"""What the file system refuses leaves as one of our errors, in one sentence."""

from __future__ import annotations

import errno
import os
import resource
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from codomyrmex.cloud.common.errors import (
    AlreadyExistsError,
    BucketNotFoundError,
    CloudError,
    ConfigurationError,
    ConflictError,
    InvalidRequestError,
    NotFoundError,
    NotSupportedError,
    PermissionDeniedError,
    QuotaExceededError,
    ServiceUnavailableError,
)
from codomyrmex.cloud.local import LocalStorageClient
from codomyrmex.cloud.local.faults import storage_error
from tests.unit.cloud.local.child import Child

NOBODY = 65_534

CALLS: dict[str, Callable[[LocalStorageClient], Any]] = {
    "get_object": lambda client: client.get_object("bucket", "key"),
    "get_metadata": lambda client: client.get_metadata("bucket", "key"),
    "put_object": lambda client: client.put_object("bucket", "key", b"x"),
    "put_object-large": lambda client: client.put_object("bucket", "key", b"x" * 2_000_000),
    "copy_object": lambda client: client.copy_object("bucket", "key", "bucket", "copy"),
    "delete_object": lambda client: client.delete_object("bucket", "key"),
    "delete_objects": lambda client: client.delete_objects("bucket", ["key"]).raise_on_failure(),
    "list_objects": lambda client: client.list_objects("bucket"),
    "list_directory": lambda client: client.list_directory("bucket", "a/"),
    "delete_bucket": lambda client: client.delete_bucket("bucket"),
}


@pytest.mark.parametrize("call", CALLS.values(), ids=CALLS.keys())
def test_without_a_root_there_is_no_bucket(root: Path, call: Callable[[LocalStorageClient], Any]) -> None:
    client = LocalStorageClient(root)
    assert client.list_buckets() == []
    assert not client.bucket_exists("bucket")
    with pytest.raises(BucketNotFoundError):
        call(client)
    assert not root.exists()


@pytest.mark.parametrize("call", CALLS.values(), ids=CALLS.keys())
def test_a_missing_bucket_is_not_made(
    client: LocalStorageClient, root: Path, call: Callable[[LocalStorageClient], Any]
) -> None:
    client.delete_bucket("bucket")
    before = sorted(root.rglob("*"))
    with pytest.raises(BucketNotFoundError):
        call(client)
    assert sorted(root.rglob("*")) == before


@pytest.mark.parametrize("call", CALLS.values(), ids=CALLS.keys())
def test_a_root_that_is_a_file(tmp_path: Path, call: Callable[[LocalStorageClient], Any]) -> None:
    (tmp_path / "file").write_bytes(b"x")
    for root in (tmp_path / "file", tmp_path / "file" / "below"):
        client = LocalStorageClient(root)
        with pytest.raises(ConfigurationError, match="not a folder"):
            call(client)
        for method in (client.list_buckets, lambda client=client: client.bucket_exists("bucket")):
            with pytest.raises(ConfigurationError, match="not a folder"):
                method()
        with pytest.raises(ConfigurationError, match="not a folder"):
            client.create_bucket("bucket")


def test_a_bucket_that_is_there_is_not_made_again(client: LocalStorageClient, root: Path) -> None:
    (root / "file").write_bytes(b"x")
    for name in ("bucket", "file"):
        with pytest.raises(AlreadyExistsError):
            client.create_bucket(name)
    with pytest.raises(InvalidRequestError):
        client.create_bucket(".codomyrmex")


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that every user may enter, unlike pytest's own."""
    path = Path(tempfile.mkdtemp())
    path.chmod(0o755)
    yield path
    shutil.rmtree(path)


def test_a_store_that_may_only_be_read(open_folder: Path) -> None:
    ours = LocalStorageClient(open_folder / "account")
    ours.create_bucket("bucket")
    ours.put_object("bucket", "dir/key", b"x", metadata={"who": "me"})
    ours.put_object("bucket", "closed/key", b"x")
    (open_folder / "account" / "bucket" / "closed").chmod(0)
    for path in (open_folder / "account").rglob("*"):
        path.chmod(path.stat().st_mode & ~0o222)

    def read_and_try_to_write() -> None:
        if os.getuid() == 0:
            os.setuid(NOBODY)  # nothing is closed to root
        client = LocalStorageClient(open_folder / "account")
        assert client.get_object("bucket", "dir/key") == b"x"
        assert client.get_metadata("bucket", "dir/key").metadata == {"who": "me"}
        assert [info.key for info in client.list_objects("bucket", "dir")] == ["dir/key"]
        refused: list[Callable[[], Any]] = [
            lambda: client.put_object("bucket", "dir/key", b"y"),
            lambda: client.put_object("bucket", "new", b"y"),
            lambda: client.delete_object("bucket", "dir/key"),
            lambda: client.copy_object("bucket", "dir/key", "bucket", "copy"),
            lambda: client.create_bucket("another"),
            lambda: client.delete_bucket("bucket", force=True),
            lambda: list(client.list_objects("bucket")),
            lambda: client.get_object("bucket", "closed/key"),
            lambda: client.object_exists("bucket", "closed/key"),
        ]
        for call in refused:
            with pytest.raises(PermissionDeniedError, match="does not allow"):
                call()

    Child(read_and_try_to_write).result()
    assert ours.get_object("bucket", "dir/key") == b"x"
    (open_folder / "account" / "bucket" / "closed").chmod(0o755)


def test_a_file_size_limit(client: LocalStorageClient, root: Path) -> None:
    client.put_object("bucket", "key", b"old")

    def write() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (1_500_000, resource.RLIM_INFINITY))
        with pytest.raises(QuotaExceededError):
            client.put_object("bucket", "key", b"x" * 4_000_000)
        with pytest.raises(QuotaExceededError), client.open("bucket", "key", "wb") as file:
            file.write(b"x" * 4_000_000)

    Child(write).result()
    assert client.get_object("bucket", "key") == b"old"
    assert list((root / ".codomyrmex" / "unfinished").iterdir()) == []


def test_a_full_disk(tmp_path: Path) -> None:
    mount = ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", os.fspath(tmp_path)]
    mounted = subprocess.run(mount, capture_output=True, text=True, check=False)
    if mounted.returncode != 0:
        pytest.skip(f"mounting a small disk takes more rights: {mounted.stderr.strip()}")
    try:
        client = LocalStorageClient(tmp_path / "account")
        client.create_bucket("bucket")
        client.put_object("bucket", "key", b"old")
        client.put_object("bucket", "filling", b"x" * 600_000)
        for size in (900_000, 4_000_000):
            with pytest.raises(QuotaExceededError, match="full"):
                client.put_object("bucket", "key", b"x" * size)
            with pytest.raises(QuotaExceededError, match="full"):
                client.copy_object("bucket", "filling", "bucket", "key")
            assert client.get_object("bucket", "key") == b"old"
        assert list((tmp_path / "account" / ".codomyrmex" / "unfinished").iterdir()) == []
        client.delete_object("bucket", "filling")
        client.put_object("bucket", "key", b"x" * 500_000)
    finally:
        subprocess.run(["umount", os.fspath(tmp_path)], check=True)


@pytest.mark.parametrize(
    ("number", "kind"),
    [
        (errno.ENOSPC, QuotaExceededError),
        (errno.EDQUOT, QuotaExceededError),
        (errno.EROFS, PermissionDeniedError),
        (errno.EPERM, PermissionDeniedError),
        (errno.ENOENT, NotFoundError),
        (errno.EBUSY, ConflictError),
        (errno.ENAMETOOLONG, InvalidRequestError),
        (errno.EXDEV, NotSupportedError),
        (errno.EIO, ServiceUnavailableError),
        (errno.EMFILE, ServiceUnavailableError),
    ],
    ids=lambda value: errno.errorcode[value] if isinstance(value, int) else value.__name__,
)
def test_each_error_of_the_system_has_its_own(number: int, kind: type[CloudError]) -> None:
    error = storage_error(OSError(number, os.strerror(number)), "bucket/key")
    assert type(error) is kind
    assert "bucket/key" in error.message
    assert error.message.endswith(".")


def test_an_error_is_complete(client: LocalStorageClient) -> None:
    with pytest.raises(NotFoundError) as caught:
        client.get_object("bucket", "a/key")
    error = caught.value
    assert (error.provider, error.operation, error.resource) == ("local", "get_object", "bucket/a/key")


def test_what_a_sink_raises_is_its_own(client: LocalStorageClient, tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"x" * 3_000_000)

    def broken(_done: int, _total: int | None) -> None:
        raise BrokenPipeError(errno.EPIPE, "the terminal is gone")

    with pytest.raises(BrokenPipeError) as caught:
        client.upload_file(tmp_path / "file", "bucket", progress=broken)
    assert not isinstance(caught.value, CloudError)


def test_building_makes_nothing(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CODOMYRMEX_LOCAL_ROOT", str(root))
    client = LocalStorageClient()
    assert repr(client) == f"LocalStorageClient({str(root)!r})"
    assert not root.exists()
    client.create_bucket("bucket")
    assert (root / "bucket").is_dir()


def test_the_default_root_is_the_folder_for_data_of_programs(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("CODOMYRMEX_LOCAL_ROOT", raising=False)
    monkeypatch.setenv("XDG_DATA_HOME", str(root))
    monkeypatch.setenv("HOME", str(root))
    assert str(root) in repr(LocalStorageClient())
