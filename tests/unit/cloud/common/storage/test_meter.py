"""The progress of transfers that run on several connections."""

from __future__ import annotations

from concurrent.futures import CancelledError, ThreadPoolExecutor

import pytest

from codomyrmex.cloud.common.storage.meter import Meter


def test_parts_add_up() -> None:
    calls: list[tuple[int, int | None]] = []
    meter = Meter(lambda done, total: calls.append((done, total)), 100)
    first, second = meter.watch_sent(), meter.watch_sent()
    first(10, 0)
    second(5, 0)
    first(30, 0)
    assert calls == [(10, 100), (15, 100), (35, 100)]


def test_each_direction_counts_its_own_bytes() -> None:
    calls: list[int] = []
    meter = Meter(lambda done, _total: calls.append(done), None)
    meter.watch_received()(7, 3)
    meter.watch_sent()(7, 3)
    assert calls == [3, 10]


def test_a_part_that_begins_again_takes_its_bytes_back() -> None:
    calls: list[int] = []
    watch = Meter(lambda done, _total: calls.append(done), None).watch_sent()
    for sent in (50, 0, 20):
        watch(sent, 0)
    assert calls == [50, 0, 20]


def test_the_total_may_be_learned_on_the_way() -> None:
    calls: list[int | None] = []
    meter = Meter(lambda _done, total: calls.append(total), None)
    meter.advance(1)
    meter.total = 2
    meter.advance(1)
    assert calls == [None, 2]


def test_cancelling_ends_every_part() -> None:
    meter = Meter(None, None)
    watches = [meter.watch_sent(), meter.watch_received()]
    for watch in watches:
        watch(1, 1)
    meter.cancel()
    for watch in watches:
        with pytest.raises(CancelledError):
            watch(1, 1)
    with pytest.raises(CancelledError):
        meter.advance(1)


def test_what_progress_raises_passes_through() -> None:
    def stop(_done: int, _total: int | None) -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        Meter(stop, None).watch_sent()(1, 0)


def test_no_byte_is_lost_between_threads() -> None:
    seen: list[int] = []
    meter = Meter(lambda done, _total: seen.append(done), None)

    def part(_number: int) -> None:
        watch = meter.watch_sent()
        for sent in range(1, 1001):
            watch(sent, 0)

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(part, range(8)))
    assert max(seen) == 8000
