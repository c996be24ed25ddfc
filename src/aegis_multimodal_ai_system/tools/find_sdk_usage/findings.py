"""What the guard finds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """A place where an SDK is used.

    Attributes:
        path: the file, as the tree was named.
        line: from 1.
        column: in characters, from 1.
        kind: ``import``, or ``use`` of what was imported.
        name: what is imported or used, by its full name.
        replacement: what an application has instead.
        reason: why the line may do so; ``None`` where no comment allows it.
    """

    path: str
    line: int
    column: int
    kind: Literal["import", "use"]
    name: str
    replacement: str
    reason: str | None = None


@dataclass(frozen=True, slots=True, order=True)
class Failure:
    """A file or folder that could not be checked.

    Attributes:
        path: as the tree was named.
        reason: one sentence.
    """

    path: str
    reason: str
