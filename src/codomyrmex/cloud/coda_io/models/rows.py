"""Rows, and how they are changed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from pydantic import field_validator

from codomyrmex.cloud.coda_io.links import Identified
from codomyrmex.cloud.coda_io.models.base import CodaModel, ItemPage, RequestAccepted
from codomyrmex.cloud.coda_io.models.tables import TableReference
from codomyrmex.cloud.coda_io.models.values import CellValue


class Row(CodaModel):
    """A row.

    Attributes:
        id: its id.
        type: ``row``.
        href: its address in the API.
        name: what its display column shows.
        index: its place in the table.
        browser_link: where it is in the browser.
        created_at: when it was made.
        updated_at: when it was changed last.
        values: what its cells hold, by the ids of the columns, or by their names where those were asked for.
    """

    id: str
    type: str | None = None
    href: str | None = None
    name: str
    index: int
    browser_link: str | None = None
    created_at: datetime | None = None
    updated_at: datetime | None = None
    values: dict[str, CellValue]


class RowDetail(Row):
    """A row, and where it is.

    Attributes:
        parent: its table.
    """

    parent: TableReference | None = None


class RowPage(ItemPage[Row]):
    """One page of a list of rows.

    Attributes:
        next_sync_token: what lists the rows that change from now on; the last page has it.
    """

    next_sync_token: str | None = None


class CellEdit(CodaModel):
    """A new value of a cell.

    Attributes:
        column: the id, the link or the name of the column; the column itself is taken too.
        value: text, a number, a truth value, a date or a list of these; ``None`` empties the cell.
    """

    column: str
    value: Any

    @field_validator("column", mode="before")
    @classmethod
    def _id_of_column(cls, column: Any) -> Any:
        return column.id if isinstance(column, Identified) else column


class RowEdit(CodaModel):
    """New values of a row's cells.

    Attributes:
        cells: the values; other cells stay as they are.
    """

    cells: list[CellEdit]

    @classmethod
    def of(cls, cells: Mapping[str, Any]) -> RowEdit:
        """The same of plain values, by the ids or names of the columns."""
        return cls(cells=[CellEdit(column=column, value=value) for column, value in cells.items()])


class RowsUpsertResult(RequestAccepted):
    """Rows will be added or changed.

    Attributes:
        added_row_ids: the ids of the rows that will be added; only where there are no key columns.
    """

    added_row_ids: list[str] | None = None


class RowsDeleteResult(RequestAccepted):
    """Rows will be deleted.

    Attributes:
        row_ids: their ids.
    """

    row_ids: list[str]


class RowUpdateResult(RequestAccepted):
    """A row will be changed.

    Attributes:
        id: its id.
    """

    id: str


class RowDeleteResult(RequestAccepted):
    """A row will be deleted.

    Attributes:
        id: its id.
    """

    id: str


class PushButtonResult(RequestAccepted):
    """A button will be pushed.

    Attributes:
        row_id: the id of its row.
        column_id: the id of its column.
    """

    row_id: str
    column_id: str
