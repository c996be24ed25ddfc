"""Numbers and names as people read them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from codomyrmex.cloud.cli import text


@pytest.mark.parametrize(
    ("count", "shown"),
    [
        (0, "0 B"),
        (999, "999 B"),
        (1000, "1.0 kB"),
        (99_949, "99.9 kB"),
        (99_950, "100 kB"),
        (999_499, "999 kB"),
        (999_500, "1.0 MB"),
        (5 * 10**12, "5.0 TB"),
        (10**18, "1000 PB"),
    ],
)
def test_sizes(count: int, shown: str) -> None:
    assert text.size(count) == shown


@pytest.mark.parametrize(
    ("duration", "shown"),
    [(0.0004, "0.4 ms"), (0.045, "45 ms"), (3.21, "3.2 s"), (59.96, "60.0 s"), (125, "2 min 05 s")],
)
def test_durations(duration: float, shown: str) -> None:
    assert text.seconds(duration) == shown


def test_counts() -> None:
    assert text.counted(1, "file") == "1 file"
    assert text.counted(1234, "file") == "1,234 files"


def test_moments() -> None:
    time = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
    assert text.moment(time) == time.astimezone().strftime("%Y-%m-%d %H:%M:%S")
    assert text.moment(None) == "-"


def test_control_characters_are_shown() -> None:
    assert text.printable("a\x1b[2J\n\x9bü日") == "a\\x1b[2J\\x0a\\x9bü日"
