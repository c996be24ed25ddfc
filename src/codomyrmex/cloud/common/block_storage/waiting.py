"""Waiting until a volume, a snapshot or a backup is in a state."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum
from threading import Event
from typing import Any, TypeVar

from codomyrmex.cloud.common.errors import NotFoundError
from codomyrmex.cloud.common.waiting import Wait, wait_until

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Life:
    """What ends the life of a kind of resource.

    Attributes:
        noun: what it is, for messages.
        gone: what is returned for one that is gone before it was seen: its id, and that it is deleted.
        error: its state when it has failed; no other follows by itself.
        reason: why it has failed, where the provider says so.
    """

    noun: str
    gone: Any
    error: StrEnum
    reason: Callable[[Any], str | None] = lambda _seen: None


def wait_for_state(
    get: Callable[[], T],
    state: StrEnum,
    life: Life,
    *,
    timeout: float,
    pauses: tuple[float, float],
    cancelled: Event | None,
    progress: Callable[[T], object] | None,
) -> T:
    """Wait until what ``get`` returns, a dataclass, is in a state.

    One that is waited for to be deleted may be gone by then, even at the first look: the last that was seen
    of it is returned as deleted, or else ``life.gone``. The pauses are the first and the longest between two
    looks, in seconds.

    Raises:
        NotFoundError: it is not there, and not waited for to be deleted.
        OperationTimeoutError: the time is over.
        ConflictError: it has failed or is gone.
        CloudError: the wait was cancelled.
    """
    seen: Any = life.gone
    deleted = life.gone.state

    def look() -> Any:
        nonlocal seen
        try:
            seen = get()
        except NotFoundError:
            if state is not deleted:
                raise
            seen = replace(seen, state=deleted)
        return seen

    wait: Wait[Any] = Wait(
        noun=life.noun,
        wanted=state,
        state=lambda one: one.state,
        reached=lambda one: one.state is state,
        failed=lambda one: one.state in (deleted, life.error),
        reason=life.reason,
    )
    found: T = wait_until(
        look,
        wait,
        timeout=timeout,
        first_pause=pauses[0],
        longest_pause=pauses[1],
        cancelled=cancelled,
        progress=progress,
    )
    return found
