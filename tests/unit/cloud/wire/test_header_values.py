"""Dates in headers, in each form that RFC 9110 §5.6.7 has."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from email.utils import format_datetime

import pytest

from codomyrmex.cloud.wire.header_values import format_http_date, http_date

MOMENT = datetime(1994, 11, 6, 8, 49, 37, tzinfo=UTC)
LAST_DAY = "Fri, 31 Dec 9999 23:59:59 -0100"  # of the calendar; in UTC it is the day after


@pytest.fixture
def far_from_greenwich() -> Iterator[None]:
    """The local time is another than UTC."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TZ", "Asia/Tokyo")
        time.tzset()
        yield
    time.tzset()


@pytest.mark.parametrize(
    "text",
    [
        "Sun, 06 Nov 1994 08:49:37 GMT",
        "Sun, 06 Nov 1994 09:49:37 +0100",
        "Sunday, 06-Nov-94 08:49:37 GMT",
        "Sun Nov  6 08:49:37 1994",
    ],
    ids=["usual", "offset", "rfc850", "asctime"],
)
@pytest.mark.usefixtures("far_from_greenwich")
def test_a_date_of_any_form_is_read(text: str) -> None:
    assert http_date(text) == MOMENT


@pytest.mark.parametrize(
    "text",
    [
        "",
        "soon",
        "Sun, 99 Nov 1994 08:49:37 GMT",
        "Sun, 06 Foo 1994 08:49:37 GMT",
        "x" * 25 + " GMT",
        LAST_DAY,
    ],
)
def test_what_is_no_date(text: str) -> None:
    assert http_date(text) is None


@pytest.mark.parametrize("month", range(1, 13))
def test_a_date_is_written_as_it_is_read(month: int) -> None:
    moment = datetime(2024, month, 1 + month, 23, 5, 9, 999, tzinfo=timezone(timedelta(hours=-7)))
    assert format_http_date(moment) == format_datetime(moment.astimezone(UTC), usegmt=True)
    assert http_date(format_http_date(moment)) == moment.replace(microsecond=0)
