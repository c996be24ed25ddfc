"""Who calls, what a link leads to, and how far a change is."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

from tests.servers.capture import Answer
from tests.servers.coda.links import BROWSER, Place, doc_link, page_link, place_of, row_link, table_link
from tests.servers.coda.messages import RefusedError, json_answer
from tests.servers.coda.parameters import boolean
from tests.servers.coda.service import Call, Route, Service
from tests.servers.coda.state import Doc, Page
from tests.servers.coda.tables import Row, Table

Found = tuple[dict[str, Any], str]
"""What a link leads to, and the link in its canonical form."""


def _whoami(call: Call) -> Answer:
    user = call.user
    return json_answer(
        {
            "name": user.name,
            "loginId": user.email,
            "type": "user",
            "scoped": call.token.reads_only,
            "tokenName": call.token.name,
            "href": call.service.href("whoami"),
            "workspace": {"id": user.workspace, "type": "workspace", "browserLink": f"{BROWSER}/docs"},
        }
    )


def _mutation_status(call: Call) -> Answer:
    return json_answer(call.service.changes.status(call.names[0], call.user))


def _resolve(call: Call) -> Answer:
    link = call.query.get("url")
    place = place_of(link) if link else None
    if link is None or place is None:
        raise RefusedError(400, "This is no link to Coda.")
    doc = call.state.docs.get(place.doc)
    if doc is None or doc.access_of(call.user) is None:
        raise RefusedError(404)
    resource, canonical = _found(call, doc, place)
    href = f"{call.service.href('resolveBrowserLink')}?url={quote(link, safe='')}"
    return json_answer({"type": "apiLink", "href": href, "browserLink": canonical, "resource": resource})


def _found(call: Call, doc: Doc, place: Place) -> Found:
    for found in _candidates(call.service, doc, place):
        if found is not None:
            return found
        if not call.query.get("degradeGracefully", False):
            break
    raise RefusedError(404)


def _candidates(service: Service, doc: Doc, place: Place) -> Iterator[Found | None]:
    """What a place is, then what that is in; ``None`` for what is not there."""
    table = next((one for one in doc.tables.values() if one.id.partition("-")[2] == place.table), None)
    if place.row is not None:
        row = None if table is None else table.grid.rows.get(place.row)
        yield None if table is None or row is None else _found_row(service, doc, table, row)
    if place.table is not None:
        yield None if table is None else _found_table(service, doc, table)
    if place.page is not None:
        page = doc.pages.get(f"canvas-{place.page}")
        yield None if page is None or page.gone else _found_page(service, doc, page)
    yield _resource(service, "doc", doc.name, ("docs", doc.id), doc_link(doc.id))


def _found_page(service: Service, doc: Doc, page: Page) -> Found:
    path = ("docs", doc.id, "pages", page.id)
    return _resource(service, "page", page.name, path, page_link(doc.id, page.id, page.name))


def _found_table(service: Service, doc: Doc, table: Table) -> Found:
    path = ("docs", doc.id, "tables", table.id)
    return _resource(service, "table", table.name, path, table_link(doc.id, table.id, table.name))


def _found_row(service: Service, doc: Doc, table: Table, row: Row) -> Found:
    name = str(row.cells.get(table.display, ""))
    path = ("docs", doc.id, "tables", table.id, "rows", row.id)
    return _resource(service, "row", name, path, row_link(doc.id, table.id, table.name, row.id))


def _resource(service: Service, kind: str, name: str, path: tuple[str, ...], link: str) -> Found:
    return {"type": kind, "id": path[-1], "name": name, "href": service.href(*path)}, link


ROUTES = (
    Route("GET", "/whoami", _whoami),
    Route("GET", "/mutationStatus/*", _mutation_status),
    Route("GET", "/resolveBrowserLink", _resolve, query={"url": str, "degradeGracefully": boolean}),
)
