"""Pages."""

from __future__ import annotations

from typing import Any

from tests.servers.capture import Answer
from tests.servers.coda import shapes
from tests.servers.coda.content import lines_of
from tests.servers.coda.links import BROWSER, page_link
from tests.servers.coda.messages import RefusedError, json_answer
from tests.servers.coda.parameters import PAGING
from tests.servers.coda.service import Call, Route, Service
from tests.servers.coda.state import Doc, Page


def reference(service: Service, doc: Doc, page: Page) -> dict[str, Any]:
    """A page that is spoken of."""
    return {
        "id": page.id,
        "type": "page",
        "href": service.href("docs", doc.id, "pages", page.id),
        "browserLink": page_link(doc.id, page.id, page.name),
        "name": page.name,
    }


def shown(service: Service, doc: Doc, page: Page) -> dict[str, Any]:
    """A page as the API shows it."""
    author = {
        "@context": "http://schema.org",
        "@type": "Person",
        "name": page.author.name,
        "email": page.author.email,
    }
    children = [one for one in doc.pages.values() if one.parent == page.id and not one.gone]
    value: dict[str, Any] = {
        **reference(service, doc, page),
        "contentType": page.kind,
        "isHidden": page.hidden,
        "isEffectivelyHidden": page.hidden,
        "children": [reference(service, doc, child) for child in children],
        "authors": [author],
        "createdAt": page.created,
        "createdBy": author,
        "updatedAt": page.updated,
        "updatedBy": author,
    }
    if page.parent is not None:
        value["parent"] = reference(service, doc, doc.pages[page.parent])
    if page.subtitle is not None:
        value["subtitle"] = page.subtitle
    if page.icon is not None:
        value["icon"] = {
            "name": page.icon,
            "type": "image/png",
            "browserLink": f"{BROWSER}/icons/{page.icon}",
        }
    if page.image is not None:
        value["image"] = {"browserLink": page.image}
    return value


def _list(call: Call) -> Answer:
    doc = call.doc()
    there = [page for page in doc.pages.values() if not page.gone]
    return call.listing(there, lambda page: shown(call.service, doc, page))


def _create(call: Call) -> Answer:
    doc, asked = call.doc(write=True), call.body
    parent = asked.get("parentPageId")
    if parent is not None and (parent not in doc.pages or doc.pages[parent].gone):
        raise RefusedError(400, "There is no such parent page.")
    page_id, content = call.state.ids.new("canvas-"), asked.get("pageContent", {"type": "canvas"})

    def make() -> None:
        now = call.state.clock.now()
        page = Page(
            page_id, asked.get("name", "Untitled"), call.user, now, now, content["type"], parent=parent
        )
        _describe(page, asked)
        if "canvasContent" in content:
            page.lines = lines_of(content["canvasContent"], call.state.ids)
        doc.pages[page_id] = page

    return call.change(doc, make, id=page_id)


def _get(call: Call) -> Answer:
    doc = call.doc()
    return json_answer(shown(call.service, doc, call.page(doc)))


def _update(call: Call) -> Answer:
    doc, asked = call.doc(write=True), call.body
    page = call.page(doc, gone=404)
    update = asked.get("contentUpdate")
    element = update and update.get("elementId")
    if element and element not in {line.id for line in page.lines}:
        raise RefusedError(400, "There is no such element on the page.")

    def make() -> None:
        _describe(page, asked)
        page.name = asked.get("name", page.name)
        page.hidden = asked.get("isHidden", page.hidden)
        page.updated = call.state.clock.now()
        if update:
            _insert(page, update, call)

    return call.change(doc, make, id=page.id)


def _describe(page: Page, asked: dict[str, Any]) -> None:
    page.subtitle = asked.get("subtitle", page.subtitle)
    page.icon = asked.get("iconName", page.icon)
    page.image = asked.get("imageUrl", page.image)


def _insert(page: Page, update: dict[str, Any], call: Call) -> None:
    new = lines_of(update["canvasContent"], call.state.ids)
    start, end = 0, len(page.lines)
    if "elementId" in update:
        start = next(at for at, line in enumerate(page.lines) if line.id == update["elementId"])
        end = start + 1
    match update["insertionMode"]:
        case "append":
            page.lines[end:end] = new
        case "prepend":
            page.lines[start:start] = new
        case _:
            page.lines[start:end] = new


def _delete(call: Call) -> Answer:
    doc = call.doc(write=True)
    page = call.page(doc, gone=404)

    def make() -> None:
        page.gone = True

    return call.change(doc, make, id=page.id)


ROUTES = (
    Route("GET", "/docs/*/pages", _list, query=PAGING),
    Route("POST", "/docs/*/pages", _create, "content", body=shapes.PAGE_CREATE),
    Route("GET", "/docs/*/pages/*", _get),
    Route("PUT", "/docs/*/pages/*", _update, "content", body=shapes.PAGE_UPDATE),
    Route("DELETE", "/docs/*/pages/*", _delete, "content"),
)
