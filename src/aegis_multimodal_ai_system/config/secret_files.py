"""A folder with one file for each secret, as Kubernetes mounts them.

https://kubernetes.io/docs/concepts/configuration/secret/#using-secrets-as-files-from-a-pod
"""

from __future__ import annotations

import os
from pathlib import Path

from codomyrmex.cloud.common.errors import ConfigurationError
from codomyrmex.config_management import SecretReference, SettingsError


def read_secret_files(folder: Path, names: tuple[str, ...]) -> dict[str, str]:
    """The settings whose names are names of files in the folder; other files are left alone.

    Args:
        folder: where the files are.
        names: the settings there are.

    Raises:
        ConfigurationError: the folder is not there, or one of the files is empty or cannot be read.
    """
    try:
        folder = folder.expanduser()
        there = set(os.listdir(folder))
    except (OSError, RuntimeError, ValueError):
        raise ConfigurationError("AEGIS_SECRETS_DIR must be a folder that can be read.") from None
    return {name: _read(folder / name, name) for name in names if name in there}


def _read(file: Path, name: str) -> str:
    try:
        return SecretReference("file", str(file)).read()
    except SettingsError as error:
        raise ConfigurationError(f"{name} cannot be read: {error}.") from None
