"""Rows, read."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

from tests.servers.capture import Answer
from tests.servers.coda.api.tables import reference
from tests.servers.coda.links import row_link, table_link
from tests.servers.coda.lists import DEFAULT, Listed
from tests.servers.coda.messages import RefusedError, json_answer
from tests.servers.coda.parameters import CELLS, ROWS
from tests.servers.coda.service import Call, Route
from tests.servers.coda.state import Doc
from tests.servers.coda.tables import Column, Row, Table
from tests.servers.coda.values import Rich, parsed, simple, simple_with_arrays

MOST = 500
_QUERY = re.compile(r'(?:(?P<quoted>"(?:[^"\\]|\\.)*")|(?P<plain>[^":]+)):(?P<value>.*)', re.DOTALL)


def _list(call: Call) -> Answer:
    doc, query = call.doc(), call.query
    table = call.table(doc)
    if (token := query.get("pageToken")) is not None:
        return json_answer(call.service.lists.next(call.request.path, token))
    if query.get("sortBy") == "natural" and query.get("visibleOnly") is False:
        raise RefusedError(400, "In their natural order, only visible rows can be had.")
    if table.listed != table.grid.version:
        table.lists, table.listed = {}, table.grid.version
    key = call.request.target
    if key not in table.lists:
        table.lists[key] = _listed(call, doc, table)
    return json_answer(call.service.lists.first(table.lists[key]))


def _listed(call: Call, doc: Doc, table: Table) -> Listed:
    query = call.query
    since = -1
    if "syncToken" in query:
        since, query = _synced(call, query)
    natural = query.get("sortBy") == "natural"
    rows = table.rows(visible_only=query.get("visibleOnly", natural))
    rows = [row for row in rows if row.version > since and _wanted(row, table, query.get("query"))]
    if query.get("sortBy") == "updatedAt":
        rows.sort(key=lambda row: row.updated)
    limit = min(query.get("limit", DEFAULT), MOST)
    token = call.state.ids.new("sync")
    call.service.syncs[token] = (table.grid.version, query)
    return Listed(call.request.path, rows, _show(call, doc, table, query), limit, {"nextSyncToken": token})


def _synced(call: Call, query: dict[str, Any]) -> tuple[int, dict[str, Any]]:
    """The version that a sync token stands for, and what was asked for with it."""
    known = call.service.syncs.get(query["syncToken"])
    if known is None:
        raise RefusedError(400, "The sync token is not valid.")
    version, asked = known
    return version, {**asked, **{name: value for name, value in query.items() if name != "syncToken"}}


def _wanted(row: Row, table: Table, query: str | None) -> bool:
    if query is None:
        return True
    found = _QUERY.fullmatch(query)
    if found is None:
        raise RefusedError(400, "The query is not COLUMN:VALUE.")
    try:
        name = json.loads(found["quoted"]) if found["quoted"] else found["plain"]
        value = json.loads(found["value"])
    except ValueError:
        raise RefusedError(400, "The value of the query is not JSON.") from None
    column = table.grid.column(name) if found["quoted"] else table.grid.columns.get(name)
    if column is None:
        raise RefusedError(400, "The query is about no column of the table.")
    cell = row.cells.get(column.id, "")
    return bool(cell == value or cell == parsed(value, column))


def _show(call: Call, doc: Doc, table: Table, query: dict[str, Any]) -> Callable[[Row], dict[str, Any]]:
    rich = Rich(
        {user.email: user.name for user in call.state.users.values()}, lambda *ref: _looked_up(doc, *ref)
    )
    converters: dict[str, Callable[[Any, Column], Any]] = {
        "simple": simple,
        "simpleWithArrays": simple_with_arrays,
        "rich": rich,
    }
    convert = converters[query.get("valueFormat", "simple")]
    by_name = query.get("useColumnNames", False)
    columns = [
        (column.name if by_name else column.id, column)
        for column in table.columns(visible_only=query.get("visibleOnly", False))
    ]
    href = f"{call.service.href('docs', doc.id, 'tables', table.id)}/rows/"
    browser = f"{table_link(doc.id, table.id, table.name)}/_ru"

    def show(row: Row) -> dict[str, Any]:
        return {
            "id": row.id,
            "type": "row",
            "href": href + row.id,
            "name": str(row.cells.get(table.display, "")),
            "index": row.number,
            "browserLink": browser + row.id,
            "createdAt": row.created,
            "updatedAt": row.updated,
            "values": {name: convert(row.cells.get(column.id, ""), column) for name, column in columns},
        }

    return show


def _looked_up(doc: Doc, table_id: str, name: str) -> dict[str, Any] | None:
    table = doc.tables.get(table_id)
    row = table.row(name) if table else None
    if table is None or row is None:
        return None
    return {
        "additionalType": "row",
        "name": name,
        "rowId": row.id,
        "tableId": table.id,
        "tableUrl": table_link(doc.id, table.id, table.name),
        "url": row_link(doc.id, table.id, table.name, row.id),
    }


def _get(call: Call) -> Answer:
    doc = call.doc()
    table = call.table(doc)
    row = table.row(call.names[2])
    if row is None:
        raise RefusedError(404)
    shown = _show(call, doc, table, call.query)(row)
    return json_answer({**shown, "parent": reference(call.service, doc, table)})


ROUTES = (
    Route("GET", "/docs/*/tables/*/rows", _list, query=ROWS),
    Route("GET", "/docs/*/tables/*/rows/*", _get, query=CELLS),
)
