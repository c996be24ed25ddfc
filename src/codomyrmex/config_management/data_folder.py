"""The folder of the embedded store; apart, because reading other settings takes longer to import."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from codomyrmex.config_management.home import from_home


def local_root() -> Path:
    """The folder of the embedded store: ``CODOMYRMEX_LOCAL_ROOT``, else that of the platform."""
    named = os.environ.get("CODOMYRMEX_LOCAL_ROOT")
    return from_home(named) if named else default_local_root()


def default_local_root() -> Path:
    """The folder of the embedded store where none is named: in the platform's for the data of programs."""
    if sys.platform == "darwin":
        base = from_home("~/Library/Application Support")
    elif sys.platform == "win32":
        base = Path(os.environ.get("LOCALAPPDATA") or from_home("~/AppData/Local"))
    else:
        # https://specifications.freedesktop.org/basedir-spec: a relative path there is to be ignored.
        named = Path(os.environ.get("XDG_DATA_HOME", ""))
        base = named if named.is_absolute() else from_home("~/.local/share")
    return base / "codomyrmex" / "cloud"
