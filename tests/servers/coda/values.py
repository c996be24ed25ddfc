"""Cell values: what comes in is kept by the column's format, what goes out has one of three formats."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from tests.servers.coda.tables import Column

_CONTEXT = "http://schema.org"

RowsByName = Callable[[str, str], dict[str, Any] | None]
"""What a lookup shows of a row, by the table and the row's name."""


def parsed(value: Any, column: Column) -> Any:
    """What a cell keeps of a value; text is read as the column's format has it."""
    if column.kind == "text" and not column.is_array:
        return value
    if column.is_array:
        many = re.split(r",\s*", value) if isinstance(value, str) else value
        return [_parsed_one(one, column.kind) for one in (many if isinstance(many, list) else [many])]
    return _parsed_one(value, column.kind)


def _parsed_one(value: Any, kind: str) -> Any:
    if not isinstance(value, str):
        return value
    text = value.strip()
    if kind in ("number", "currency", "percent", "slider", "scale"):
        number = text.replace(",", "").removeprefix("$").removesuffix("%")
        if re.fullmatch(r"-?\d+", number) and not text.endswith("%"):
            return int(number)
        if re.fullmatch(r"-?\d*\.?\d+(e[+-]?\d+)?", number):
            return float(number) / (100 if text.endswith("%") else 1)
    if kind == "checkbox" and text.lower() in ("true", "false"):
        return text.lower() == "true"
    return value


def simple(value: Any, column: Column) -> Any:
    """Text, a number or a truth value; of many values, text with commas."""
    if isinstance(value, list):
        return ",".join(str(simple(one, column)) for one in value)
    if column.kind == "currency" and not isinstance(value, str):
        return f"${value:,.2f}"
    return value


def simple_with_arrays(value: Any, column: Column) -> Any:
    """As `simple`, but many values are a list."""
    if isinstance(value, list):
        return [simple_with_arrays(one, column) for one in value]
    return simple(value, column)


class Rich:
    """Values with nothing lost: Markdown, and JSON-LD for what is more than text.

    Args:
        names: the users' names by their email addresses.
        rows: what a lookup shows of a row.
    """

    def __init__(self, names: dict[str, str], rows: RowsByName) -> None:
        self._names = names
        self._rows = rows

    def __call__(self, value: Any, column: Column) -> Any:
        if isinstance(value, list):
            return [self(one, column) for one in value]
        if value == "":
            return ""
        if column.kind == "currency" and not isinstance(value, str):
            return {"@context": _CONTEXT, "@type": "MonetaryAmount", "currency": "USD", "amount": value}
        if isinstance(value, str):
            return self._text(value, column)
        return value

    def _text(self, text: str, column: Column) -> Any:
        match column.kind:
            case "person":
                name = self._names.get(text, text)
                return {"@context": _CONTEXT, "@type": "Person", "name": name, "email": text}
            case "link":
                return {"@context": _CONTEXT, "@type": "WebPage", "name": text, "url": text}
            case "image" | "imageReference":
                return {
                    "@context": _CONTEXT,
                    "@type": "ImageObject",
                    "name": text,
                    "url": text,
                    "status": "live",
                }
            case "lookup":
                row = self._rows(column.lookup or "", text)
                return text if row is None else {"@context": _CONTEXT, "@type": "StructuredValue", **row}
            case "text":
                return f"```{text}```"
        return text
