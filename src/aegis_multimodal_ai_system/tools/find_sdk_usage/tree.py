"""The Python files of a tree."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path

from aegis_multimodal_ai_system.tools.find_sdk_usage.findings import Failure

_ENDINGS = (".py", ".pyi", ".pyw")
_NOT_THE_APPLICATION = {".git", ".hg", ".nox", ".svn", ".tox", "__pycache__", "node_modules"}
_ENVIRONMENT = ("pyvenv.cfg", "conda-meta")


@dataclass(frozen=True, slots=True)
class PythonFiles:
    """The files below a path, in the order of their names.

    Links are not followed, but for the path itself. Environments and the folders of version control are left
    out.

    Attributes:
        root: a folder, or a file, which is then taken whatever its name.
        exclude: patterns of the shell. One without a slash is compared with each name, another with the path
            from the root.
    """

    root: Path
    exclude: Sequence[str] = ()

    def __iter__(self) -> Iterator[Path | Failure]:
        if not self.root.is_dir():
            yield self.root
            return
        waiting: list[os.DirEntry[str] | Path] = [self.root]
        while waiting:
            entry = waiting.pop()
            path = Path(entry)
            if isinstance(entry, os.DirEntry) and not entry.is_dir(follow_symlinks=False):
                yield path
                continue
            try:
                waiting += reversed(self._entries(path))
            except OSError as error:
                yield Failure(str(path), f"cannot be read: {error.strerror}")

    def _entries(self, folder: Path) -> list[os.DirEntry[str]]:
        with os.scandir(folder) as found:
            entries = sorted(found, key=lambda entry: entry.name)
        if folder != self.root and any(entry.name in _ENVIRONMENT for entry in entries):
            return []
        return [entry for entry in entries if self._is_wanted(entry) or self._is_entered(entry)]

    def _is_wanted(self, entry: os.DirEntry[str]) -> bool:
        regular = entry.is_file(follow_symlinks=False)
        return regular and entry.name.endswith(_ENDINGS) and not self._is_excluded(entry)

    def _is_entered(self, entry: os.DirEntry[str]) -> bool:
        folder = entry.is_dir(follow_symlinks=False)
        return folder and entry.name not in _NOT_THE_APPLICATION and not self._is_excluded(entry)

    def _is_excluded(self, entry: os.DirEntry[str]) -> bool:
        path = Path(entry.path).relative_to(self.root).as_posix()
        return any(
            fnmatchcase(path if "/" in pattern.rstrip("/") else entry.name, pattern.rstrip("/"))
            for pattern in self.exclude
        )
