"""Where checked files are on this machine."""

from __future__ import annotations

import os
import re
from contextlib import suppress
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

from aegis_multimodal_ai_system.model_registry.errors import RegistryError
from aegis_multimodal_ai_system.model_registry.signatures.digest import file_digest
from aegis_multimodal_ai_system.model_registry.working_folder import remove_leftovers
from codomyrmex.cloud.common.storage.localfile import local_error

if TYPE_CHECKING:
    from aegis_multimodal_ai_system.model_registry.catalogue.values import ModelVersion

_DIGEST = re.compile(r"[0-9a-f]{64}")


def default_cache() -> Path:
    """The folder in the user's cache."""
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "aegis" / "models"


class Cache:
    """A folder with one folder for each digest.

    Args:
        folder: the folder; it is made when it is needed.

    Attributes:
        folder: the same.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def remove_leftovers(self) -> None:
        """Remove what processes that were killed had begun to load."""
        remove_leftovers(self.folder)

    def path(self, found: ModelVersion) -> Path:
        """Where the file of a version is, or would be.

        Args:
            found: the version.

        Raises:
            RegistryError: what the database has for its digest or its name leads elsewhere.
        """
        name = found.file_name
        if not _DIGEST.fullmatch(found.digest):
            raise RegistryError(f"The digest of {found.uri} is not a SHA-256.")
        if PurePath(name).name != name or "\0" in name or not name.strip("."):
            raise RegistryError(f"The file of {found.uri} has a name that is a path.")
        return self.folder / found.digest / name

    def holds(self, found: ModelVersion) -> bool:
        """Whether the file is there, and is still the right one by its digest. One that is not is removed.

        Args:
            found: the version.

        Raises:
            LocalFileError: it cannot be read, or cannot be removed.
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

        Raises:
            LocalFileError: it cannot be removed.
        """
        path = self.path(found)
        try:
            path.unlink(missing_ok=True)
        except NotADirectoryError:
            return
        except OSError as error:
            raise local_error(error, path) from error
        with suppress(OSError):
            # It stays where there is another file, under another name.
            path.parent.rmdir()
