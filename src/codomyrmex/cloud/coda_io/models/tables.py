"""Tables and views."""

from __future__ import annotations

from datetime import datetime

from pydantic import Field

from codomyrmex.cloud.coda_io.models.base import CodaModel
from codomyrmex.cloud.coda_io.models.formulas import FormulaDetail
from codomyrmex.cloud.coda_io.models.pages import PageReference


class TableReference(CodaModel):
    """A table or view that is spoken of.

    Attributes:
        id: its id.
        type: ``table``.
        table_type: ``table`` or ``view``.
        href: its address in the API.
        browser_link: where it is in the browser.
        name: its name.
        parent: the page that it is on.
    """

    id: str
    type: str | None = None
    table_type: str | None = None
    href: str | None = None
    browser_link: str | None = None
    name: str | None = None
    parent: PageReference | None = None


class ColumnReference(CodaModel):
    """A column that is spoken of.

    Attributes:
        id: its id.
        type: ``column``.
        href: its address in the API.
    """

    id: str
    type: str | None = None
    href: str | None = None


class Sort(CodaModel):
    """What a table is sorted by.

    Attributes:
        column: the column.
        direction: ``ascending`` or ``descending``.
    """

    column: ColumnReference
    direction: str


class Table(TableReference):
    """A table or a view of one.

    Attributes:
        name: its name.
        parent_table: what it is a view of.
        display_column: the column that stands for its rows elsewhere.
        row_count: how many rows it has.
        sorts: what it is sorted by.
        layout: how it is shown: ``default``, ``card``, ``calendar``, ``barChart``, …
        filter: the formula that chooses its rows.
        created_at: when it was made.
        updated_at: when it was changed last.
    """

    name: str
    parent_table: TableReference | None = None
    display_column: ColumnReference | None = None
    row_count: int
    sorts: list[Sort] = Field(default_factory=list)
    layout: str | None = None
    filter: FormulaDetail | None = None
    created_at: datetime | None = None
    updated_at: datetime | None = None
