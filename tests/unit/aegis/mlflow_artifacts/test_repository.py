"""The plug-in in this process; the journey in ``tests/acceptance`` has MLflow's server use it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Self

import pytest

from aegis_multimodal_ai_system import config
from aegis_multimodal_ai_system.config import Settings
from aegis_multimodal_ai_system.storage import CloudStorageAdapter, LocalStorageAdapter, StorageClient
from codomyrmex.cloud import MemoryStorageClient
from tests.servers.s3_server import S3Server

if TYPE_CHECKING:
    # Each process of a run imports this module, and MLflow takes seconds: only tests import it.
    from mlflow.exceptions import MlflowException

    from aegis_multimodal_ai_system.mlflow_artifacts import StorageArtifactRepository

ROOT = "aegis-storage://mlflow/1"


class MemoryStorageAdapter(CloudStorageAdapter):
    """A bucket that takes any key."""

    @classmethod
    def from_settings(cls, settings: Settings) -> Self:
        return cls(MemoryStorageClient(), settings.OBJECT_STORE_BUCKET)


@pytest.fixture
def storage() -> Iterator[MemoryStorageAdapter]:
    """An empty bucket."""
    client = MemoryStorageClient()
    client.create_bucket("aegis")
    with MemoryStorageAdapter(client, "aegis") as adapter:
        yield adapter


def below(uri: str, storage: StorageClient) -> StorageArtifactRepository:
    """The artifacts at an address."""
    from aegis_multimodal_ai_system.mlflow_artifacts import StorageArtifactRepository

    return StorageArtifactRepository(uri, storage=storage)


def refused(match: str | None = None) -> pytest.RaisesExc[MlflowException]:
    """What MLflow expects of its plug-ins when they fail."""
    from mlflow.exceptions import MlflowException

    return pytest.raises(MlflowException, match=match)


@pytest.fixture
def repository(storage: StorageClient) -> StorageArtifactRepository:
    """The artifacts of a run."""
    return below(ROOT, storage)


def write(folder: Path, *names: str) -> Path:
    """Files that hold their own names."""
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(name)
    return folder


def listed(repository: StorageArtifactRepository, path: str | None = None) -> dict[str, int | None]:
    """The sizes of what is in a folder; of folders there is none."""
    return {found.path: found.file_size for found in repository.list_artifacts(path)}


def code(failed: pytest.ExceptionInfo[MlflowException]) -> str:
    """What MLflow calls it."""
    return str(failed.value.error_code)


def test_mlflow_finds_it_by_its_scheme(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OBJECT_STORE_TYPE", "local")
    monkeypatch.setenv("OBJECT_STORE_ROOT", str(folder / "store"))
    vars(config).pop("cfg", None)
    # Ours first: MLflow looks for it while it is itself imported by it.
    from aegis_multimodal_ai_system.mlflow_artifacts import StorageArtifactRepository  # isort: skip
    from mlflow.store.artifact.artifact_repository_registry import get_artifact_repository

    LocalStorageAdapter("aegis", root=folder / "store").client.create_bucket("aegis")
    found = get_artifact_repository(ROOT)
    assert isinstance(found, StorageArtifactRepository)
    found.log_artifact(write(folder, "a.txt") / "a.txt", "data")
    assert listed(found) == {"data": None}
    with refused("no server would answer the URL") as failed:
        found.get_download_presigned_url("data/a.txt")
    assert code(failed) == "NOT_IMPLEMENTED"
    vars(config).pop("cfg", None)


def test_a_folder_goes_there_and_back(repository: StorageArtifactRepository, folder: Path) -> None:
    names = [f"{number % 5}/räw {number}.txt" for number in range(60)]
    repository.log_artifacts(write(folder / "local", *names, "top"), "data")
    repository.log_artifact(folder / "local" / "top", "data/deeper")
    assert listed(repository) == {"data": None}
    assert listed(repository, "data/") == {f"data/{n}": None for n in range(5)} | {
        "data/deeper": None,
        "data/top": 3,
    }
    assert listed(repository, "data/top") == listed(repository, "nothing") == {}
    (folder / "copy").mkdir()
    repository.download_artifacts("data", str(folder / "copy"))
    for name in names:
        assert (folder / "copy" / "data" / name).read_text() == name
    assert Path(repository.download_artifacts("data/top")).read_text() == "top"


def test_only_what_is_named_is_deleted(
    repository: StorageArtifactRepository, storage: StorageClient, folder: Path
) -> None:
    repository.log_artifacts(write(folder / "local", "a/1", "a/2/3", "ab/4", "c"))
    below("aegis-storage://mlflow/10", storage).log_artifacts(folder / "local")
    repository.delete_artifacts("a")
    repository.delete_artifacts("c")
    repository.delete_artifacts("never there")
    assert listed(repository) == {"ab": None}
    repository.delete_artifacts()
    assert {found.key.split("/")[1] for found in storage.list()} == {"10"}


@pytest.mark.parametrize("path", ["../x", "a/../../x", "/a", "a//b", "./a", "a/.", "..", "/", "a\\b", "a\nb"])
def test_bad_paths(
    repository: StorageArtifactRepository, storage: StorageClient, folder: Path, path: str
) -> None:
    file = write(folder, "file") / "file"
    for call in (
        lambda: repository.log_artifact(file, path),
        lambda: repository.log_artifacts(folder, path),
        lambda: repository.list_artifacts(path),
        lambda: repository.delete_artifacts(path),
        lambda: repository._download_file(path, folder / "target"),
        lambda: repository.get_download_presigned_url(path),
        lambda: repository.create_presigned_upload_url(path),
    ):
        with refused("is no path of an artifact") as failed:
            call()
        assert code(failed) == "INVALID_PARAMETER_VALUE"
    assert list(storage.list()) == []
    assert not (folder / "target").exists()


@pytest.mark.parametrize(
    "uri",
    [
        "aegis-storage://",
        "aegis-storage:///mlflow",
        "aegis-storage://mlflow/../models",
        "aegis-storage://mlflow//1",
        "aegis-storage://models/1",
        "aegis-storage://backups",
        "aegis-storage://ada:hush@mlflow",
        "aegis-storage://mlflow/%2e%2e",
        "aegis-storage://mlflow?x=1",
        "aegis-storage://[",
        "s3://mlflow",
    ],
)
def test_bad_addresses(storage: StorageClient, uri: str) -> None:
    with refused(r"is not aegis-storage://PREFIX|others keep their objects"):
        below(uri, storage)


def test_what_cannot_be_read_is_not_stored(
    repository: StorageArtifactRepository, storage: StorageClient, folder: Path
) -> None:
    os.mkfifo(write(folder / "local", "a") / "pipe")
    with refused("pipe is no file, or is not there"):
        repository.log_artifacts(folder / "local")
    with refused("nowhere is no folder, or is not there"):
        repository.log_artifacts(folder / "nowhere")
    with refused("nowhere is no file, or is not there"):
        repository.log_artifact(folder / "nowhere")
    assert {found.key for found in storage.list()} <= {"mlflow/1/a"}


def test_keys_of_others_are_left_out(
    repository: StorageArtifactRepository,
    storage: StorageClient,
    folder: Path,
    caplog: pytest.LogCaptureFixture,
) -> None:
    file = write(folder, "file") / "file"
    for key in ("mlflow/1/a//b", "mlflow/1/../c", "mlflow/1/d/", "mlflow/1/e"):
        storage.upload(file, key)
    assert listed(repository) == {"a": None, "d": None, "e": 4}
    assert listed(repository, "a") == listed(repository, "d") == {}
    assert caplog.messages == [
        "'mlflow/1/../' has no path as an artifact and is left out",
        "'mlflow/1/a//' has no path as an artifact and is left out",
    ]


def test_faults_of_a_store_are_mlflow_s(moto_server: S3Server, rclone_server: S3Server, folder: Path) -> None:
    from aegis_multimodal_ai_system.storage import MinIOStorageAdapter

    def repository(server: S3Server, secret: str) -> StorageArtifactRepository:
        adapter = MinIOStorageAdapter(
            "nowhere-aegis", endpoint_url=server.endpoint, access_key=server.access_key, secret_key=secret
        )
        return below(ROOT, adapter)

    with refused("nowhere-aegis") as failed:
        repository(moto_server, moto_server.secret_key).list_artifacts()
    assert code(failed) == "RESOURCE_DOES_NOT_EXIST"
    with refused() as failed:
        repository(rclone_server, "hush-hush-hush").log_artifact(write(folder, "a") / "a")
    assert code(failed) == "PERMISSION_DENIED"
    assert "hush" not in str(failed.value)
    assert "\n" not in str(failed.value)
