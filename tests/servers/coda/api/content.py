"""What is on pages, and its export to files."""

from __future__ import annotations

from typing import Any

from tests.servers.capture import Answer
from tests.servers.coda import shapes
from tests.servers.coda.content import written
from tests.servers.coda.messages import RefusedError, Request, json_answer
from tests.servers.coda.parameters import PAGING, up_to, word_of
from tests.servers.coda.service import Call, Route, Service
from tests.servers.coda.state import Export, Line

DOWNLOADS = "/blobs/DOC_EXPORT_RENDERING/"


def _shown(line: Line) -> dict[str, Any]:
    content = {"style": line.style, "format": "plainText", "content": line.text, "lineLevel": 0}
    return {"id": line.id, "type": "line", "itemContent": content}


def _list(call: Call) -> Answer:
    return call.listing(call.page(call.doc()).lines, _shown, most=500, default=50)


def _delete(call: Call) -> Answer:
    doc = call.doc(write=True)
    page = call.page(doc, gone=404)
    ids = (call.body or {}).get("elementIds") or [line.id for line in page.lines]
    if set(ids) - {line.id for line in page.lines}:
        raise RefusedError(400, "There is no such element on the page.")

    def make() -> None:
        page.lines = [line for line in page.lines if line.id not in ids]

    return call.change(doc, make, id=page.id)


def _begin_export(call: Call) -> Answer:
    doc = call.doc()
    page = call.page(doc)
    export = Export(call.state.ids.new(), page, call.body["outputFormat"])
    doc.exports[export.id] = export
    href = call.service.href("docs", doc.id, "pages", page.id, "export", export.id)
    return json_answer({"id": export.id, "status": "inProgress", "href": href}, 202)


def _export_status(call: Call) -> Answer:
    doc, service = call.doc(), call.service
    page = call.page(doc)
    export = doc.exports.get(call.names[2])
    if export is None or export.page is not page:
        raise RefusedError(404)
    export.asked += 1
    href = service.href("docs", doc.id, "pages", page.id, "export", export.id)
    value = {"id": export.id, "status": "inProgress", "href": href}
    if export.asked >= service.export_questions:
        if service.export_failure is not None:
            value.update(status="failed", error=service.export_failure)
        else:
            value.update(status="complete", downloadLink=f"{service.endpoint}{DOWNLOADS}{export.id}")
    return json_answer(value)


def download(service: Service, request: Request) -> Answer:
    """The file of an export. Its link is all that it takes; like other stores of files, it wants no token.

    Raises:
        RefusedError: there is no such file, or a token came.
    """
    if request.token is not None:
        raise RefusedError(400, "Only one way to authorize is allowed.")
    export_id = request.path.removeprefix(DOWNLOADS)
    export = next(
        (doc.exports[export_id] for doc in service.state.docs.values() if export_id in doc.exports), None
    )
    if export is None:
        raise RefusedError(404)
    kind = "text/markdown" if export.format == "markdown" else "text/html"
    body = written(export.page.lines, export.format).encode()
    return Answer(200, (("Content-Type", f"{kind}; charset=utf-8"),), body)


_CONTENT = {**PAGING, "limit": up_to(500), "contentFormat": word_of("plainText")}

ROUTES = (
    Route("GET", "/docs/*/pages/*/content", _list, query=_CONTENT),
    Route(
        "DELETE",
        "/docs/*/pages/*/content",
        _delete,
        "content",
        body=shapes.PAGE_CONTENT_DELETE,
        body_required=False,
    ),
    Route("POST", "/docs/*/pages/*/export", _begin_export, "write", body=shapes.PAGE_EXPORT),
    Route("GET", "/docs/*/pages/*/export/*", _export_status),
)
