"""Tables, views and their columns."""

from __future__ import annotations

from typing import Any

from tests.servers.capture import Answer
from tests.servers.coda.api.pages import reference as page_reference
from tests.servers.coda.links import table_link
from tests.servers.coda.messages import json_answer
from tests.servers.coda.parameters import BY_NAME, PAGING, boolean, up_to, words_of
from tests.servers.coda.service import Call, Route, Service, named
from tests.servers.coda.state import Doc
from tests.servers.coda.tables import Column, Table


def reference(service: Service, doc: Doc, table: Table) -> dict[str, Any]:
    """A table that is spoken of."""
    return {
        "id": table.id,
        "type": "table",
        "tableType": table.kind,
        "href": service.href("docs", doc.id, "tables", table.id),
        "browserLink": table_link(doc.id, table.id, table.name),
        "name": table.name,
        "parent": page_reference(service, doc, doc.pages[table.page]),
    }


def _shown(service: Service, doc: Doc, table: Table) -> dict[str, Any]:
    display = service.href("docs", doc.id, "tables", table.id, "columns", table.display)
    value: dict[str, Any] = {
        **reference(service, doc, table),
        "displayColumn": {"id": table.display, "type": "column", "href": display},
        "rowCount": len(table.rows(visible_only=False)),
        "sorts": [],
        "layout": table.layout,
        "createdAt": table.created,
        "updatedAt": table.updated,
    }
    if table.base is not None:
        value["parentTable"] = reference(service, doc, doc.tables[table.base])
    if table.filter is not None:
        value["filter"] = {"valid": True}
    return value


def _column(service: Service, doc: Doc, table: Table, column: Column) -> dict[str, Any]:
    form: dict[str, Any] = {"type": column.kind, "isArray": column.is_array}
    if column.kind == "checkbox":
        form["displayType"] = "check"
    if column.lookup is not None:
        form["table"] = reference(service, doc, doc.tables[column.lookup])
    value: dict[str, Any] = {
        "id": column.id,
        "type": "column",
        "href": service.href("docs", doc.id, "tables", table.id, "columns", column.id),
        "name": column.name,
        "format": form,
    }
    if column.id == table.display:
        value["display"] = True
    if column.formula is not None:
        value.update(calculated=True, formula=column.formula)
    return value


def _list(call: Call) -> Answer:
    doc = call.doc()
    kinds = call.query.get("tableTypes", ["table", "view"])
    found = [table for table in doc.tables.values() if table.kind in kinds]
    if "sortBy" in call.query:
        found.sort(key=lambda table: table.name)
    return call.listing(found, lambda table: reference(call.service, doc, table))


def _get(call: Call) -> Answer:
    doc = call.doc()
    return json_answer(_shown(call.service, doc, call.table(doc)))


def _list_columns(call: Call) -> Answer:
    doc = call.doc()
    table = call.table(doc)
    found = table.columns(visible_only=call.query.get("visibleOnly", False))
    return call.listing(found, lambda column: _column(call.service, doc, table, column))


def _get_column(call: Call) -> Answer:
    doc = call.doc()
    table = call.table(doc)
    column = named(table.grid.columns, call.names[2])
    parent = reference(call.service, doc, table)
    return json_answer({**_column(call.service, doc, table, column), "parent": parent})


_TABLES = {**PAGING, **BY_NAME, "tableTypes": words_of("table", "view")}
_COLUMNS = {**PAGING, "limit": up_to(100), "visibleOnly": boolean}

ROUTES = (
    Route("GET", "/docs/*/tables", _list, query=_TABLES),
    Route("GET", "/docs/*/tables/*", _get, query={"useUpdatedTableLayouts": boolean}),
    Route("GET", "/docs/*/tables/*/columns", _list_columns, query=_COLUMNS),
    Route("GET", "/docs/*/tables/*/columns/*", _get_column),
)
