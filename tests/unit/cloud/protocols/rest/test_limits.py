"""Who may send when, without a service."""

from __future__ import annotations

import gc
import multiprocessing
import threading

from codomyrmex.cloud.protocols.rest import Limiter, RateLimit, limiter_of

LIMITS = {"write": RateLimit(2, 60.0)}


def is_full(limiter: Limiter, kind: str = "write") -> bool:
    """Whether the next request would wait."""
    return limiter._windows[kind]._is_full()


def test_a_request_counts_from_its_sending_until_its_stretch_is_over() -> None:
    limiter = Limiter(LIMITS)
    first, second = limiter.turn("write"), limiter.turn("write")
    first.take()
    assert not is_full(limiter)
    second.take()
    assert is_full(limiter)
    first.give_back()
    second.give_back()
    second.give_back()
    assert is_full(limiter)


def test_what_is_over_makes_room() -> None:
    limiter = Limiter({"write": RateLimit(1, 0.0)})
    turn = limiter.turn("write")
    for _ in range(3):
        turn.take()
    turn.give_back()
    turn.take()
    assert is_full(limiter)


def test_kinds_do_not_wait_for_each_other() -> None:
    limiter = Limiter(LIMITS | {"read": RateLimit(1, 60.0)})
    for kind in ("write", "write", "read", *["other"] * 100):
        limiter.turn(kind).take()
    assert is_full(limiter, "write")
    assert is_full(limiter, "read")


def test_threads_share_what_is_allowed() -> None:
    limiter = Limiter({"read": RateLimit(40, 60.0)})

    def ask() -> None:
        for _ in range(5):
            turn = limiter.turn("read")
            turn.take()
            turn.give_back()

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert is_full(limiter, "read")


def test_clients_of_one_token_share_a_limiter_for_as_long_as_there_are_any() -> None:
    first = limiter_of("https://a.example", "token", LIMITS)
    assert limiter_of("https://a.example", "token", LIMITS) is first
    assert limiter_of("https://a.example", "other", LIMITS) is not first
    assert limiter_of("https://b.example", "token", LIMITS) is not first
    for _ in range(2):
        first.turn("write").take()
    assert is_full(first)
    del first
    gc.collect()
    assert not is_full(limiter_of("https://a.example", "token", LIMITS))


def test_a_child_of_a_fork_does_not_wait_for_a_lock_of_its_parent() -> None:
    limiter = Limiter(LIMITS)
    with limiter._windows["write"]._changed:
        child = multiprocessing.get_context("fork").Process(target=lambda: limiter.turn("write").take())
        child.start()
        child.join(20)
        child.kill()
    assert child.exitcode == 0
