"""Which paths a pattern or a tree stands for, and where each of them goes.

https://filesystem-spec.readthedocs.io/en/latest/copying.html
"""

from __future__ import annotations

import os
from glob import has_magic
from typing import Any

from fsspec.utils import common_prefix

from codomyrmex.cloud.common.errors import NotFoundError
from codomyrmex.cloud.filesystem.listing import ListMethods
from codomyrmex.cloud.filesystem.paths import Entry


class ExpandMethods(ListMethods):
    """The methods that turn patterns and trees into paths."""

    def _expand(self, path: Any, recursive: bool, maxdepth: int | None = None) -> dict[str, Entry | None]:
        """What a path, a pattern, or a list of them stands for, sorted by name.

        With each path comes what is known of it; ``None`` where nothing had to be asked.

        Raises:
            NotFoundError: it stands for nothing.
        """
        found: dict[str, Entry | None] = {}
        for name in self._strip_protocol(path if isinstance(path, list) else [path]):
            if has_magic(name):
                found |= self._matching(name, recursive, maxdepth)
            elif recursive:
                found |= self.find(name, maxdepth=maxdepth, withdirs=True, detail=True)
            else:
                found[name] = None
        if not found:
            raise NotFoundError(f"There is nothing at {path}.")
        return dict(sorted(found.items()))

    def _matching(self, pattern: str, recursive: bool, maxdepth: int | None) -> dict[str, Entry]:
        found: dict[str, Entry] = self.glob(pattern, maxdepth=maxdepth, detail=True)
        if not recursive or maxdepth == 1:
            return found
        deeper = None if maxdepth is None else maxdepth - 1
        for name, entry in list(found.items()):
            if entry["type"] == "directory":
                found |= self.find(name, maxdepth=deeper, withdirs=True, detail=True)
        return found

    def expand_path(
        self, path: Any, recursive: bool = False, maxdepth: int | None = None, **_options: Any
    ) -> list[str]:
        """The paths that a path, a pattern, or a list of them stands for, sorted.

        Raises:
            NotFoundError: it stands for nothing.
        """
        return list(self._expand(path, recursive, maxdepth))

    def _sources(self, path: Any, recursive: bool, maxdepth: int | None) -> dict[str, Entry]:
        """What is to be copied from a path, a pattern, or a list of them, as fsspec has it.

        Directories are there only where a tree is copied with all that is in it.
        """
        found = self._expand(path, recursive, maxdepth)
        if isinstance(path, list):
            return {name: entry or {"name": name, "type": "file"} for name, entry in found.items()}
        known = {name: self.info(name) if entry is None else entry for name, entry in found.items()}
        if recursive and maxdepth is None:
            return known
        return {name: entry for name, entry in known.items() if entry["type"] != "directory"}


def targets_of(names: list[str], source: Any, target: str, *, into: bool) -> list[str]:
    """Where each of several files goes.

    Args:
        names: their paths.
        source: what they were found by: a path, a pattern, or a list.
        target: where to.
        into: whether ``target`` is a directory that is there, or ends with a slash.
    """
    if isinstance(source, list):
        return [_join(target, name.rpartition("/")[2]) for name in names]
    base: str = common_prefix(names) if names else ""
    if len(names) == 1 if has_magic(source) else into and not source.endswith("/"):
        base = base.rpartition("/")[0]
    return [_join(target, name[len(base) :].removeprefix("/") if base else name) for name in names]


def _join(folder: str, name: str) -> str:
    root = folder.rstrip("/")
    if not name:
        return root
    return f"{root}/{name}" if folder else name


def as_text(path: Any) -> Any:
    """A path, or a list of paths, as text."""
    return [os.fspath(one) for one in path] if isinstance(path, (list, tuple)) else os.fspath(path)
