"""Paths that begin at somebody's home folder."""

from __future__ import annotations

import os
from pathlib import Path


def from_home(path: str | os.PathLike[str]) -> Path:
    """A path with its leading ``~`` or ``~user`` replaced.

    Where there is no such user it stays as it is, and the file is then not found; ``Path.expanduser`` would
    raise a bare RuntimeError.
    """
    return Path(os.path.expanduser(path))
