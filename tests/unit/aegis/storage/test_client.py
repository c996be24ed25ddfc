"""The interface, implemented without a client of this library."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Self

import pytest

from aegis_multimodal_ai_system.config import Settings, load
from aegis_multimodal_ai_system.storage import StorageClient
from codomyrmex.cloud import IntegrityError, NotFoundError, NotSupportedError, ObjectInfo

if TYPE_CHECKING:
    from codomyrmex.cloud.common.storage import Progress


class Shelf(StorageClient):
    """Objects in a dictionary."""

    def __init__(self, bucket: str) -> None:
        self.bucket = bucket
        self.objects: dict[str, bytes] = {}

    @classmethod
    def from_settings(cls, settings: Settings) -> Self:
        return cls(settings.OBJECT_STORE_BUCKET)

    def upload(
        self, file_path: str | os.PathLike[str], key: str, *, progress: Progress | None = None
    ) -> ObjectInfo:
        self.objects[key] = Path(file_path).read_bytes()
        return self.stat(key)

    def download(
        self, key: str, file_path: str | os.PathLike[str], *, progress: Progress | None = None
    ) -> Path:
        self.stat(key)
        Path(file_path).write_bytes(self.objects[key])
        return Path(file_path)

    def get_presigned_url(self, key: str, *, method: str = "GET", expires_in: int = 3600) -> str:
        raise NotSupportedError("A shelf signs no URLs.")

    def exists(self, key: str) -> bool:
        return key in self.objects

    def list(self, prefix: str = "") -> Iterator[ObjectInfo]:
        return (self.stat(key) for key in self.objects if key.startswith(prefix))

    def delete(self, key: str) -> None:
        self.objects.pop(key, None)

    def stat(self, key: str) -> ObjectInfo:
        if key not in self.objects:
            raise NotFoundError(f"{key} is not there.")
        return ObjectInfo(self.bucket, key, len(self.objects[key]))


def test_the_interface_can_be_implemented_from_nothing(tmp_path: Path) -> None:
    file = tmp_path / "model"
    file.write_bytes(b"weights")
    with Shelf.from_settings(load(OBJECT_STORE_BUCKET="models")) as shelf:
        assert shelf.upload(file, "ada/1") == ObjectInfo("models", "ada/1", 7)
        assert [found.key for found in shelf.list("ada/")] == ["ada/1"]
        assert shelf.download("ada/1", tmp_path / "copy").read_bytes() == b"weights"
        assert shelf.presigned_url_headers("PUT") == {}
        assert b"".join(shelf.stream("ada/1")) == b"weights"
        shelf.delete("ada/1")
        assert not shelf.exists("ada/1")


def test_what_was_downloaded_is_verified_by_any_adapter(tmp_path: Path) -> None:
    shelf, file = Shelf("models"), tmp_path / "model"
    shelf.objects["ada/1"] = b"weights"
    digest = hashlib.sha256(b"weights").digest()
    assert shelf.download_verified("ada/1", file, digest).read_bytes() == b"weights"
    shelf.objects["ada/1"] = b"weightz"
    with pytest.raises(IntegrityError, match="ada/1 has the SHA-256"):
        shelf.download_verified("ada/1", file, digest)
    assert file.read_bytes() == b"weights"
    assert list(tmp_path.iterdir()) == [file]


def test_an_interface_with_a_gap_is_no_client() -> None:
    class Gap(Shelf):
        stat = StorageClient.stat

    with pytest.raises(TypeError, match="abstract method"):
        Gap("models")
