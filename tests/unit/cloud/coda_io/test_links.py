"""What names a doc, a page, a table or a row."""

from __future__ import annotations

import pytest

from codomyrmex.cloud.coda_io.links import Links
from codomyrmex.cloud.coda_io.models import Column, PageReference
from codomyrmex.cloud.coda_io.service import given
from codomyrmex.cloud.common.errors import InvalidRequestError
from codomyrmex.validation import ValidationError

LINK = "https://coda.io/d/_dAbC/Tasks_tuXy"
HREF = "https://coda.io/apis/v1/docs/AbC/tables/grid%20one/rows/i-1"


def nothing(link: str) -> str:
    raise AssertionError(f"{link} is no link")


def test_ids_and_names_are_taken_as_they_are() -> None:
    links = Links(nothing)
    assert links.id_of("AbC", "docs") == "AbC"
    assert links.id_of("Täsks / mine", "tables") == "Täsks / mine"


def test_values_are_taken_by_their_ids() -> None:
    links = Links(nothing)
    column = Column.model_validate({"id": "c-1", "name": "Name", "format": {"type": "text"}})
    assert links.id_of(PageReference(id="canvas-1"), "pages") == "canvas-1"
    assert links.id_of(column, "columns") == "c-1"


def test_a_link_is_resolved_once_for_all_that_it_names() -> None:
    asked: list[str] = []

    def resolve(link: str) -> str:
        asked.append(link)
        return HREF

    links = Links(resolve)
    assert [links.id_of(LINK, word) for word in ("docs", "tables", "rows")] == ["AbC", "grid one", "i-1"]
    assert asked == [LINK]
    with pytest.raises(InvalidRequestError, match="one of the pages"):
        links.id_of(LINK, "pages")


@pytest.mark.parametrize("name", ["", ".", "..", " padded", "line\nbreak"])
def test_what_names_nothing_is_refused(name: str) -> None:
    with pytest.raises(ValidationError):
        Links(nothing).id_of(name, "docs")


def test_something_else_is_refused() -> None:
    with pytest.raises(InvalidRequestError, match="not by int"):
        Links(nothing).id_of(7, "docs")  # type: ignore[arg-type]


def test_fields_are_said_in_codas_names() -> None:
    assert given(icon_name="x", is_hidden=False, parent_page_id=None, name="") == {
        "iconName": "x",
        "isHidden": False,
        "name": "",
    }
