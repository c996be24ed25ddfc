"""Tags are in the object's record, and go where it goes."""

from __future__ import annotations

from pathlib import Path

import pytest

from codomyrmex.cloud.common.storage import StorageClient
from codomyrmex.cloud.local import LocalStorageClient, MemoryStorageClient


@pytest.fixture(params=["local", "memory"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> StorageClient:
    """A client of each embedded store, with a bucket."""
    client: StorageClient = (
        LocalStorageClient(tmp_path, durable=False) if request.param == "local" else MemoryStorageClient()
    )
    client.create_bucket("bucket")
    return client


def test_tags_change_nothing_else(store: StorageClient) -> None:
    before = store.put_object("bucket", "key", b"x", metadata={"who": "me"})
    store.set_tags("bucket", "key", {"a": "1", "b": ""})
    after = store.get_metadata("bucket", "key")
    assert (after.tag_count, before.tag_count) == (2, 0)
    assert (after.etag, after.last_modified, after.metadata) == (
        before.etag,
        before.last_modified,
        {"who": "me"},
    )


def test_tags_go_along_with_copies_and_go_with_the_object(store: StorageClient) -> None:
    store.put_object("bucket", "key", b"x")
    store.set_tags("bucket", "key", {"a": "1"})
    assert store.copy_object("bucket", "key", "bucket", "copy").tag_count == 1
    store.move_object("bucket", "copy", "bucket", "moved")
    assert store.get_tags("bucket", "moved") == {"a": "1"}
    store.put_object("bucket", "key", b"x")
    assert store.get_tags("bucket", "key") == {}
    store.delete_object("bucket", "moved")
    store.put_object("bucket", "moved", b"x")
    assert store.get_metadata("bucket", "moved").tag_count == 0


def test_each_version_has_its_own_tags(store: StorageClient) -> None:
    store.set_versioning("bucket", True)
    first = store.put_object("bucket", "key", b"x").version
    assert first is not None
    store.set_tags("bucket", "key", {"a": "1"})
    assert len(list(store.list_versions("bucket"))) == 1
    store.put_object("bucket", "key", b"y")
    assert store.get_tags("bucket", "key") == {}
    assert store.get_metadata("bucket", "key", version=first).tag_count == 1
    store.restore_version("bucket", "key", first)
    assert store.get_tags("bucket", "key") == {"a": "1"}


def test_a_file_of_another_program_can_be_tagged(client: LocalStorageClient, folder: Path) -> None:
    (folder / "page.html").write_bytes(b"<p>")
    client.set_tags("bucket", "page.html", {"a": "1"})
    info = client.get_metadata("bucket", "page.html")
    assert (info.tag_count, info.content_type, info.version) == (1, "text/html", None)
    (folder / "page.html").write_bytes(b"<p>again")
    assert client.get_tags("bucket", "page.html") == {}
