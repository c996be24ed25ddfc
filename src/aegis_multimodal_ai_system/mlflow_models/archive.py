"""The folder of a model as one file, which has one digest and one signature.

It is a tar archive without compression, with the files in order and nothing of who made them or when: the
same folder gives the same bytes. See https://pubs.opengroup.org/onlinepubs/9799919799/utilities/pax.html.
"""

from __future__ import annotations

import os
import tarfile
from collections.abc import Iterator
from pathlib import Path
from shutil import copyfileobj

from aegis_multimodal_ai_system.mlflow_artifacts.paths import is_plain
from aegis_multimodal_ai_system.mlflow_models.errors import MalformedModelError
from codomyrmex.cloud.common.errors import LocalFileError
from codomyrmex.cloud.common.storage.localfile import local_error

FILE_NAME = "model.mlflow.tar"


def pack(folder: Path, target: Path) -> Path:
    """Write the files of a folder into an archive.

    Args:
        folder: the folder.
        target: the archive, which is not there yet.

    Returns:
        The target.

    Raises:
        MalformedModelError: the folder has a link, something that is no file, or a name that is no part of a
            plain path.
        LocalFileError: a file cannot be read or the archive not be written.
    """
    try:
        with tarfile.open(target, "x", format=tarfile.PAX_FORMAT) as archive:
            for file, name in _files(folder):
                about = tarfile.TarInfo(name)
                about.size = file.stat().st_size
                with file.open("rb") as content:
                    archive.addfile(about, content)
    except OSError as error:
        raise LocalFileError(f"{folder} cannot be packed: {error.strerror or error}.") from error
    return target


def unpack(archive: Path, folder: Path) -> Path:
    """Write the files of an archive into a folder. Only what `pack` writes is accepted.

    Args:
        archive: the archive, whose digest and signature were checked.
        folder: an empty folder.

    Returns:
        The folder.

    Raises:
        MalformedModelError: it is no archive, or has links, names twice, or names that lead elsewhere; what
            was written until then is for the caller to remove.
        LocalFileError: the folder cannot be written.
        QuotaExceededError: the disk is full.
    """
    try:
        with tarfile.open(archive, "r:") as opened:
            for about in opened:
                _unpack_one(opened, about, folder)
    except (tarfile.TarError, EOFError, ValueError):
        raise MalformedModelError(f"{archive.name} is no archive of a model of MLflow.") from None
    except OSError as error:
        raise local_error(error, folder) from error
    return folder


def _unpack_one(archive: tarfile.TarFile, about: tarfile.TarInfo, folder: Path) -> None:
    if about.type != tarfile.REGTYPE or about.issparse() or not is_plain(about.name):
        raise MalformedModelError(f"The model has {about.name!r}, which is no plain file in its folder.")
    target = folder / about.name
    content = archive.extractfile(about)
    if content is None or target.exists() or any(part.is_file() for part in _folders(target, folder)):
        raise MalformedModelError(f"The model has {about.name!r} twice.")
    target.parent.mkdir(parents=True, exist_ok=True)
    with content, target.open("xb") as file:
        copyfileobj(content, file)
        if file.tell() != about.size:
            raise MalformedModelError(f"The model has {about.name!r} only in part.")


def _folders(target: Path, folder: Path) -> Iterator[Path]:
    """The folders above a file, below the one that holds all."""
    return (part for part in target.parents if part != folder and part.is_relative_to(folder))


def _files(folder: Path) -> list[tuple[Path, str]]:
    def fail(error: OSError) -> None:
        raise error

    found = []
    for where, folders, names in os.walk(folder, onerror=fail):
        for path in (Path(where, name) for name in (*folders, *names)):
            name = path.relative_to(folder).as_posix()
            if path.is_symlink() or not (path.is_file() or path.is_dir()) or not is_plain(name):
                raise MalformedModelError(f"The model has {name!r}, which is no plain file in its folder.")
            if path.is_file():
                found.append((path, name))
    return sorted(found, key=lambda one: one[1])
