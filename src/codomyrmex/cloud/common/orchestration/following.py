"""Waiting for the end of what is done to a stack, with or without telling what happens meanwhile."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from threading import Event
from time import monotonic
from typing import TYPE_CHECKING

from codomyrmex.cloud.common.errors import CloudError, NotFoundError, OperationTimeoutError
from codomyrmex.cloud.common.orchestration.values import Stack, StackEvent, StackState
from codomyrmex.cloud.common.waiting import Wait, wait_until
from codomyrmex.validation import ValidationError

if TYPE_CHECKING:
    from codomyrmex.cloud.common.orchestration.reading import StackReader

# Nothing follows one of these but what somebody asks for.
_FINAL = (StackState.FAILED, StackState.ROLLED_BACK, StackState.DELETED)
# What is begun because somebody asked for it.
_BEGINNINGS = (
    StackState.CREATING,
    StackState.UPDATING,
    StackState.CHECKING,
    StackState.SUSPENDING,
    StackState.RESUMING,
    StackState.DELETING,
)
_UNDO_SECONDS = 30.0
"""How long a provider may take between a failure and the beginning of its rollback."""
_NESTED = 5
"""How deep failures are looked for."""
_SHOWN = 5
"""How many failures a message has."""


def wait_for(
    client: StackReader,
    stack_id: str,
    state: StackState,
    *,
    timeout: float,
    cancelled: Event | None,
    progress: Callable[[Stack], object] | None,
) -> Stack:
    """See `StackReader.wait_for_stack`."""
    seen: Stack | None = None

    def look() -> Stack:
        nonlocal seen
        try:
            seen = client.get_stack(stack_id)
        except NotFoundError:
            # The provider has forgotten it: it was deleted meanwhile.
            if seen is None or state is not StackState.DELETED:
                raise
            seen = replace(seen, state=StackState.DELETED)
        return seen

    return wait_until(
        look,
        Wait(
            noun="stack",
            wanted=state,
            state=lambda stack: stack.state,
            reached=lambda stack: stack.state is state,
            failed=_Ending(),
            reason=lambda stack: why(client, stack),
        ),
        timeout=timeout,
        first_pause=client.poll_seconds,
        longest_pause=client.longest_poll_seconds,
        cancelled=cancelled,
        progress=progress,
    )


class _Ending:
    """Says of each stack that is seen whether nothing follows by itself."""

    def __init__(self) -> None:
        self._failed_at: float | None = None

    def __call__(self, stack: Stack) -> bool:
        if not stack.is_undone:
            return stack.state in _FINAL
        # The provider says that it has failed before it begins to undo it.
        if self._failed_at is None:
            self._failed_at = monotonic()
        return monotonic() - self._failed_at > _UNDO_SECONDS


def why(client: StackReader, stack: Stack) -> str:
    """What the stack and its failed resources say about a failure."""
    failures: dict[str, str] = {}
    # Events, as what failed may have been deleted since.
    for event in client.list_events(stack.id, depth=_NESTED):
        if event.resource is None and event.state in _BEGINNINGS:
            failures.clear()
        elif event.resource is not None and event.state is StackState.FAILED:
            failures[event.resource] = f"{event.resource}: {event.reason}"
    shown = list(failures.values())[:_SHOWN]
    more = [f"and {len(failures) - _SHOWN} more"] if len(failures) > _SHOWN else []
    return "; ".join([stack.reason, *shown, *more])


def follow(
    client: StackReader,
    stack_id: str,
    after: str | None,
    depth: int,
    timeout: float,
    cancelled: Event,
) -> Iterator[StackEvent]:
    """See `StackReader.stream_events`."""
    deadline = monotonic() + timeout
    last: StackEvent | None = None
    seen: set[str] = set()
    ending, ended = _Ending(), False
    while True:
        stack = client.get_stack(stack_id)
        is_over = not stack.state.is_busy and (not stack.is_undone or ending(stack))
        for event in client.list_events(stack_id, after=last.id if last else after, depth=depth):
            last = event
            # A marker that the provider has forgotten makes it begin anew.
            if event.id not in seen:
                seen.add(event.id)
                yield event
        if is_over and (ended or _tells_the_end(last)):
            return
        # The last event may be written after the state: one more look is for it.
        ended = is_over
        remaining = deadline - monotonic()
        if remaining <= 0:
            raise OperationTimeoutError(f"the stack is {stack.state} after {timeout:g} s", resource=stack_id)
        if cancelled.wait(min(client.poll_seconds, remaining)):
            raise CloudError(
                f"the events were cancelled; the stack was last seen {stack.state}", resource=stack_id
            )


def _tells_the_end(event: StackEvent | None) -> bool:
    return event is not None and event.resource is None and not event.state.is_busy


def check_timeout(timeout: float | None) -> None:
    """Refuse a timeout that is negative."""
    if timeout is not None and timeout < 0:
        raise ValidationError(f"a timeout is not negative, as {timeout} is")
