"""The SHA-256 of a file, with flat memory."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

from codomyrmex.cloud.common.errors import LocalFileError


def file_digest(path: str | os.PathLike[str]) -> bytes:
    """The SHA-256 of a file, 32 bytes; the file is read in pieces.

    Args:
        path: the file.

    Raises:
        LocalFileError: it cannot be read.
    """
    try:
        with Path(path).open("rb") as file:
            return hashlib.file_digest(file, "sha256").digest()
    except OSError as error:
        raise LocalFileError(f"{path} cannot be read: {error.strerror}.") from error
