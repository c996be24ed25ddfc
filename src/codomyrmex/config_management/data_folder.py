"""The folder of the embedded store; apart, because reading other settings takes longer to import."""

from __future__ import annotations

import os
import sys
from pathlib import Path


def local_root() -> Path:
    """The folder of the embedded store: ``CODOMYRMEX_LOCAL_ROOT``, else that of the platform."""
    named = os.environ.get("CODOMYRMEX_LOCAL_ROOT")
    return Path(named).expanduser() if named else default_local_root()


def default_local_root() -> Path:
    """The folder of the embedded store where none is named: in the platform's for the data of programs."""
    if sys.platform == "darwin":
        base = Path("~/Library/Application Support").expanduser()
    elif sys.platform == "win32":
        base = Path(os.environ.get("LOCALAPPDATA") or Path("~/AppData/Local").expanduser())
    else:
        # https://specifications.freedesktop.org/basedir-spec: a relative path there is to be ignored.
        named = Path(os.environ.get("XDG_DATA_HOME", ""))
        base = named if named.is_absolute() else Path("~/.local/share").expanduser()
    return base / "codomyrmex" / "cloud"
