"""The repository of artifacts that MLflow finds by the entry point ``mlflow.artifact_repository``.

See https://mlflow.org/docs/latest/ml/plugins/ and `mlflow.store.artifact.artifact_repo`.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator
from concurrent.futures import Future, wait
from pathlib import Path
from typing import TYPE_CHECKING

from mlflow.entities import FileInfo
from mlflow.entities.presigned_download import PresignedDownloadUrlResponse
from mlflow.entities.presigned_upload import CreatePresignedUploadResponse
from mlflow.store.artifact.artifact_repo import (
    ArtifactRepository,
    MultipartDownloadMixin,
    PresignedUploadMixin,
)

from aegis_multimodal_ai_system.mlflow_artifacts.faults import faults
from aegis_multimodal_ai_system.mlflow_artifacts.paths import checked, is_plain, key_of, key_prefix
from codomyrmex.cloud.common.errors import InvalidRequestError, LocalFileError

if TYPE_CHECKING:
    from aegis_multimodal_ai_system.config.settings import Settings
    from aegis_multimodal_ai_system.storage.client import StorageClient

_logger = logging.getLogger(__name__)
_opened: tuple[Settings, StorageClient] | None = None


class StorageArtifactRepository(ArtifactRepository, MultipartDownloadMixin, PresignedUploadMixin):  # type: ignore[misc]
    """Artifacts below a prefix of the bucket that the settings name, whichever store it is on.

    It works in programs that log to ``aegis-storage://PREFIX`` themselves, and in ``mlflow server``. All it
    raises is an ``MlflowException``.

    Args:
        artifact_uri: ``aegis-storage://PREFIX/…``.
        tracking_uri: as MLflow passes it on.
        registry_uri: the same.
        storage: the bucket; by default that of ``config.cfg``, with one client for the whole process.

    Raises:
        MlflowException: the address is none, or a setting is wrong.
    """

    def __init__(
        self,
        artifact_uri: str,
        tracking_uri: str | None = None,
        registry_uri: str | None = None,
        *,
        storage: StorageClient | None = None,
    ) -> None:
        with faults():
            self._prefix = key_prefix(artifact_uri)
            self._storage = storage or _storage_of_process()
        super().__init__(artifact_uri, tracking_uri, registry_uri)

    def log_artifact(self, local_file: str | os.PathLike[str], artifact_path: str | None = None) -> None:
        """Store a file.

        Args:
            local_file: the file.
            artifact_path: the folder to store it in.

        Raises:
            MlflowException: it cannot be read or stored.
        """
        with faults():
            self._upload(Path(local_file), self._below(artifact_path) + checked(Path(local_file).name))

    def log_artifacts(self, local_dir: str | os.PathLike[str], artifact_path: str | None = None) -> None:
        """Store all files of a folder, several at a time.

        Args:
            local_dir: the folder.
            artifact_path: the folder to store it as.

        Raises:
            MlflowException: one cannot be read or stored; others may have been.
        """
        with faults():
            target = self._below(artifact_path)
            # All names are looked at before the first file is sent.
            files = [(file, target + checked(name)) for file, name in _files(Path(local_dir))]
            self._upload_all(files)

    def list_artifacts(self, path: str | None = None) -> list[FileInfo]:
        """What is directly in a folder.

        Args:
            path: the folder; by default the topmost.

        Returns:
            Files and folders by name; nothing for a file and for what is not there.

        Raises:
            MlflowException: the path is none, or the bucket cannot be read.
        """
        with faults():
            level = self._storage.list_directory(self._below(path))
        folders = [FileInfo(self._path(key), True, None) for key in level.directories if self._is_one(key)]
        # An object whose key ends with a slash stands for a folder, as other tools make them.
        objects = (one for one in level.objects if not one.key.endswith("/"))
        files = [FileInfo(self._path(one.key), False, one.size) for one in objects if self._is_one(one.key)]
        return sorted([*folders, *files], key=lambda found: str(found.path))

    def delete_artifacts(self, artifact_path: str | None = None) -> None:
        """Delete a file, or a folder with all that is in it; what is not there is no error.

        Args:
            artifact_path: by default all.

        Raises:
            MlflowException: the path is none, or something could not be deleted.
        """
        with faults():
            keys = [found.key for found in self._storage.list(self._below(artifact_path))]
            if artifact_path:
                keys.append(key_of(self._prefix, artifact_path))
            _all_of([self.thread_pool.submit(self._storage.delete, key) for key in keys])

    def get_download_presigned_url(
        self, artifact_path: str, expiration: int = 300
    ) -> PresignedDownloadUrlResponse:
        """A URL with which a program fetches a file from the store itself.

        Args:
            artifact_path: the file.
            expiration: seconds it is to work.

        Raises:
            MlflowException: the file is not there, or the store signs no URLs.
        """
        with faults():
            key = self._prefix + checked(artifact_path)
            url = self._storage.get_presigned_url(key, expires_in=expiration)
            headers = self._storage.presigned_url_headers("GET")
            return PresignedDownloadUrlResponse(url, headers, self._storage.stat(key).size)

    def create_presigned_upload_url(
        self, artifact_path: str, expiration: int = 900
    ) -> CreatePresignedUploadResponse:
        """A URL with which a program sends a file to the store itself.

        Args:
            artifact_path: the file.
            expiration: seconds it is to work.

        Raises:
            MlflowException: the path is none, or the store signs no URLs.
        """
        with faults():
            key = self._prefix + checked(artifact_path)
            url = self._storage.get_presigned_url(key, method="PUT", expires_in=expiration)
            return CreatePresignedUploadResponse(url, self._storage.presigned_url_headers("PUT"))

    def _download_file(self, remote_file_path: str, local_path: str | os.PathLike[str]) -> None:
        with faults():
            self._storage.download(self._prefix + checked(remote_file_path), local_path)

    def _below(self, path: str | None) -> str:
        return key_of(self._prefix, path).removesuffix("/") + "/"

    def _path(self, key: str) -> str:
        return key.removeprefix(self._prefix).removesuffix("/")

    def _is_one(self, key: str) -> bool:
        """Whether a key is that of an artifact or of a folder; another has no path in MLflow."""
        plain = is_plain(self._path(key))
        if not plain:
            _logger.warning("%r has no path as an artifact and is left out", key)
        return plain

    def _upload(self, file: Path, key: str) -> None:
        if not file.is_file():
            raise LocalFileError(f"{file} is no file, or is not there.")
        self._storage.upload(file, key)

    def _upload_all(self, files: list[tuple[Path, str]]) -> None:
        _all_of([self.thread_pool.submit(self._upload, file, key) for file, key in files])


def _all_of(done: list[Future[None]]) -> None:
    """Wait for all; with the first that fails, those that did not begin are left out."""
    try:
        for one in done:
            one.result()
    finally:
        for one in done:
            one.cancel()
        wait(done)


def _files(folder: Path) -> Iterator[tuple[Path, str]]:
    """The files below a folder, and their paths with ``/``."""
    if not folder.is_dir():
        raise InvalidRequestError(f"{folder} is no folder, or is not there.")

    def fail(error: OSError) -> None:
        raise LocalFileError(f"{error.filename} cannot be read: {error.strerror}.") from error

    for where, _, names in os.walk(folder, onerror=fail):
        for name in sorted(names):
            file = Path(where, name)
            yield file, file.relative_to(folder).as_posix()


def _storage_of_process() -> StorageClient:
    """One client for all repositories, of which MLflow makes one for each request."""
    global _opened
    from aegis_multimodal_ai_system import config
    from aegis_multimodal_ai_system.storage import create_storage_client

    if _opened is None or _opened[0] is not config.cfg:
        _opened = (config.cfg, create_storage_client(config.cfg))
    return _opened[1]
