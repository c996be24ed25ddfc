"""What cells hold."""

from __future__ import annotations

import json
from typing import Any

import pytest
from pydantic import TypeAdapter

from codomyrmex.cloud.coda_io.models import (
    CellValue,
    CurrencyValue,
    ImageUrlValue,
    PersonValue,
    Row,
    RowValue,
    UrlValue,
)
from codomyrmex.cloud.protocols.rest import json_of

CONTEXT = "http://schema.org/"
RICH: list[tuple[type[Any], dict[str, Any]]] = [
    (CurrencyValue, {"@type": "MonetaryAmount", "currency": "CHF", "amount": 42.42}),
    (CurrencyValue, {"@type": "MonetaryAmount", "currency": "CHF", "amount": "0.1"}),
    (ImageUrlValue, {"@type": "ImageObject", "name": "logo", "url": "https://example.com/logo.jpg"}),
    (PersonValue, {"@type": "Person", "name": "Ann", "email": "ann@example.com"}),
    (UrlValue, {"@type": "WebPage", "url": "https://example.com"}),
    (
        RowValue,
        {
            "@type": "StructuredValue",
            "additionalType": "row",
            "name": "Apple",
            "rowId": "i-1",
            "tableId": "grid-1",
            "tableUrl": "https://coda.io/d/_d1",
            "url": "https://coda.io/d/_d1#_r1",
        },
    ),
]


def cell(value: Any) -> Any:
    return TypeAdapter(CellValue).validate_json(json.dumps(value))


@pytest.mark.parametrize(
    "value", ["", "1", "true", 0, 1, -7, 0.5, 1.0, 2**60, True, False, None, [], ["a", 1], [["a", 0.5], True]]
)
def test_plain_values_stay_what_they_are(value: Any) -> None:
    read = cell(value)
    assert read == value
    assert type(read) is type(value)


@pytest.mark.parametrize(("kind", "value"), RICH)
def test_rich_values_are_typed(kind: type[Any], value: dict[str, Any]) -> None:
    said = {"@context": CONTEXT, **value}
    read = cell(said)
    assert type(read) is kind
    assert json.loads(json_of(read)) == said


def test_rich_values_in_lists_are_typed() -> None:
    person = RICH[3][1]
    assert [type(one) for one in cell([person, "text", 1])] == [PersonValue, str, int]
    assert type(cell([[person]])[0][0]) is PersonValue


def test_a_rich_value_of_a_new_kind_stays_a_dictionary() -> None:
    new = {"@type": "Hologram", "depth": 3}
    assert cell(new) == new
    assert cell([new]) == [new]
    assert cell({"no": "type"}) == {"no": "type"}


def test_a_row_has_typed_values_by_column() -> None:
    row = Row.model_validate({"id": "i-1", "name": "x", "index": 0, "values": {"c-1": RICH[0][1], "c-2": 1}})
    assert isinstance(row.values["c-1"], CurrencyValue)
    assert row.values["c-1"].amount == 42.42
    assert row.values["c-2"] == 1
