"""Formats that run code when they are loaded.

pickle is a program for a machine that calls what it likes: https://docs.python.org/3/library/pickle.html.
joblib, dill, ``torch.save`` and arrays of objects in NumPy are made of it; Keras keeps byte code for its
Lambda layers. What is looked at is the name and the first bytes: that tells what a file is, and is no scanner
from which nothing can be hidden. What guards a model is its signature.
"""

from __future__ import annotations

import bz2
import lzma
import os
import re
import tarfile
import zipfile
import zlib
from pathlib import Path, PurePath
from typing import IO

from aegis_multimodal_ai_system.model_registry.policy.pickles import is_pickle
from codomyrmex.cloud.common.errors import LocalFileError

_BY_SUFFIX = {
    **dict.fromkeys((".pkl", ".pickle", ".pck", ".pcl", ".p", ".dill", ".cloudpickle"), "a pickle"),
    **dict.fromkeys((".joblib", ".jbl"), "a file of joblib"),
    **dict.fromkeys((".pt", ".pth", ".ckpt", ".pt2", ".ptl", ".mar"), "a file of PyTorch"),
    **dict.fromkeys((".h5", ".hdf5", ".keras"), "a file of Keras"),
    **dict.fromkeys((".py", ".pyc", ".pyo", ".so", ".dll", ".dylib"), "code"),
}
_FIRST_BYTES = 64 * 1024
_ZIP = b"PK\x03\x04"
_ARRAY = b"\x93NUMPY"
_OBJECTS = re.compile(rb"'descr':[^}]*'\|O")


def unsafe_format(path: str | os.PathLike[str]) -> str | None:
    """What a file is that can run code when it is loaded, in two or three words; ``None`` for all others.

    Args:
        path: the file, under the name that it is loaded by.

    Raises:
        LocalFileError: it cannot be read.
    """
    by_name = _by_name(os.fspath(path))
    if by_name is not None:
        return by_name
    try:
        with Path(path).open("rb") as file:
            first = file.read(_FIRST_BYTES)
        if _is_tar(first):
            return _in_tar(path)
        return _in_zip(path) if first.startswith(_ZIP) else _by_content(first)
    except OSError as error:
        raise LocalFileError(f"{path} cannot be read: {error.strerror}.") from error


def _by_name(name: str) -> str | None:
    return _BY_SUFFIX.get(PurePath(name).suffix.lower())


def _by_content(first: bytes) -> str | None:
    decompressed = _decompressed(first)
    if is_pickle(first, whole=len(first) < _FIRST_BYTES):
        return "a pickle"
    if is_pickle(decompressed, whole=max(len(first), len(decompressed)) < _FIRST_BYTES):
        return "a pickle"
    if first.startswith(_ARRAY) and _OBJECTS.search(first):
        return "an array of Python objects"
    return None


def _decompressed(first: bytes) -> bytes:
    """The beginning of what is compressed, as joblib does it; nothing where it is not compressed."""
    for make in (
        lambda: zlib.decompressobj(wbits=47),  # zlib or gzip, whichever it is
        bz2.BZ2Decompressor,
        lzma.LZMADecompressor,
    ):
        try:
            return make().decompress(first, _FIRST_BYTES)
        except (OSError, EOFError, zlib.error, lzma.LZMAError):
            continue
    return b""


def _is_tar(first: bytes) -> bool:
    return first[257:262] == b"ustar"


def _in_tar(path: str | os.PathLike[str]) -> str | None:
    """The same of an archive in which a folder is packed; of an archive in it no more than that it is one."""
    try:
        with tarfile.open(path, "r:") as archive:
            return next(filter(None, (_of_member(archive, member) for member in archive)), None)
    except (tarfile.TarError, EOFError, ValueError):
        return "an archive that cannot be read"


def _of_member(archive: tarfile.TarFile, member: tarfile.TarInfo) -> str | None:
    found = _by_name(member.name)
    content = archive.extractfile(member) if member.isreg() else None
    if found is None and content is not None:
        with content:
            first = content.read(_FIRST_BYTES)
            content.seek(0)
            if _is_tar(first):
                return "an archive with an archive"
            found = _in_zip(content) if first.startswith(_ZIP) else _by_content(first)
    return f"an archive with {found}" if found is not None else None


def _in_zip(file: str | os.PathLike[str] | IO[bytes]) -> str | None:
    """Of an archive what is in it, by names: ``torch.save`` and ``numpy.savez`` write such."""
    try:
        with zipfile.ZipFile(file) as archive:
            return next(filter(None, (_in_archive(archive, name) for name in archive.namelist())), None)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, ValueError, EOFError):
        return "an archive that cannot be read"


def _in_archive(archive: zipfile.ZipFile, name: str) -> str | None:
    if _by_name(name) is not None:
        return "an archive with " + str(_by_name(name))
    with archive.open(name) as member:
        found = _by_content(member.read(_FIRST_BYTES))
    return f"an archive with {found}" if found is not None else None
