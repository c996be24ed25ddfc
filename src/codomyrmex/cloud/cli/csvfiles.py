"""Rows of CSV (RFC 4180), read and written one at a time. Lines end as those of all that ``cmx`` prints."""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, BinaryIO

import click

from codomyrmex.cloud.cli.text import counted
from codomyrmex.cloud.common.errors import InvalidRequestError

csv_argument = click.argument("file", type=click.File("rb"))
csv_option = click.option("--csv", "as_csv", is_flag=True, help="Print CSV, with a line of column names.")


def read_rows(file: BinaryIO) -> Iterator[dict[str, str]]:
    """The rows of a file, by the names in its first line. Nothing is read before the first row is asked for.

    Args:
        file: UTF-8, with or without a mark at its start, as spreadsheets write it.

    Raises:
        InvalidRequestError: it is no such file; the message has the line.
    """
    name = getattr(file, "name", "<stdin>")
    reader = csv.reader(_lines(file, name), strict=True)
    try:
        names = next(reader, [])
        if not names or "" in names or len(set(names)) < len(names):
            raise InvalidRequestError(f"{name} begins with no line of names, each of one column.")
        for row in reader:
            if row and len(row) != len(names):
                raise InvalidRequestError(
                    f"Line {reader.line_num} of {name} has {counted(len(row), 'cell')} "
                    f"for {counted(len(names), 'column')}."
                )
            if row:
                yield dict(zip(names, row, strict=True))
    except csv.Error as error:
        raise InvalidRequestError(f"Line {reader.line_num} of {name} is no CSV: {error}.") from error


def _lines(file: BinaryIO, name: str) -> Iterator[str]:
    for number, line in enumerate(file, 1):
        try:
            yield line.decode("utf-8-sig" if number == 1 else "utf-8")
        except UnicodeDecodeError as error:
            raise InvalidRequestError(f"Line {number} of {name} is not UTF-8.") from error


def write_rows(names: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> None:
    """Print rows as CSV below the names of their columns; a list in a cell is written with commas."""
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(names)
    for row in rows:
        writer.writerow([_cell(row.get(name)) for name in names])


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list | tuple):
        return ",".join(map(_cell, value))
    return str(value)
