"""Docs, and how they are published."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from tests.servers.capture import Answer
from tests.servers.coda import shapes
from tests.servers.coda.content import lines_of
from tests.servers.coda.links import BROWSER, doc_link
from tests.servers.coda.messages import RefusedError, json_answer
from tests.servers.coda.parameters import DOCS
from tests.servers.coda.service import Call, Route, Service
from tests.servers.coda.state import Doc, Page

CATEGORIES = ("Education", "Project management", "Personal")


def shown(service: Service, doc: Doc) -> dict[str, Any]:
    """A doc as the API shows it."""
    tables = doc.tables.values()
    rows = sum(len(table.grid.rows) for table in tables if table.base is None)
    value = {
        "id": doc.id,
        "type": "doc",
        "href": service.href("docs", doc.id),
        "browserLink": doc_link(doc.id),
        "name": doc.name,
        "owner": doc.owner.email,
        "ownerName": doc.owner.name,
        "createdAt": doc.created,
        "updatedAt": doc.updated,
        "workspaceId": doc.workspace,
        "folderId": doc.folder,
        "workspace": {"id": doc.workspace, "type": "workspace", "browserLink": f"{BROWSER}/docs"},
        "folder": {"id": doc.folder, "type": "folder", "browserLink": f"{BROWSER}/docs"},
        "docSize": {
            "totalRowCount": rows,
            "tableAndViewCount": len(doc.tables),
            "pageCount": len(doc.pages),
            "overApiSizeLimit": False,
        },
    }
    if doc.icon is not None:
        value["icon"] = {"name": doc.icon, "type": "image/png", "browserLink": f"{BROWSER}/icons/{doc.icon}"}
    if doc.source is not None:
        value["sourceDoc"] = {
            "id": doc.source,
            "type": "doc",
            "href": service.href("docs", doc.source),
            "browserLink": doc_link(doc.source),
        }
    if doc.published is not None:
        value["published"] = doc.published
    return value


def _list(call: Call) -> Answer:
    query = call.query
    tests: dict[str, Callable[[Doc], Any]] = {
        "isOwner": lambda doc: doc.owner is call.user,
        "isPublished": lambda doc: doc.published is not None,
        "isStarred": lambda doc: doc.starred,
        "inGallery": lambda doc: bool(doc.published and doc.published["discoverable"]),
        "sourceDoc": lambda doc: doc.source,
        "workspaceId": lambda doc: doc.workspace,
        "folderId": lambda doc: doc.folder,
    }
    found = [
        doc
        for doc in sorted(call.state.docs.values(), key=lambda doc: doc.updated, reverse=True)
        if doc.access_of(call.user) is not None
        and query.get("query", "").lower() in doc.name.lower()
        and all(test(doc) == query[name] for name, test in tests.items() if name in query)
    ]
    return call.listing(found, lambda doc: shown(call.service, doc))


def _create(call: Call) -> Answer:
    asked, state = call.body or {}, call.state
    folder = state.folders.get(asked.get("folderId", call.user.folder))
    if folder is None:
        raise RefusedError(400, "There is no such folder.")
    if folder.owner is not call.user:
        raise RefusedError(403)
    source = state.docs.get(asked.get("sourceDoc", ""))
    if "sourceDoc" in asked and (source is None or source.access_of(call.user) is None):
        raise RefusedError(400, "There is no such doc to copy.")
    now, title = state.clock.now(), asked.get("title")
    doc = Doc(state.ids.new(), title or "Untitled", call.user, folder.id, folder.workspace, now, now)
    if source is not None:
        _copy(source, doc)
        doc.name = title or f"Copy of {source.name}"
    state.docs[doc.id] = doc
    first = asked.get("initialPage")
    request_id = call.service.changes.accept(doc, call.user, lambda: _add_first(call, doc, first))
    return json_answer({**shown(call.service, doc), "requestId": request_id}, 201)


def _copy(source: Doc, doc: Doc) -> None:
    doc.source = source.id
    doc.pages = {page.id: replace(page, lines=list(page.lines)) for page in source.pages.values()}
    grids = {
        table.id: replace(table.grid, rows=dict(table.grid.rows), pushed=[], _indexes={})
        for table in source.tables.values()
        if table.base is None
    }
    doc.tables = {
        table.id: replace(table, grid=grids[table.base or table.id], lists={}, listed=-1)
        for table in source.tables.values()
    }
    doc.formulas, doc.controls = dict(source.formulas), dict(source.controls)


def _add_first(call: Call, doc: Doc, asked: dict[str, Any] | None) -> None:
    if asked is None and doc.pages:
        return
    now = call.state.clock.now()
    name = (asked or {}).get("name", "Page 1")
    page = Page(call.state.ids.new("canvas-"), name, call.user, now, now)
    canvas = (asked or {}).get("pageContent", {}).get("canvasContent")
    page.lines = lines_of(canvas, call.state.ids) if canvas else []
    doc.pages[page.id] = page


def _get(call: Call) -> Answer:
    return json_answer(shown(call.service, call.doc()))


def _update(call: Call) -> Answer:
    doc = call.doc(write=True)
    doc.name = call.body.get("title", doc.name)
    doc.icon = call.body.get("iconName", doc.icon)
    doc.updated = call.state.clock.now()
    return json_answer({})


def _delete(call: Call) -> Answer:
    doc = call.doc(own=True)
    del call.state.docs[doc.id]
    return json_answer({}, 202)


def _publish(call: Call) -> Answer:
    doc, asked = call.doc(write=True), call.body or {}
    if unknown := set(asked.get("categoryNames", ())) - set(CATEGORIES):
        raise RefusedError(400, f"There are no categories {', '.join(sorted(unknown))}.")

    def publish() -> None:
        doc.published = {
            "browserLink": f"{BROWSER}/@{asked.get('slug', doc.id)}",
            "discoverable": asked.get("discoverable", False),
            "earnCredit": asked.get("earnCredit", False),
            "mode": asked.get("mode", "view"),
            "categories": [{"name": name} for name in asked.get("categoryNames", ())],
        }

    return call.change(doc, publish)


def _unpublish(call: Call) -> Answer:
    call.doc(write=True).published = None
    return json_answer({})


def _categories(_: Call) -> Answer:
    return json_answer({"items": [{"name": name} for name in CATEGORIES]})


ROUTES = (
    Route("GET", "/categories", _categories),
    Route("GET", "/docs", _list, "docs", DOCS),
    Route("POST", "/docs", _create, "write", body=shapes.DOC_CREATE),
    Route("GET", "/docs/*", _get),
    Route("PATCH", "/docs/*", _update, "write", body=shapes.DOC_UPDATE),
    Route("DELETE", "/docs/*", _delete, "write"),
    Route("PUT", "/docs/*/publish", _publish, "write", body=shapes.DOC_PUBLISH),
    Route("DELETE", "/docs/*/publish", _unpublish, "write"),
)
