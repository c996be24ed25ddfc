"""Walks a local tree as fast as the system lists it: nothing is measured, links are not followed."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from itertools import chain, islice
from pathlib import Path

from codomyrmex.cloud.common.errors import LocalFileError
from codomyrmex.cloud.transfer.types import Transfer

_BATCH = 256
"""Entries of a folder that are read ahead: few enough for flat memory, enough that resuming a generator for
each batch costs nothing."""


def walk(
    root: Path, prefix: str, passes: Callable[[str], bool] | None, skipped: Callable[[str], object]
) -> Iterator[Transfer]:
    """The upload of every regular file below ``root``.

    Args:
        root: the folder.
        prefix: what the keys begin with; after it comes the name relative to ``root``, with ``/`` between
            components.
        passes: whether the file of a relative name is meant; ``None`` when all are.
        skipped: called with the path of each link, socket or device, which no object can hold.

    Raises:
        LocalFileError: a folder cannot be read. It is better to stop than to leave out what is in it.
    """
    return chain.from_iterable(_batches(root, prefix, passes, skipped))


def _batches(
    root: Path, prefix: str, passes: Callable[[str], bool] | None, skipped: Callable[[str], object]
) -> Iterator[list[Transfer]]:
    folders = [(str(root), prefix)]
    while folders:
        folder, key = folders.pop()
        try:
            with os.scandir(folder) as entries:
                while batch := list(islice(entries, _BATCH)):
                    transfers = []
                    for entry in batch:
                        # Neither question costs a system call: the answer came with the name.
                        if entry.is_file(follow_symlinks=False):
                            target = key + entry.name
                            if passes is None or passes(target[len(prefix) :]):
                                transfers.append(Transfer(entry.path, target))
                        elif entry.is_dir(follow_symlinks=False):
                            folders.append((entry.path, f"{key}{entry.name}/"))
                        else:
                            skipped(entry.path)
                    yield transfers
        except OSError as error:
            raise LocalFileError(f"The folder {folder} cannot be read: {error.strerror or error}.") from error
