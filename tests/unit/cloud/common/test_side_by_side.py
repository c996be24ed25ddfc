"""Several lists that are read at once."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest

from codomyrmex.cloud.common.side_by_side import side_by_side

SECONDS = 10


def test_every_item_of_every_list_comes() -> None:
    lists = [lambda: iter("ab"), lambda: iter(""), lambda: iter("cde")]
    assert sorted(side_by_side(lists)) == list("abcde")
    assert list(side_by_side([])) == []


def test_lists_are_read_at_once() -> None:
    together = threading.Barrier(3)

    def meeting() -> Iterator[int]:
        yield together.wait(SECONDS)

    assert sorted(side_by_side([meeting] * 3)) == [0, 1, 2]


def test_a_list_that_fails_ends_all_and_nothing_is_waited_for() -> None:
    release = threading.Event()

    def endless() -> Iterator[int]:
        yield int(release.wait(SECONDS))

    def failing() -> Iterator[int]:
        yield 1
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        list(side_by_side([endless, failing]))
    assert not release.is_set()
    release.set()
