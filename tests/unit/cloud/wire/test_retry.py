"""The arithmetic of retries, without a wire."""

from __future__ import annotations

import pytest

from codomyrmex.cloud.common.errors import InvalidRequestError, RateLimitedError, ServiceUnavailableError
from codomyrmex.cloud.wire import NO_RETRY, RetryPolicy
from codomyrmex.cloud.wire.retry import Attempts

SAMPLES = 300


def begun(policy: RetryPolicy, count: int = 1) -> Attempts:
    attempts = Attempts(policy)
    for _ in range(count):
        attempts.begin()
    return attempts


@pytest.mark.parametrize(("count", "bound"), [(1, 0.1), (2, 0.2), (3, 0.4), (4, 0.8), (5, 1.0), (9, 1.0)])
def test_waits_are_spread_evenly_up_to_a_bound_that_doubles(count: int, bound: float) -> None:
    attempts = begun(RetryPolicy(max_attempts=100, first_delay=0.1, longest_delay=1.0), count)
    delays = [attempts.delay_before_next(ServiceUnavailableError("down")) for _ in range(SAMPLES)]
    known = [delay for delay in delays if delay is not None]
    assert len(known) == SAMPLES
    assert 0 <= min(known) < 0.1 * bound
    assert 0.9 * bound < max(known) <= bound
    assert abs(sum(known) / SAMPLES - bound / 2) < 0.15 * bound


@pytest.mark.parametrize("seconds", [0.0, 0.5, 7.0])
def test_retry_after_is_honoured_to_the_letter(seconds: float) -> None:
    attempts = begun(RetryPolicy(budget=60))
    assert attempts.delay_before_next(RateLimitedError("slow down", retry_after=seconds)) == seconds


def test_retry_after_beyond_the_budget_is_final() -> None:
    attempts = begun(RetryPolicy(budget=5))
    assert attempts.delay_before_next(RateLimitedError("slow down", retry_after=6)) is None


def test_the_last_attempt_is_final() -> None:
    error = ServiceUnavailableError("down")
    assert begun(RetryPolicy(max_attempts=3), 2).delay_before_next(error) is not None
    assert begun(RetryPolicy(max_attempts=3), 3).delay_before_next(error) is None
    assert begun(NO_RETRY).delay_before_next(error) is None


def test_what_will_never_succeed_is_final() -> None:
    assert begun(RetryPolicy()).delay_before_next(InvalidRequestError("wrong")) is None


def test_the_budget_counts_from_the_first_attempt_and_is_not_renewed() -> None:
    attempts = Attempts(RetryPolicy(budget=30))
    first = attempts.begin()
    assert 29 < first <= 30
    assert attempts.begin() <= first
    assert attempts.count == 2


def test_a_spent_budget_is_final() -> None:
    attempts = begun(RetryPolicy(budget=0))
    assert attempts.delay_before_next(ServiceUnavailableError("down")) is None


def test_time_in_which_bytes_moved_does_not_count() -> None:
    attempts = begun(RetryPolicy(budget=0, first_delay=0.01))
    attempts.extend(100)
    assert attempts.delay_before_next(ServiceUnavailableError("down")) is not None
    assert 99 < attempts.begin() <= 100
