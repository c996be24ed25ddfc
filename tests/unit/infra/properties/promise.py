"""A property of a module that a change could take away."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from tests.unit.infra.modules import Module


@dataclass(frozen=True)
class Change:
    """An edit of a module that must be noticed.

    Attributes:
        file: the file.
        before: a text that is in it once; empty to add at the end.
        after: what replaces it.
    """

    file: str
    before: str
    after: str


@dataclass(frozen=True)
class Promise:
    """One property.

    Attributes:
        name: what is promised.
        kept: whether a module keeps it.
        breaks: edits that break it.
    """

    name: str
    kept: Callable[[Module], bool]
    breaks: tuple[Change, ...]


def promise(name: str, kept: Callable[[Module], bool], *breaks: tuple[str, str, str]) -> Promise:
    """A promise, with its edits as triples."""
    return Promise(name, kept, tuple(Change(*one) for one in breaks))


def broken(module: Module, promises: list[Promise]) -> list[str]:
    """The promises that a module does not keep."""
    return [one.name for one in promises if not _is_kept(one, module)]


def _is_kept(one: Promise, module: Module) -> bool:
    try:
        return one.kept(module)
    except (KeyError, ValueError):
        # What it looks at is not there.
        return False
