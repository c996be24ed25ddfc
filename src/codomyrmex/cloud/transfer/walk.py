"""Walks a local tree as fast as the system lists it: nothing is measured, links are not followed."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

from codomyrmex.cloud.common.errors import LocalFileError


def walk(root: Path, skipped: Callable[[str], object]) -> Iterator[tuple[str, str]]:
    """Every regular file below ``root``: its path, and its name relative to ``root`` with ``/`` between
    components.

    Args:
        root: the folder.
        skipped: called with the path of each link, socket or device, which no object can hold.

    Raises:
        LocalFileError: a folder cannot be read. It is better to stop than to leave out what is in it.
    """
    folders = [(str(root), "")]
    while folders:
        folder, prefix = folders.pop()
        try:
            with os.scandir(folder) as entries:
                for entry in entries:
                    # Neither question costs a system call: the answer came with the name.
                    if entry.is_file(follow_symlinks=False):
                        yield entry.path, prefix + entry.name
                    elif entry.is_dir(follow_symlinks=False):
                        folders.append((entry.path, f"{prefix}{entry.name}/"))
                    else:
                        skipped(entry.path)
        except OSError as error:
            raise LocalFileError(f"The folder {folder} cannot be read: {error.strerror or error}.") from error
