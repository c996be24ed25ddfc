"""Tables: columns, rows, and what a view shows of them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Column:
    """A column.

    Attributes:
        id: its id.
        name: its name.
        kind: its format: ``text``, ``number``, ``person``, …
        is_array: whether a cell has many values.
        formula: what calculates it, if something does.
        lookup: the table that a lookup's values are rows of.
        hidden: whether the table does not show it.
    """

    id: str
    name: str
    kind: str = "text"
    is_array: bool = False
    formula: str | None = None
    lookup: str | None = None
    hidden: bool = False

    @property
    def editable(self) -> bool:
        """Whether a cell can be given a value."""
        return self.formula is None and self.kind != "button"


@dataclass(frozen=True, slots=True)
class Row:
    """A row as it was after the change with the number `version`; a change makes another one."""

    id: str
    number: int
    cells: dict[str, Any]
    created: str
    updated: str
    version: int


@dataclass
class Grid:
    """The columns and the rows that a base table has, and its views show.

    Attributes:
        version: how many changes there have been.
        numbers: how many rows there have ever been.
        pushed: the buttons that were pushed, by row and column.
    """

    columns: dict[str, Column]
    rows: dict[str, Row] = field(default_factory=dict)
    version: int = 0
    numbers: int = 0
    pushed: list[tuple[str, str]] = field(default_factory=list)
    _indexes: dict[tuple[str, ...], defaultdict[tuple[Any, ...], list[str]]] = field(
        default_factory=dict, repr=False
    )

    def column(self, ref: str) -> Column | None:
        """The column of an id or of a name."""
        return self.columns.get(ref) or next((one for one in self.columns.values() if one.name == ref), None)

    def add(self, row_id: str, cells: dict[str, Any], now: str) -> None:
        """Add a row at the end."""
        self.numbers += 1
        self.rows[row_id] = Row(row_id, self.numbers, cells, now, now, self.version)
        self._move(row_id, None, cells)

    def change(self, row: Row, cells: dict[str, Any], now: str) -> None:
        """Give some cells of a row other values."""
        merged = {**row.cells, **cells}
        self._move(row.id, row.cells, merged)
        self.rows[row.id] = Row(row.id, row.number, merged, row.created, now, self.version)

    def remove(self, row_id: str) -> None:
        """Take a row away, if it is there."""
        row = self.rows.pop(row_id, None)
        if row is not None:
            self._move(row_id, row.cells, None)

    def matching(self, columns: tuple[str, ...], cells: dict[str, Any]) -> list[Row]:
        """The rows that have the same values in these columns."""
        index = self._indexes.get(columns)
        if index is None:
            index = self._indexes[columns] = defaultdict(list)
            for row in self.rows.values():
                index[_key(row.cells, columns)].append(row.id)
        return [self.rows[row_id] for row_id in index[_key(cells, columns)]]

    def _move(self, row_id: str, old: dict[str, Any] | None, new: dict[str, Any] | None) -> None:
        """Keep the indexes right: a row had these cells, and has those."""
        for columns, index in self._indexes.items():
            before = None if old is None else _key(old, columns)
            after = None if new is None else _key(new, columns)
            if before == after:
                continue
            if before is not None:
                index[before].remove(row_id)
            if after is not None:
                index[after].append(row_id)


def _key(cells: dict[str, Any], columns: tuple[str, ...]) -> tuple[Any, ...]:
    return tuple([_hashable(cells.get(column, "")) for column in columns])


def _hashable(value: Any) -> Any:
    return str(value) if isinstance(value, list) else value


@dataclass
class Table:
    """A base table, or a view of one.

    Attributes:
        grid: what is in it, the same for a table and all of its views.
        display: the id of the column that names its rows.
        page: the id of the page that it is on.
        base: the id of the table that it is a view of; ``None`` for a base table.
        filter: a column's id and the value that a row needs to be shown.
        lists: what was listed since the last change.
        listed: the version of the grid that was listed.
    """

    id: str
    name: str
    grid: Grid
    display: str
    page: str
    created: str
    updated: str
    base: str | None = None
    filter: tuple[str, Any] | None = None
    layout: str = "default"
    lists: dict[Any, Any] = field(default_factory=dict, repr=False)
    listed: int = -1

    @property
    def kind(self) -> str:
        """``table`` or ``view``."""
        return "table" if self.base is None else "view"

    def rows(self, *, visible_only: bool) -> list[Row]:
        """The rows in the order of their making. A view never has those that its filter holds back."""
        rows = list(self.grid.rows.values())
        if self.filter is None or (self.base is None and not visible_only):
            return rows
        column, value = self.filter
        return [row for row in rows if row.cells.get(column, "") == value]

    def columns(self, *, visible_only: bool) -> list[Column]:
        """The columns."""
        return [one for one in self.grid.columns.values() if not (visible_only and one.hidden)]

    def row(self, ref: str) -> Row | None:
        """The row of an id or of a name."""
        found = self.grid.rows.get(ref)
        if found is not None or ref.startswith("i-"):
            return found
        return next((row for row in self.grid.rows.values() if row.cells.get(self.display) == ref), None)
