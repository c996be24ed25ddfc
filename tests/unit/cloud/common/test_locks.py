"""Locks of what threads share, across a fork."""

from __future__ import annotations

import multiprocessing
import threading
from collections.abc import Callable

import pytest

from codomyrmex.cloud.common.locks import ProcessLock
from codomyrmex.cloud.protocols.swift.authorization import Access, Authorization
from codomyrmex.cloud.protocols.tokens import CurrentToken

SECONDS = 10


def ends_in_a_child(call: Callable[[], object]) -> bool:
    """Whether a call in a forked child ends."""
    child = multiprocessing.get_context("fork").Process(target=call)
    child.start()
    child.join(SECONDS)
    child.kill()
    return child.exitcode == 0


class Slow:
    """Gives a token when it is told to."""

    def __init__(self) -> None:
        self.asked, self.go_on = threading.Event(), threading.Event()

    def token(self) -> tuple[str, float]:
        self.asked.set()
        assert self.go_on.wait(SECONDS)
        return "token", 4e9


class SlowAuthorization(Authorization):
    """Gives access when its source gives a token."""

    def __init__(self, source: Slow) -> None:
        super().__init__()
        self._source = source

    def _fetch(self) -> Access:
        return Access("https://storage.example", self._source.token()[0])


@pytest.mark.parametrize("kind", ["token", "access"])
def test_a_child_asks_for_itself_while_a_thread_of_its_parent_asks(kind: str) -> None:
    slow = Slow()
    ask = CurrentToken(slow).get if kind == "token" else SlowAuthorization(slow).access
    thread = threading.Thread(target=ask)
    thread.start()
    assert slow.asked.wait(SECONDS)

    def ask_in_the_child() -> None:
        slow.go_on.set()
        assert ask()

    assert ends_in_a_child(ask_in_the_child)
    assert thread.is_alive()
    slow.go_on.set()
    thread.join(SECONDS)


def test_who_forks_with_the_lock_leaves_it_in_both() -> None:
    lock = ProcessLock()

    def take_it_again() -> None:
        with lock:
            pass

    def leave_and_take() -> None:
        lock.__exit__(None, None, None)
        take_it_again()

    with lock:
        assert ends_in_a_child(leave_and_take)
    take_it_again()


def test_one_thread_at_a_time() -> None:
    lock, inside, most = ProcessLock(), 0, 0

    def work() -> None:
        nonlocal inside, most
        for _ in range(1000):
            with lock:
                inside += 1
                most = max(most, inside)
                inside -= 1

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(SECONDS)
    assert most == 1
