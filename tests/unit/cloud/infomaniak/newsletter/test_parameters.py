"""What is said to the newsletter, in the forms that PHP reads."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest

from codomyrmex.cloud.common.errors import InvalidRequestError
from codomyrmex.cloud.infomaniak.newsletter.parameters import filtered, joined, seconds
from codomyrmex.cloud.infomaniak.newsletter.selection import Selection, selection_of
from codomyrmex.cloud.infomaniak.newsletter.service import Paging, paging_query


def test_filters_are_in_the_style_of_php() -> None:
    assert filtered(
        search="a", status=["sent", "draft"], groups=(1, 2), validation_status=3, action=None
    ) == {
        "filter[search]": "a",
        "filter[status][]": ["sent", "draft"],
        "filter[groups][]": [1, 2],
        "filter[validation_status]": 3,
    }


@pytest.mark.parametrize(
    ("names", "text"), [(None, None), ("groups", "groups"), (["groups", "fields"], "groups,fields")]
)
def test_names_are_joined(names: Any, text: str | None) -> None:
    assert joined(names) == text


@pytest.mark.parametrize(
    "when",
    [
        1706531189,
        datetime(2024, 1, 29, 12, 26, 29, tzinfo=UTC),
        datetime(2024, 1, 29, 13, 26, 29, tzinfo=timezone(timedelta(hours=1))),
        "2024-01-29T12:26:29Z",
    ],
)
def test_times_are_unix_seconds(when: Any) -> None:
    assert seconds(when) == 1706531189


@pytest.mark.parametrize(
    "when", [datetime(2024, 1, 29, tzinfo=UTC).replace(tzinfo=None), "2024-01-29T12:26:29", "tomorrow"]
)
def test_a_time_that_is_no_moment_is_refused(when: Any) -> None:
    with pytest.raises(InvalidRequestError):
        seconds(when)


@pytest.mark.parametrize(
    ("paging", "query"),
    [
        ({}, {"page": 1, "per_page": 100}),
        ({"page": 3, "per_page": 10}, {"page": 3, "per_page": 10}),
        ({"limit": 5, "skip": 10}, {"limit": 5, "skip": 10}),
        ({"skip": 0}, {"skip": 0}),
        (
            {"order_by": ["email", "id"], "order": "desc", "order_for": {"id": "asc"}},
            {
                "page": 1,
                "per_page": 100,
                "order_by[]": ["email", "id"],
                "order": "desc",
                "order_for[id]": "asc",
            },
        ),
    ],
)
def test_the_part_of_a_list(paging: Paging, query: dict[str, Any]) -> None:
    asked = {name: value for name, value in paging_query(paging).items() if value is not None}
    assert asked == query


def test_a_slice_has_no_pages() -> None:
    with pytest.raises(InvalidRequestError, match="limit and skip"):
        paging_query({"limit": 5, "page": 2})


def test_a_selection_of_some() -> None:
    assert selection_of([3, 1]).body == {"select": {"all": False, "include": [3, 1]}}


def test_a_selection_of_all_but_some() -> None:
    selection = Selection.everything(exclude=[9], search="a", status="active", groups=[7], segment=4)
    assert selection.body == {
        "select": {"all": True, "exclude": [9]},
        "filter": {"search": "a", "status": "active", "groups": [7]},
        "segment": "4",
    }
    assert selection_of(selection) is selection


def test_a_selection_of_everything() -> None:
    assert Selection.everything().body == {"select": {"all": True}}


def test_a_selection_of_none_is_refused() -> None:
    with pytest.raises(InvalidRequestError, match="no ids"):
        selection_of([])
