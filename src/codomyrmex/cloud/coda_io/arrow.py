"""Records as an Arrow table (https://arrow.apache.org/docs/python/)."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from codomyrmex.cloud.common.errors import MissingDependencyError

if TYPE_CHECKING:
    import pyarrow as pa


def table_of(records: Iterable[dict[str, Any]], names: Callable[[], Iterable[str]]) -> pa.Table:
    """The Arrow table of records, with a column for each name, in the order in which names come up.

    A column has the type of what is in it. Where that is of several kinds, it is text, and what is no text is
    written in JSON. What a record does not have is null.

    Args:
        records: what the rows hold.
        names: the names of the columns, asked for where there is no record to tell them.

    Raises:
        MissingDependencyError: pyarrow is not installed.
    """
    try:
        import pyarrow as pa
    except ImportError as error:
        raise MissingDependencyError(
            "Arrow tables need pyarrow. Install it with: pip install 'codomyrmex-cloud[arrow]'"
        ) from error
    columns = _columns(records) or {name: [] for name in names()}
    return pa.table({name: _array(values) for name, values in columns.items()})


def _columns(records: Iterable[dict[str, Any]]) -> dict[str, list[Any]]:
    columns: dict[str, list[Any]] = {}
    count = 0
    for record in records:
        for name, value in record.items():
            column = columns.setdefault(name, [])
            if len(column) < count:
                column += [None] * (count - len(column))
            column.append(value)
        count += 1
    for column in columns.values():
        column += [None] * (count - len(column))
    return columns


def _array(values: list[Any]) -> pa.Array:
    import pyarrow as pa

    kinds = set(map(type, values)) - {type(None)}
    if len(kinds) > 1 and str in kinds and not any(isinstance(value, str) and value for value in values):
        # Coda answers an empty text for an empty cell, also where the others hold numbers.
        kinds.discard(str)
        values = [None if value == "" else value for value in values]
    if len(kinds) <= 1 or kinds == {int, float}:
        try:
            return pa.array(values)
        except (pa.ArrowInvalid, pa.ArrowTypeError, OverflowError):
            pass  # Lists of different kinds, say, or a number of more than 64 bits.
    return pa.array(map(_text, values), pa.string())


def _text(value: Any) -> str | None:
    return value if value is None or isinstance(value, str) else json.dumps(value, ensure_ascii=False)
