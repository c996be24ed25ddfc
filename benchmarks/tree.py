"""Local trees of files to measure with, and whether two of them are equal."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Iterator
from pathlib import Path

_BLOCK = 1 << 20


def make_tree(root: Path, files: int, size: int, *, per_folder: int) -> Path:
    """Write ``files`` files of ``size`` random bytes, ``per_folder`` in each folder; always the same ones."""
    source = random.Random(files)
    for number in range(files):
        folder = root / f"folder-{number // per_folder:04}"
        if number % per_folder == 0:
            folder.mkdir(parents=True)
        (folder / f"file-{number:06}.bin").write_bytes(source.randbytes(size))
    return root


def make_file(path: Path, size: int) -> Path:
    """Write one file of ``size`` random bytes, a multiple of 1 MiB."""
    source = random.Random(size)
    with path.open("wb") as file:
        for _ in range(size // _BLOCK):
            file.write(source.randbytes(_BLOCK))
    return path


def demand_equal(expected: Path, actual: Path) -> None:
    """Compare two trees, or two files, by names and bytes.

    Raises:
        AssertionError: they differ.
    """
    wanted, found = dict(_digests(expected)), dict(_digests(actual))
    assert found == wanted, f"{actual} is not {expected}: {len(found)} files, {len(wanted)} expected"


def _digests(root: Path) -> Iterator[tuple[str, bytes]]:
    if root.is_file():
        yield "", _digest(root)
        return
    for path in root.rglob("*"):
        if path.is_file():
            yield str(path.relative_to(root)), _digest(path)


def _digest(path: Path) -> bytes:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").digest()
