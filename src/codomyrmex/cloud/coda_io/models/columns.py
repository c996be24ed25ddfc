"""Columns."""

from __future__ import annotations

from codomyrmex.cloud.coda_io.models.base import CodaModel
from codomyrmex.cloud.coda_io.models.column_formats import ColumnFormat
from codomyrmex.cloud.coda_io.models.tables import TableReference


class Column(CodaModel):
    """A column.

    Attributes:
        id: its id.
        type: ``column``.
        href: its address in the API.
        name: its name.
        display: whether it stands for its row elsewhere.
        calculated: whether a formula fills it.
        formula: that formula.
        default_value: the formula of what a new row has in it.
        format: how it shows what it holds.
    """

    id: str
    type: str | None = None
    href: str | None = None
    name: str
    display: bool | None = None
    calculated: bool | None = None
    formula: str | None = None
    default_value: str | None = None
    format: ColumnFormat


class ColumnDetail(Column):
    """A column, and where it is.

    Attributes:
        parent: its table.
    """

    parent: TableReference | None = None
