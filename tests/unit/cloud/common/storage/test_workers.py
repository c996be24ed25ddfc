"""Threads that work on the parts of one transfer."""

from __future__ import annotations

import threading
from concurrent.futures import CancelledError

import pytest

from codomyrmex.cloud.common.storage.meter import Meter
from codomyrmex.cloud.common.storage.workers import Workers

SECONDS = 10


def test_results_are_in_the_order_of_submission() -> None:
    release = threading.Event()

    def slow(value: int) -> int:
        assert release.wait(SECONDS)
        return value

    def quick(value: int) -> int:
        release.set()
        return value

    with Workers[int](2, Meter(None, None)) as workers:
        workers.submit(slow, 1)
        workers.submit(quick, 2)
        assert workers.results() == [1, 2]


def test_no_work_has_no_results() -> None:
    with Workers[int](2, Meter(None, None)) as workers:
        assert workers.results() == []


def test_submitting_waits_while_all_threads_are_busy() -> None:
    release, third_is_in = threading.Event(), threading.Event()
    running = threading.Semaphore(0)

    def work() -> None:
        running.release()
        assert release.wait(SECONDS)

    def submit_three(workers: Workers[None]) -> None:
        for _ in range(3):
            workers.submit(work)
        third_is_in.set()

    with Workers[None](2, Meter(None, None)) as workers:
        submitter = threading.Thread(target=submit_three, args=(workers,))
        submitter.start()
        assert running.acquire(timeout=SECONDS)
        assert running.acquire(timeout=SECONDS)
        assert not running.acquire(blocking=False)
        assert not third_is_in.is_set()
        release.set()
        submitter.join(SECONDS)
        assert third_is_in.is_set()
        assert workers.results() == [None, None, None]


def test_an_error_comes_out_of_results_and_cancels_the_rest() -> None:
    meter = Meter(None, None)
    ended = threading.Event()

    def fail() -> None:
        raise ZeroDivisionError

    def transfer() -> None:
        try:
            while not ended.wait(0.001):
                meter.advance(0)
        except CancelledError:
            ended.set()
            raise

    with pytest.raises(ZeroDivisionError), Workers[None](2, meter) as workers:  # noqa: PT012 - the block is what is tested
        workers.submit(transfer)
        workers.submit(fail)
        workers.results()
    assert ended.is_set(), "the block was left while a thread was at work"


def test_an_error_comes_out_of_submit() -> None:
    def fail() -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError), Workers[None](1, Meter(None, None)) as workers:  # noqa: PT012 - the block is what is tested
        for _ in range(2):
            workers.submit(fail)


def test_leaving_on_an_error_lets_nothing_new_begin() -> None:
    meter, begun = Meter(None, None), threading.Event()

    def first() -> None:
        begun.set()
        while True:
            meter.advance(0)

    with pytest.raises(ZeroDivisionError), Workers[None](2, meter) as workers:  # noqa: PT012 - the block is what is tested
        workers.submit(first)
        assert begun.wait(SECONDS)
        raise ZeroDivisionError
    with pytest.raises(RuntimeError):
        workers.submit(first)


def test_leaving_in_peace_waits_for_the_work() -> None:
    done: list[int] = []
    with Workers[None](4, Meter(None, None)) as workers:
        for number in range(4):
            workers.submit(done.append, number)
    assert sorted(done) == [0, 1, 2, 3]
