"""Where checked files are on this machine."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from aegis_multimodal_ai_system.model_registry.fetching import checked_file_name
from aegis_multimodal_ai_system.model_registry.signatures.digest import file_digest

if TYPE_CHECKING:
    from aegis_multimodal_ai_system.model_registry.catalogue.values import ModelVersion


def default_cache() -> Path:
    """The folder in the user's cache."""
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "aegis" / "models"


class Cache:
    """A folder with one folder for each digest.

    Args:
        folder: the folder; it is made when it is needed.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def path(self, found: ModelVersion) -> Path:
        """Where the file of a version is, or would be.

        Args:
            found: the version.
        """
        return self._folder / found.digest / checked_file_name(found)

    def holds(self, found: ModelVersion) -> bool:
        """Whether the file is there, and is still the right one by its digest. One that is not is removed.

        Args:
            found: the version.
        """
        path = self.path(found)
        if path.is_file() and not path.is_symlink() and file_digest(path).hex() == found.digest:
            return True
        self.discard(found)
        return False

    def discard(self, found: ModelVersion) -> None:
        """Remove the file, if it is there.

        Args:
            found: the version.
        """
        self.path(found).unlink(missing_ok=True)
        with suppress(OSError):
            # It stays where another process is downloading into it.
            self.path(found).parent.rmdir()
