"""What every case is given: how much to measure, and where to put things."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Bench:
    """One run of the measurements.

    Attributes:
        scratch: a folder that is removed at the end.
        quick: measure little, to see whether everything works; the figures mean nothing.
    """

    scratch: Path
    quick: bool

    def pick(self, full: int, quick: int) -> int:
        """How much of something, in this run."""
        return quick if self.quick else full

    def folder(self, name: str) -> Path:
        """A new empty folder."""
        folder = self.scratch / name
        if folder.exists():
            shutil.rmtree(folder)
        folder.mkdir(parents=True)
        return folder
