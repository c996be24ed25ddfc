"""Records come with the data and go with it."""

from __future__ import annotations

from pathlib import Path

import pytest

from codomyrmex.cloud.local import LocalStorageClient


def records_in(root: Path) -> list[Path]:
    """The files with the records."""
    return [path for path in (root / ".codomyrmex" / "records").rglob("*") if path.is_file()]


def test_an_object_has_one_record(client: LocalStorageClient, root: Path) -> None:
    for number in range(5):
        info = client.put_object("bucket", "key.txt", b"x" * number, metadata={"number": str(number)})
        assert client.get_metadata("bucket", "key.txt") == info
        assert len(records_in(root)) == 1
    client.delete_object("bucket", "key.txt")
    assert records_in(root) == []


def test_the_etag_is_the_same_everywhere(client: LocalStorageClient) -> None:
    etag = client.put_object("bucket", "key", b"x").etag
    assert client.get_metadata("bucket", "key").etag == etag
    assert [info.etag for info in client.list_objects("bucket")] == [etag]
    assert client.put_object("bucket", "key", b"x", if_match=etag).etag != etag


def test_a_record_that_a_power_failure_tore_is_none(client: LocalStorageClient, root: Path) -> None:
    client.put_object("bucket", "key.txt", b"x")
    records_in(root)[0].write_bytes(b"\0" * 20)
    assert client.get_metadata("bucket", "key.txt").content_type == "text/plain"
    assert client.get_object("bucket", "key.txt") == b"x"


def test_a_deleted_bucket_leaves_no_record(client: LocalStorageClient, root: Path) -> None:
    client.put_object("bucket", "a/key", b"x", metadata={"who": "me"})
    client.delete_bucket("bucket", force=True)
    assert records_in(root) == []
    client.create_bucket("bucket")
    assert list(client.list_objects("bucket")) == []


def test_copies_and_moves_take_their_record_along(client: LocalStorageClient, root: Path) -> None:
    options = {"metadata": {"who": "mé"}, "content_type": "text/x-mine"}
    client.put_object("bucket", "source", b"x" * 3_000_000, **options)  # type: ignore[arg-type]
    client.copy_object("bucket", "source", "bucket", "copy")
    client.move_object("bucket", "source", "bucket", "moved/here")
    client.copy_object("bucket", "copy", "bucket", "copy")
    for key in ("copy", "moved/here"):
        info = client.get_metadata("bucket", key)
        assert (info.metadata, info.content_type) == ({"who": "mé"}, "text/x-mine")
        assert client.get_object("bucket", key) == b"x" * 3_000_000
    assert len(records_in(root)) == 2


@pytest.mark.parametrize("size", [0, 1, 1 << 20, (1 << 20) + 1, 20 << 20])
def test_every_size_comes_back(client: LocalStorageClient, tmp_path: Path, size: int) -> None:
    data = bytes(range(256)) * (size // 256 + 1)
    (tmp_path / "file").write_bytes(data[:size])
    assert client.upload_file(tmp_path / "file", "bucket", "key").size == size
    assert client.get_object("bucket", "key") == data[:size]
    assert b"".join(client.stream_object("bucket", "key")) == data[:size]
    assert client.download_file("bucket", "key", tmp_path / "copy").read_bytes() == data[:size]
