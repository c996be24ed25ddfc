"""When the next request may go, without waiting for it."""

from __future__ import annotations

import gc
import multiprocessing
import threading

import pytest

from codomyrmex.cloud.protocols.rest import Limiter, RateLimit, limiter_of
from codomyrmex.cloud.protocols.rest.limits import _SLACK

LIMITS = {"write": RateLimit(2, 10.0)}


def test_as_many_as_allowed_go_at_once_and_the_others_in_turn() -> None:
    limiter = Limiter(LIMITS)
    delays = [limiter._book("write") for _ in range(6)]
    step = 10 + _SLACK
    assert delays == pytest.approx([0, 0, step, step, 2 * step, 2 * step], abs=0.5)


def test_kinds_do_not_wait_for_each_other() -> None:
    limiter = Limiter(LIMITS | {"read": RateLimit(1, 10.0)})
    assert [limiter._book("write"), limiter._book("write"), limiter._book("read")] == [0, 0, 0]
    assert [limiter._book("other") for _ in range(100)] == [0.0] * 100


def test_threads_share_what_is_allowed() -> None:
    limiter = Limiter({"read": RateLimit(10, 60.0)})
    delays: list[float] = []
    threads = [
        threading.Thread(target=lambda: delays.extend(limiter._book("read") for _ in range(5)))
        for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    steps = [round(delay / (60 + _SLACK)) for delay in sorted(delays)]
    assert steps == [0] * 10 + [1] * 10 + [2] * 10 + [3] * 10


def test_clients_of_one_token_share_a_limiter_for_as_long_as_there_are_any() -> None:
    first = limiter_of("https://a.example", "token", LIMITS)
    assert limiter_of("https://a.example", "token", LIMITS) is first
    assert limiter_of("https://a.example", "other", LIMITS) is not first
    assert limiter_of("https://b.example", "token", LIMITS) is not first
    first._book("write")
    first._book("write")
    del first
    gc.collect()
    assert limiter_of("https://a.example", "token", LIMITS)._book("write") == 0


def test_a_child_of_a_fork_does_not_wait_for_a_lock_of_its_parent() -> None:
    limiter = Limiter(LIMITS)
    with limiter._lock:
        child = multiprocessing.get_context("fork").Process(target=limiter.wait, args=("write",))
        child.start()
        child.join(20)
    assert child.exitcode == 0
