"""Making and deleting what has an id and a name, said in one line."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

from codomyrmex.cloud.cli import text
from codomyrmex.cloud.cli.asking import ask
from codomyrmex.cloud.cli.table import fields_of

if TYPE_CHECKING:
    from codomyrmex.cloud.cli.session import Session
    from codomyrmex.cloud.common.finding import Named

T = TypeVar("T", bound="Named")


def label_of(item: Named) -> str:
    """What to call something: its name, or its id where it has none."""
    return text.printable(item.name or item.id)


def say_made(session: Session, noun: str, made: Named, done: str = "created") -> None:
    """Print what was made or changed: a line, or with ``--json`` all its fields."""
    session.done(fields_of(made), f"{noun} {label_of(made)} {done}, id {made.id}")


def remove(session: Session, noun: str, found: T, delete: Callable[[T], object], *, yes: bool) -> None:
    """Ask, delete, and print that it was.

    Args:
        session: how to ask and print.
        noun: what it is: ``network``.
        found: what to delete.
        delete: deletes it.
        yes: do not ask.
    """
    if not yes:
        ask(session, f"Delete {noun} {label_of(found)}?")
    delete(found)
    deleted: dict[str, Any] = {"id": found.id, "name": found.name, "deleted": True}
    session.done(deleted, f"{noun} {label_of(found)} deleted")
