"""Puts users, docs, pages and tables into a server."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Sequence
from typing import Any

from tests.servers.coda.server import CodaServer
from tests.servers.coda.state import Doc, Folder, Line, Named, Page, Token, User
from tests.servers.coda.tables import Column, Grid, Table


def add_user(server: CodaServer, name: str = "Ada") -> User:
    """A user with a workspace and a folder there."""
    state = server.service.state
    user = User(f"{name.lower()}@example.com", name, state.ids.new("ws-"), state.ids.new("fl-"))
    state.users[user.email] = user
    state.folders[user.folder] = Folder(
        user.folder, f"{name}'s docs", user, user.workspace, state.clock.now()
    )
    return user


def add_token(server: CodaServer, user: User, *, reads_only: bool = False) -> str:
    """A token of a user."""
    state = server.service.state
    secret = f"secret-{secrets.token_hex(16)}"
    state.tokens[secret] = Token(user, "My API token", reads_only)
    return secret


def revoke(server: CodaServer, secret: str) -> None:
    """Take a token back."""
    del server.service.state.tokens[secret]


def add_doc(server: CodaServer, owner: User, name: str = "Launch") -> Doc:
    """A doc with a page."""
    state = server.service.state
    now = state.clock.now()
    doc = Doc(state.ids.new(), name, owner, owner.folder, owner.workspace, now, now)
    state.docs[doc.id] = doc
    add_page(server, doc, "First page")
    return doc


def add_page(server: CodaServer, doc: Doc, name: str, *lines: str, parent: Page | None = None) -> Page:
    """A page with some paragraphs."""
    state = server.service.state
    now = state.clock.now()
    page = Page(state.ids.new("canvas-"), name, doc.owner, now, now, parent=parent.id if parent else None)
    page.lines = [Line(state.ids.new("cl-"), "paragraph", text) for text in lines]
    doc.pages[page.id] = page
    return page


def add_table(
    server: CodaServer, doc: Doc, name: str, columns: Iterable[Column], rows: Iterable[Sequence[Any]] = ()
) -> Table:
    """A base table; its first column names the rows."""
    state = server.service.state
    now = state.clock.now()
    grid = Grid({column.id: column for column in columns})
    table = Table(
        state.ids.new("grid-"), name, grid, next(iter(grid.columns)), next(iter(doc.pages)), now, now
    )
    for cells in rows:
        grid.add(state.ids.new("i-"), dict(zip(grid.columns, cells, strict=True)), now)
    doc.tables[table.id] = table
    return table


def add_view(server: CodaServer, doc: Doc, base: Table, name: str, column: str, value: Any) -> Table:
    """A view of a table, of the rows that have a value in a column."""
    state = server.service.state
    now = state.clock.now()
    view = Table(
        state.ids.new("table-"), name, base.grid, base.display, base.page, now, now, base.id, (column, value)
    )
    doc.tables[view.id] = view
    return view


def add_formula(server: CodaServer, doc: Doc, name: str, value: Any) -> Named:
    """A formula."""
    formula = Named(server.service.state.ids.new("f-"), name, value)
    doc.formulas[formula.id] = formula
    return formula


def add_control(server: CodaServer, doc: Doc, name: str, kind: str, value: Any) -> Named:
    """A control."""
    control = Named(server.service.state.ids.new("ctrl-"), name, value, kind)
    doc.controls[control.id] = control
    return control
