"""Folders on this machine."""

from __future__ import annotations

import os
from pathlib import Path

from codomyrmex.cloud.common.storage.localfile import local_error


def make_folder(path: str | os.PathLike[str]) -> None:
    """Make a folder and those above it, unless they are there.

    Raises:
        LocalFileError: it cannot be made.
    """
    try:
        os.makedirs(path, exist_ok=True)
    except OSError as error:
        raise local_error(error, Path(path)) from error
