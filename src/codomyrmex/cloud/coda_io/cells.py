"""From what a user writes into cells to what Coda takes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, TypeAlias

from codomyrmex.cloud.coda_io import models
from codomyrmex.cloud.common.errors import InvalidRequestError
from codomyrmex.cloud.protocols.rest import json_of

Cells: TypeAlias = "models.RowEdit | Mapping[str, Any]"
"""New values of a row: a `RowEdit`, or plain values by the ids or names of the columns."""


def encode_row(row: Cells) -> bytes:
    """New values of a row as JSON.

    Raises:
        InvalidRequestError: it is no row, or JSON cannot hold one of its values.
    """
    return json_of(
        {
            "cells": [
                # The API has no null; an empty text empties a cell of any kind.
                {"column": column, "value": "" if value is None else value}
                for column, value in _pairs(row)
            ]
        }
    )


def _pairs(row: Cells) -> Iterable[tuple[str, Any]]:
    if isinstance(row, models.RowEdit):
        return [(cell.column, cell.value) for cell in row.cells]
    if isinstance(row, Mapping):
        return row.items()
    raise InvalidRequestError(
        f"A row is a RowEdit, or a mapping of columns to values, and not {type(row).__name__}."
    )
