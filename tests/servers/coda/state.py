"""What the service keeps: users, docs, and what is in them."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from tests.servers.coda.tables import Table

BEGINNING = datetime(2024, 1, 1, tzinfo=UTC)


class Clock:
    """Times that differ, and are the same in every run: each is a second after the one before."""

    def __init__(self) -> None:
        self._ticks = itertools.count()

    def now(self) -> str:
        """The next time, as the service writes it."""
        return (BEGINNING + timedelta(seconds=next(self._ticks))).strftime("%Y-%m-%dT%H:%M:%S.000Z")


class Ids:
    """Ids that are like Coda's, and the same in every run."""

    def __init__(self) -> None:
        self._count = itertools.count(1)

    def new(self, prefix: str = "") -> str:
        """An id that was not given before."""
        return f"{prefix}AbC{next(self._count):05x}"


@dataclass
class User:
    """Who calls.

    Attributes:
        email: what the user logs in with.
        name: the user's name.
        workspace: the id of the user's own workspace.
        folder: the id of the folder where docs of the user are made.
    """

    email: str
    name: str
    workspace: str
    folder: str


@dataclass(frozen=True)
class Token:
    """What a user calls with; `reads_only` is a restricted token."""

    user: User
    name: str
    reads_only: bool = False


@dataclass
class Folder:
    """A folder of a workspace."""

    id: str
    name: str
    owner: User
    workspace: str
    created: str
    description: str | None = None


@dataclass
class Line:
    """An element of a page's content."""

    id: str
    style: str
    text: str


@dataclass
class Page:
    """A page of a doc; `gone` once it is deleted."""

    id: str
    name: str
    author: User
    created: str
    updated: str
    kind: str = "canvas"
    subtitle: str | None = None
    icon: str | None = None
    image: str | None = None
    hidden: bool = False
    parent: str | None = None
    lines: list[Line] = field(default_factory=list)
    gone: bool = False


@dataclass
class Named:
    """A formula or a control of a doc, and its value."""

    id: str
    name: str
    value: Any
    kind: str | None = None


@dataclass
class Change:
    """A change that was accepted."""

    id: str
    doc: Doc
    user: User
    make: Callable[[], str | None]
    asked: int = 0
    made: bool = False
    warning: str | None = None


@dataclass
class Permission:
    """Who may do what with a doc."""

    id: str
    principal: dict[str, str]
    access: str


@dataclass
class Export:
    """A page's content on its way to a file."""

    id: str
    page: Page
    format: str
    asked: int = 0


@dataclass(eq=False)
class Doc:
    """A doc and all that is in it, in the order of making.

    Attributes:
        automations: what each was told, by their ids.
        pending: changes that were accepted and are not made yet.
    """

    id: str
    name: str
    owner: User
    folder: str
    workspace: str
    created: str
    updated: str
    source: str | None = None
    icon: str | None = None
    published: dict[str, Any] | None = None
    starred: bool = False
    pages: dict[str, Page] = field(default_factory=dict)
    tables: dict[str, Table] = field(default_factory=dict)
    formulas: dict[str, Named] = field(default_factory=dict)
    controls: dict[str, Named] = field(default_factory=dict)
    permissions: dict[str, Permission] = field(default_factory=dict)
    settings: dict[str, bool] = field(
        default_factory=lambda: {
            "allowEditorsToChangePermissions": True,
            "allowCopying": True,
            "allowViewersToRequestEditing": True,
        }
    )
    automations: dict[str, list[Any]] = field(default_factory=dict)
    pending: list[Change] = field(default_factory=list)
    exports: dict[str, Export] = field(default_factory=dict)

    def access_of(self, user: User) -> str | None:
        """What a user may do: ``owner``, ``write``, ``comment``, ``readonly``; ``None``: nothing."""
        if user is self.owner:
            return "owner"
        found = None
        for permission in self.permissions.values():
            if permission.principal.get("email") == user.email:
                return permission.access
            if permission.principal["type"] == "anyone":
                found = permission.access
        return found


@dataclass
class State:
    """All that the service keeps."""

    clock: Clock = field(default_factory=Clock)
    ids: Ids = field(default_factory=Ids)
    users: dict[str, User] = field(default_factory=dict)
    tokens: dict[str, Token] = field(default_factory=dict)
    folders: dict[str, Folder] = field(default_factory=dict)
    docs: dict[str, Doc] = field(default_factory=dict)
    changes: dict[str, Change] = field(default_factory=dict)
