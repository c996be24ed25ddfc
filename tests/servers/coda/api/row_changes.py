"""Rows, written."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tests.servers.capture import Answer
from tests.servers.coda import shapes
from tests.servers.coda.messages import Problem, RefusedError
from tests.servers.coda.parameters import boolean
from tests.servers.coda.service import Call, Route
from tests.servers.coda.tables import Grid, Row, Table
from tests.servers.coda.values import parsed

Cells = dict[str, Any]


def _upsert(call: Call) -> Answer:
    doc, asked = call.doc(write=True), call.body
    table, state = call.table(doc), call.state
    if table.base is not None:
        raise RefusedError(400, "Rows are inserted into base tables only.")
    edits = [row["cells"] for row in asked["rows"]]
    rows = _read(table.grid, edits, [f"rows[{number}]" for number in range(len(edits))], raw=_raw(call))
    keys = _keys(table.grid, asked.get("keyColumns", ()))
    ids = [state.ids.new("i-") for _ in rows]

    def make() -> None:
        table.grid.version += 1
        now = state.clock.now()
        for row_id, cells in zip(ids, rows, strict=True):
            matching = table.grid.matching(keys, cells) if keys else ()
            for row in matching:
                table.grid.change(row, cells, now)
            if not matching:
                table.grid.add(row_id, cells, now)

    return call.change(doc, make, **({} if keys else {"addedRowIds": ids}))


def _keys(grid: Grid, refs: Sequence[str]) -> tuple[str, ...]:
    found = [(ref, grid.column(ref.rpartition("/")[2])) for ref in refs]
    if unknown := [ref for ref, column in found if column is None]:
        raise RefusedError(400, f"There is no column {unknown[0]} for a key.")
    return tuple(column.id for _, column in found if column is not None)


def _read(grid: Grid, edits: list[list[dict[str, Any]]], places: list[str], *, raw: bool) -> list[Cells]:
    """The cells of rows, by the ids of their columns.

    Raises:
        RefusedError: one is for a column that is not there, or that takes no values.
    """
    problems: list[Problem] = []
    columns = {column.name: column for column in grid.columns.values()} | grid.columns
    read: list[Cells] = []
    for place, edit in zip(places, edits, strict=True):
        cells: Cells = {}
        for number, cell in enumerate(edit):
            column = columns.get(cell["column"])
            if column is None or not column.editable:
                why = "There is no such column" if column is None else "The column takes no values"
                problems.append((f"{place}.cells[{number}].column", why))
            else:
                value = cell["value"]
                cells[column.id] = value if raw else parsed(value, column)
        read.append(cells)
    if problems:
        raise RefusedError(400, "Cells cannot be set.", problems)
    return read


def _raw(call: Call) -> bool:
    return bool(call.query.get("disableParsing", False))


def _row(call: Call, table: Table) -> Row:
    row = table.row(call.names[2])
    if row is None:
        raise RefusedError(404)
    return row


def _update(call: Call) -> Answer:
    doc = call.doc(write=True)
    table = call.table(doc)
    row, grid = _row(call, table), table.grid
    (cells,) = _read(grid, [call.body["row"]["cells"]], ["row"], raw=_raw(call))

    def make() -> str | None:
        grid.version += 1
        there = grid.rows.get(row.id)
        if there is None:
            return "The row was deleted in the meantime."
        grid.change(there, cells, call.state.clock.now())
        return None

    return call.change(doc, make, id=row.id)


def _delete(call: Call) -> Answer:
    doc = call.doc(write=True)
    table = call.table(doc)
    row = _row(call, table)
    return call.change(doc, lambda: _remove(table.grid, [row.id]), id=row.id)


def _delete_many(call: Call) -> Answer:
    doc = call.doc(write=True)
    table, row_ids = call.table(doc), call.body["rowIds"]
    return call.change(doc, lambda: _remove(table.grid, row_ids), rowIds=row_ids)


def _remove(grid: Grid, row_ids: list[str]) -> None:
    grid.version += 1
    for row_id in row_ids:
        grid.remove(row_id)


def _push(call: Call) -> Answer:
    doc = call.doc(write=True)
    table = call.table(doc)
    row, column = _row(call, table), table.grid.column(call.names[3])
    if column is None:
        raise RefusedError(404)
    if column.kind != "button":
        raise RefusedError(400, "The column has no buttons.")

    def make() -> None:
        table.grid.pushed.append((row.id, column.id))

    return call.change(doc, make, rowId=row.id, columnId=column.id)


_RAW = {"disableParsing": boolean}

ROUTES = (
    Route("POST", "/docs/*/tables/*/rows", _upsert, "content", _RAW, shapes.ROWS_UPSERT),
    Route("DELETE", "/docs/*/tables/*/rows", _delete_many, "content", body=shapes.ROWS_DELETE),
    Route("PUT", "/docs/*/tables/*/rows/*", _update, "content", _RAW, shapes.ROW_UPDATE),
    Route("DELETE", "/docs/*/tables/*/rows/*", _delete, "content"),
    Route("POST", "/docs/*/tables/*/rows/*/buttons/*", _push, "content"),
)
