"""What one session may use."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from codomyrmex.model_context_protocol.denial import Denial, DeniedError
from codomyrmex.model_context_protocol.limits import Limits, Usage


class Clock:
    """Seconds that go on when a test says so."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def denied(call: Callable[[], None]) -> bool:
    try:
        call()
    except DeniedError:
        return True
    return False


def test_calls_of_any_sixty_seconds_count() -> None:
    clock = Clock()
    usage, limits = Usage(clock), Limits(calls_per_minute=2)
    usage.begin(limits)
    clock.now += 30
    usage.begin(limits)
    clock.now += 29
    with pytest.raises(DeniedError, match="More than 2 calls") as caught:
        usage.begin(limits)
    assert caught.value.denial is Denial.LIMIT
    assert caught.value.hint == "The next one is in 1 s."
    clock.now += 1
    usage.begin(limits)
    assert denied(lambda: usage.begin(limits))


def test_calls_that_are_denied_do_not_count() -> None:
    clock = Clock()
    usage, limits = Usage(clock), Limits(calls_per_minute=1)
    usage.begin(limits)
    for _ in range(5):
        clock.now += 10
        assert denied(lambda: usage.begin(limits)) == (clock.now < 1060)


def test_a_call_carries_so_much_and_no_more() -> None:
    usage, limits = Usage(), Limits(bytes_per_call=10, bytes_per_session=100)
    usage.carry(limits, 10)
    with pytest.raises(DeniedError, match="11 bytes are more than the 10"):
        usage.carry(limits, 11)
    assert usage.carried == 10


def test_a_session_carries_so_much_and_no_more() -> None:
    usage, limits = Usage(), Limits(bytes_per_call=10, bytes_per_session=25)
    usage.carry(limits, 10)
    usage.carry(limits, 10)
    with pytest.raises(DeniedError, match="6 bytes are more than the 5 that are left"):
        usage.carry(limits, 6)
    usage.carry(limits, 5)
    usage.carry(limits, 0)
    assert denied(lambda: usage.carry(limits, 1))


def test_bytes_are_not_given_back() -> None:
    with pytest.raises(ValueError, match="given back"):
        Usage().carry(Limits(), -1)


def test_threads_share_a_usage() -> None:
    usage, limits = Usage(), Limits(calls_per_minute=50, bytes_per_call=1, bytes_per_session=70)
    with ThreadPoolExecutor(16) as pool:
        begun = list(pool.map(lambda _: denied(lambda: usage.begin(limits)), range(200)))
        carried = list(pool.map(lambda _: denied(lambda: usage.carry(limits, 1)), range(200)))
    assert begun.count(False) == 50
    assert carried.count(False) == 70
    assert usage.carried == 70


@pytest.mark.parametrize("name", Limits.__slots__)
@pytest.mark.parametrize("value", [0, -1, float("nan")])
def test_a_limit_is_above_zero(name: str, value: float) -> None:
    with pytest.raises(ValueError, match=name):
        Limits(**{name: value})  # type: ignore[arg-type]
