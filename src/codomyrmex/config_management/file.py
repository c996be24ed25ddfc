"""The file of profiles, as TOML alone."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from codomyrmex.config_management.errors import SettingsError
from codomyrmex.config_management.home import from_home


def config_path() -> Path:
    """The file of profiles: ``CODOMYRMEX_CONFIG``, else ``codomyrmex/cloud.toml`` in ``XDG_CONFIG_HOME``."""
    named = os.environ.get("CODOMYRMEX_CONFIG")
    if named:
        return from_home(named)
    home = Path(os.environ.get("XDG_CONFIG_HOME", ""))
    base = home if home.is_absolute() else from_home("~/.config")
    return base / "codomyrmex" / "cloud.toml"


def read_tables(file: Path) -> Mapping[str, Any]:
    """The tables below ``profiles`` by their names, unchecked; none where there is no file.

    Raises:
        SettingsError: the file cannot be read, is no TOML, or holds something beside profiles.
    """
    try:
        text = file.read_bytes().decode()
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise SettingsError(f"{file} cannot be read: {error.strerror}") from None
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise SettingsError(f"{file} is not UTF-8 text (at line {line})") from None
    import tomllib

    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(f"{file} is not valid TOML: {error}") from None
    for key in document:
        if key != "profiles":
            raise SettingsError(f"{file}: unknown key {key!r}; profiles are tables named [profiles.NAME]")
    tables = document.get("profiles", {})
    if not isinstance(tables, dict):
        raise SettingsError(f"{file}: 'profiles' is no table; profiles are tables named [profiles.NAME]")
    return tables
