"""Files on this machine that an agent may read and write."""

from __future__ import annotations

from pathlib import Path
from typing import BinaryIO, Protocol


class ReadableFile(Protocol):
    """A file that was opened to be read."""

    path: Path
    file: BinaryIO
    size: int


class WritableFile(Protocol):
    """A file that appears when it is committed."""

    path: Path
    file: BinaryIO
    exists: bool

    def commit(self, replace: bool) -> None:
        """Give it its name."""
        ...
