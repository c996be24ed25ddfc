"""Lists as tables for people and as lines of JSON for programs, and values as JSON."""

from __future__ import annotations

import dataclasses
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from enum import Enum
from itertools import chain, islice
from typing import TYPE_CHECKING, Any

from codomyrmex.cloud.cli import text

if TYPE_CHECKING:
    from codomyrmex.cloud.cli.session import Session

Column = str | Callable[[Any], Any]
"""What a column shows of a value: the field of this name, or what the function makes of it."""

QUOTA_COLUMNS: dict[str, Column] = {"NAME": "name", "USED": "used", "LIMIT": "limit"}

_MEASURED = 200
"""Rows whose widths make those of the columns; a list is printed as it comes after them."""


def fields_of(value: Any) -> Any:
    """A value as JSON has it: of a dataclass, a named tuple or a model of pydantic its fields, of a time
    ISO 8601, of a duration its seconds."""
    if hasattr(value, "model_dump"):
        return value.model_dump(mode="json")
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {field.name: fields_of(getattr(value, field.name)) for field in dataclasses.fields(value)}
    if isinstance(value, tuple) and hasattr(value, "_asdict"):
        return fields_of(value._asdict())
    if isinstance(value, Mapping):
        return {str(key): fields_of(one) for key, one in value.items()}
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, timedelta):
        return value.total_seconds()
    if isinstance(value, Iterable) and not isinstance(value, str | bytes):
        return [fields_of(one) for one in value]
    return value if value is None or isinstance(value, str | int | float | bool) else str(value)


def show_list(session: Session, values: Iterable[Any], columns: Mapping[str, Column]) -> None:
    """Print a list: a table, or with ``--json`` one object a line with all fields.

    Args:
        session: how to print.
        values: what `fields_of` takes, read as they are printed.
        columns: the titles of the columns and what they show, in order.
    """
    if session.json:
        show_records(fields_of(value) for value in values)
        return
    rows = ([_shown(value, column) for column in columns.values()] for value in values)
    show_rows(list(columns), rows, quiet=session.quiet)


def show_records(records: Iterable[Any]) -> None:
    """Print what JSON has, one a line."""
    import json

    for record in records:
        sys.stdout.write(json.dumps(record) + "\n")


def show_rows(titles: Sequence[str], rows: Iterable[Sequence[str]], *, quiet: bool = False) -> None:
    """Print rows of text below their titles, in columns. Without rows nothing is printed."""
    source = iter(rows)
    first = list(islice(source, _MEASURED))
    if not first:
        return
    if not quiet:
        first.insert(0, list(titles))
    widths = [max(len(row[index]) for row in first) for index in range(len(titles))]
    for row in chain(first, source):
        line = "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        sys.stdout.write(line.rstrip() + "\n")


def show_one(session: Session, value: Any, *, without: Sequence[str] = ("details",)) -> None:
    """Print one value: a line for each field, or with ``--json`` one object."""
    fields = fields_of(value)
    shown = {
        name: getattr(value, name)
        for name in fields
        if name not in without and fields[name] not in (None, [], {})
    }
    width = max(map(len, shown), default=0)
    lines = (f"{name.ljust(width)}  {cell(field)}" for name, field in shown.items())
    session.show(fields, "\n".join(lines))


def _shown(value: Any, column: Column) -> str:
    return cell(column(value) if callable(column) else getattr(value, column))


def cell(value: Any) -> str:
    """A value as a cell of a table shows it."""
    if value is None or value == () or value == {}:
        return "-"
    if isinstance(value, datetime):
        return text.moment(value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Mapping):
        return text.printable(", ".join(f"{key}={one}" for key, one in value.items()))
    if isinstance(value, Sequence) and not isinstance(value, str):
        return text.printable(", ".join(map(cell, value)))
    return text.printable(str(value))
