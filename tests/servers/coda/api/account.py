"""Who calls, what a link leads to, and how far a change is."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from tests.servers.capture import Answer
from tests.servers.coda.links import BROWSER, Place, doc_link, page_link, place_of, row_link, table_link
from tests.servers.coda.messages import RefusedError, json_answer
from tests.servers.coda.parameters import boolean
from tests.servers.coda.service import Call, Route
from tests.servers.coda.state import Doc


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


def _found(call: Call, doc: Doc, place: Place) -> tuple[dict[str, Any], str]:
    href, graceful = call.service.href, call.query.get("degradeGracefully", False)
    if place.table is not None:
        table = next((one for one in doc.tables.values() if one.id.partition("-")[2] == place.table), None)
        if table is not None:
            at = ("docs", doc.id, "tables", table.id)
            row = table.grid.rows.get(place.row) if place.row else None
            if row is not None:
                name = str(row.cells.get(table.display, ""))
                link = row_link(doc.id, table.id, table.name, row.id)
                return _resource("row", row.id, name, href(*at, "rows", row.id)), link
            if place.row is None or graceful:
                return _resource("table", table.id, table.name, href(*at)), table_link(
                    doc.id, table.id, table.name
                )
        if not graceful:
            raise RefusedError(404)
    if place.page is not None:
        page = doc.pages.get(f"canvas-{place.page}")
        if page is not None and not page.gone:
            link = page_link(doc.id, page.id, page.name)
            return _resource("page", page.id, page.name, href("docs", doc.id, "pages", page.id)), link
        if not graceful:
            raise RefusedError(404)
    return _resource("doc", doc.id, doc.name, href("docs", doc.id)), doc_link(doc.id)


def _resource(kind: str, resource_id: str, name: str, href: str) -> dict[str, Any]:
    return {"type": kind, "id": resource_id, "name": name, "href": href}


ROUTES = (
    Route("GET", "/whoami", _whoami),
    Route("GET", "/mutationStatus/*", _mutation_status),
    Route("GET", "/resolveBrowserLink", _resolve, query={"url": str, "degradeGracefully": boolean}),
)
