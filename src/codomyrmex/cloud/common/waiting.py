"""Waiting until a resource is in a state, with one budget, and the last state seen in what is raised."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from threading import Event
from time import monotonic
from typing import Generic, TypeVar

from codomyrmex.cloud.common.errors import CloudError, ConflictError, OperationTimeoutError
from codomyrmex.validation import ValidationError

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Wait(Generic[T]):
    """What is waited for.

    Attributes:
        noun: what it is, for messages: ``instance``.
        wanted: the state to wait for, for messages.
        state: the state of what was seen, for messages.
        reached: whether it is there.
        failed: whether it will never be; then the wait ends.
        reason: why it failed, where the provider says so.
    """

    noun: str
    wanted: str
    state: Callable[[T], str]
    reached: Callable[[T], bool]
    failed: Callable[[T], bool]
    reason: Callable[[T], str | None] = lambda _seen: None


def wait_until(
    look: Callable[[], T],
    wait: Wait[T],
    *,
    timeout: float,
    first_pause: float = 1.0,
    longest_pause: float = 10.0,
    cancelled: Event | None = None,
    progress: Callable[[T], object] | None = None,
) -> T:
    """Look until what is waited for is there; each pause is twice as long as the one before it.

    Args:
        look: how it is now.
        wait: what is waited for.
        timeout: seconds to wait at most.
        first_pause: seconds between the first look and the second.
        longest_pause: seconds between two looks at most.
        cancelled: set by another thread to end the wait at once.
        progress: told what was seen at each look.

    Raises:
        OperationTimeoutError: the time is over; the message has the last state seen.
        ConflictError: it will never be there.
        CloudError: the wait was cancelled.
        InvalidRequestError: the timeout is negative.
    """
    if timeout < 0:
        raise ValidationError(f"a timeout is not negative, as {timeout} is")
    waker = Event() if cancelled is None else cancelled
    deadline = monotonic() + timeout
    pause = first_pause
    while True:
        seen = look()
        if progress is not None:
            progress(seen)
        if wait.reached(seen):
            return seen
        state = wait.state(seen)
        if wait.failed(seen):
            reason = wait.reason(seen)
            why = f": {reason}" if reason else ""
            raise ConflictError(f"the {wait.noun} is {state} and will never be {wait.wanted}{why}")
        remaining = deadline - monotonic()
        if remaining <= 0:
            raise OperationTimeoutError(f"the {wait.noun} is {state}, not {wait.wanted}, after {timeout:g} s")
        if waker.wait(min(pause, remaining)):
            raise CloudError(f"the wait was cancelled; the {wait.noun} was last seen {state}")
        pause = min(pause * 2, longest_pause)
