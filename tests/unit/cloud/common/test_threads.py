"""A few threads and a queue of what they did."""

from __future__ import annotations

import multiprocessing
import signal
import threading
from collections.abc import Callable

import pytest

from codomyrmex.cloud.common.interruption import Uninterrupted
from codomyrmex.cloud.common.storage.many import each
from codomyrmex.cloud.common.storage.meter import Meter
from codomyrmex.cloud.common.storage.workers import Workers
from codomyrmex.cloud.common.threads import Threads
from tests.interrupting import interrupted_everywhere

SECONDS = 10


def _alive(name: str) -> list[threading.Thread]:
    return [thread for thread in threading.enumerate() if thread.name == name]


def test_calls_are_taken_as_they_end_with_their_tags() -> None:
    release = threading.Event()
    threads = Threads[str, bool](2, "of-a-test")
    threads.submit("slow", release.wait, SECONDS)
    threads.submit("quick", lambda: True)
    assert threads.next_done().tag == "quick"
    release.set()
    assert threads.next_done().tag == "slow"
    threads.close()
    assert _alive("of-a-test") == []


def test_no_more_threads_than_calls_are_started() -> None:
    threads = Threads[None, None](5, "few")
    threads.submit(None, lambda: None)
    assert len(_alive("few")) == 1
    threads.close()


def test_calls_that_have_not_begun_are_dropped() -> None:
    begun, dropped = threading.Event(), threading.Event()

    def first() -> None:
        begun.set()
        assert dropped.wait(SECONDS)

    threads = Threads[None, None](1, "dropped")
    threads.submit(None, first)
    threads.submit(None, lambda _argument: None, _Forgotten(dropped))
    assert begun.wait(SECONDS)
    threads.close(drop=True)
    assert dropped.is_set()


class _Forgotten:
    """Tells when nobody holds it any more."""

    def __init__(self, event: threading.Event) -> None:
        self._event = event

    def __del__(self) -> None:
        self._event.set()


def test_a_child_process_does_not_wait_for_its_parents_threads() -> None:
    release = threading.Event()
    threads = Threads[None, bool](1, "of-the-parent")
    threads.submit(None, release.wait, SECONDS)
    child = multiprocessing.get_context("fork").Process(target=threads.close, kwargs={"drop": True})
    child.start()
    child.join(SECONDS)
    assert child.exitcode == 0
    release.set()
    assert threads.next_done().result()
    threads.close()


def _parts() -> None:
    with Workers[int](2, Meter(None, None)) as workers:
        for number in range(3):
            workers.submit(lambda one: one, number)
        assert workers.results() == [0, 1, 2]


def _many() -> None:
    assert sorted(each(lambda one: one, range(3), 2)) == [(0, 0), (1, 1), (2, 2)]


@pytest.mark.parametrize("work", [_parts, _many])
def test_ctrl_c_at_any_step_ends_it(work: Callable[[], None]) -> None:
    assert interrupted_everywhere(work) > 100


def test_what_came_while_it_was_kept_back_is_raised_at_the_end() -> None:
    reached = False
    with pytest.raises(KeyboardInterrupt), Uninterrupted():  # noqa: PT012 - the block is what is tested
        signal.raise_signal(signal.SIGINT)
        reached = True
    assert reached
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_the_programs_own_handler_is_called_at_the_end() -> None:
    calls: list[int] = []
    before = signal.signal(signal.SIGINT, lambda number, _frame: calls.append(number))
    try:
        with Uninterrupted():
            signal.raise_signal(signal.SIGINT)
            assert calls == []
        assert calls == [signal.SIGINT]
    finally:
        signal.signal(signal.SIGINT, before)


def test_other_threads_keep_nothing_back() -> None:
    outcome: list[object] = []

    def block() -> None:
        with Uninterrupted():
            outcome.append(signal.getsignal(signal.SIGINT))

    thread = threading.Thread(target=block)
    thread.start()
    thread.join(SECONDS)
    assert outcome == [signal.default_int_handler]
