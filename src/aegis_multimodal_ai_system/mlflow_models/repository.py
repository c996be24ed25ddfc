"""Models of the registry as artifacts of MLflow, verified: the plug-in for ``aegis://NAME/VERSION``.

With it, MLflow's own loaders and ``mlflow models serve -m aegis://NAME/production`` verify first.
"""

from __future__ import annotations

import os
from pathlib import Path
from shutil import copyfile, rmtree
from tempfile import mkdtemp
from typing import NoReturn
from weakref import finalize

from mlflow.entities import FileInfo
from mlflow.store.artifact.artifact_repo import ArtifactRepository

from aegis_multimodal_ai_system.mlflow_artifacts.faults import faults
from aegis_multimodal_ai_system.mlflow_artifacts.paths import checked
from codomyrmex.cloud.common.errors import InvalidRequestError, NotFoundError, NotSupportedError

_SCHEME = "aegis://"  # as in the catalogue, which MLflow is not to import whenever it is imported


class VerifiedModelRepository(ArtifactRepository):  # type: ignore[misc]
    """The files of models in the registry of the settings, to be read and not to be written.

    The first thing that is asked of a model verifies it whole. All it raises is an ``MlflowException``.

    Args:
        artifact_uri: ``aegis://NAME``, ``aegis://NAME/VERSION`` or what is below it.
        tracking_uri: as MLflow passes it on.
        registry_uri: the same.
    """

    def __init__(
        self, artifact_uri: str, tracking_uri: str | None = None, registry_uri: str | None = None
    ) -> None:
        super().__init__(artifact_uri, tracking_uri, registry_uri)
        self._place = Path(mkdtemp(prefix="aegis-model-"))
        # MLflow closes no repository.
        finalize(self, rmtree, self._place, ignore_errors=True)
        self._unpacked: dict[str, Path] = {}

    def list_artifacts(self, path: str | None = None) -> list[FileInfo]:
        """What is directly in a folder of a model.

        Args:
            path: the folder.

        Raises:
            MlflowException: there is no such model, or it is not let in.
        """
        with faults():
            where, base = self._file(path), f"{path.rstrip('/')}/" if path else ""
            if not where.is_dir():
                return []
            found = sorted(where.iterdir())
            return [
                FileInfo(base + one.name, one.is_dir(), None if one.is_dir() else one.stat().st_size)
                for one in found
            ]

    def log_artifact(self, local_file: str, artifact_path: str | None = None) -> NoReturn:
        """Refuses: models are registered by `log_model`."""
        self._refuse()

    def log_artifacts(self, local_dir: str, artifact_path: str | None = None) -> NoReturn:
        """Refuses: models are registered by `log_model`."""
        self._refuse()

    def delete_artifacts(self, artifact_path: str | None = None) -> NoReturn:
        """Refuses: versions of models stay."""
        self._refuse()

    def _download_file(self, remote_file_path: str, local_path: str | os.PathLike[str]) -> None:
        with faults():
            file = self._file(remote_file_path)
            if not file.is_file():
                raise NotFoundError(f"{remote_file_path} is no file of {self.artifact_uri}.")
            try:
                copyfile(file, local_path)
            except OSError as error:
                from codomyrmex.cloud.common.storage.localfile import local_error

                raise local_error(error, Path(local_path)) from error

    def _file(self, path: str | None) -> Path:
        """Where a file or folder of a model is on this machine, which is verified before."""
        whole = self.artifact_uri.removeprefix(_SCHEME).rstrip("/")
        if path:
            whole = f"{whole}/{path.rstrip('/')}"
        name, *inner = checked(whole).split("/")
        if not inner:
            raise InvalidRequestError(f"{self.artifact_uri} names no version; it needs /VERSION or a stage.")
        return self._verified(f"{_SCHEME}{name}/{inner[0]}").joinpath(*inner[1:])

    def _verified(self, uri: str) -> Path:
        from aegis_multimodal_ai_system.mlflow_models.opening import opened_registry, unpack_verified

        if uri not in self._unpacked:
            folder = self._place / str(len(self._unpacked))
            folder.mkdir()
            try:
                with opened_registry(None) as registry:
                    self._unpacked[uri] = unpack_verified(uri, folder, registry)
            except BaseException:
                rmtree(folder)
                raise
        return self._unpacked[uri]

    def _refuse(self) -> NoReturn:
        with faults():
            raise NotSupportedError("Models of the registry are not written by MLflow; use log_model.")
        raise AssertionError
