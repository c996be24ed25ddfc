"""What there is, and waiting for it."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping
from threading import Event
from typing import Any, ClassVar

from codomyrmex.cloud.common.client import ServiceClient
from codomyrmex.cloud.common.errors import InvalidRequestError, NotFoundError
from codomyrmex.cloud.common.lazy import begin
from codomyrmex.cloud.common.orchestration.following import check_timeout, follow, wait_for
from codomyrmex.cloud.common.orchestration.values import Stack, StackEvent, StackResource, StackState
from codomyrmex.cloud.common.telemetry import operation
from codomyrmex.validation import ValidationError, check_identifier


class StackReader(ServiceClient, ABC):
    """What can be asked about the stacks of one account and region."""

    capability: ClassVar[str] = "orchestration"
    poll_seconds: float = 1.0
    """The pause between two looks at events, and the first one of :meth:`wait_for_stack`."""
    longest_poll_seconds: float = 10.0

    @operation("list_stacks")
    def list_stacks(self) -> Iterator[Stack]:
        """Every stack, lazily and without parameters and outputs.

        Raises:
            CloudError: the first page could not be fetched; later pages raise when they are reached.
        """
        return begin(self._list_stacks(), self._error_of)

    @operation("get_stack")
    def get_stack(self, stack_id: str) -> Stack:
        """One stack by the provider's id. A deleted one is there for as long as the provider remembers it.

        Raises:
            NotFoundError: it is not there.
        """
        check_identifier(stack_id, "a stack id")
        return self._get_stack(stack_id)

    @operation("find_stack")
    def find_stack(self, name_or_id: str) -> Stack:
        """One stack by its name or id.

        Raises:
            NotFoundError: it is not there.
            InvalidRequestError: there are several; the message has their ids.
        """
        check_identifier(name_or_id, "a stack")
        return self._find_stack(name_or_id)

    @operation("list_resources")
    def list_resources(self, stack_id: str, *, depth: int = 0) -> Iterator[StackResource]:
        """The resources of a stack, lazily.

        Args:
            stack_id: the provider's id.
            depth: how many levels of nested stacks to go into.

        Raises:
            NotFoundError: the stack is not there.
        """
        check_identifier(stack_id, "a stack id")
        _check_depth(depth)
        return begin(self._list_resources(stack_id, depth), self._error_of)

    @operation("list_events")
    def list_events(self, stack_id: str, *, after: str | None = None, depth: int = 0) -> Iterator[StackEvent]:
        """What happened to a stack, lazily and the oldest first.

        Args:
            stack_id: the provider's id.
            after: the id of an event; those before it and itself are left out.
            depth: how many levels of nested stacks to go into.

        Raises:
            NotFoundError: the stack is not there.
        """
        check_identifier(stack_id, "a stack id")
        _check_depth(depth)
        return begin(self._list_events(stack_id, after, depth), self._error_of)

    @operation("stream_events")
    def stream_events(
        self,
        stack_id: str,
        *,
        after: str | None = None,
        depth: int = 0,
        timeout: float = 3600.0,
        cancelled: Event | None = None,
    ) -> Iterator[StackEvent]:
        """What happened to a stack, and what happens as it comes, until what is being done to it has ended.

        Args:
            stack_id: the provider's id.
            after: the id of an event; those before it and itself are left out.
            depth: how many levels of nested stacks to go into.
            timeout: seconds to wait at most.
            cancelled: set by another thread to end it at once.

        Raises:
            NotFoundError: the stack is not there.
            OperationTimeoutError: the time is over; where the events are read.
            CloudError: it was cancelled; where the events are read.
        """
        check_identifier(stack_id, "a stack id")
        _check_depth(depth)
        check_timeout(timeout)
        return begin(follow(self, stack_id, after, depth, timeout, cancelled or Event()), self._error_of)

    @operation("get_outputs")
    def get_outputs(self, stack_id: str) -> Mapping[str, Any]:
        """What a stack gives out, by name.

        Raises:
            NotFoundError: it is not there.
        """
        return self.get_stack(stack_id).outputs

    @operation("get_template")
    def get_template(self, stack_id: str) -> str:
        """The text of the template that a stack was made from.

        Raises:
            NotFoundError: it is not there.
        """
        check_identifier(stack_id, "a stack id")
        return self._get_template(stack_id)

    @operation("wait_for_stack")
    def wait_for_stack(
        self,
        stack_id: str,
        state: StackState,
        *,
        timeout: float = 3600.0,
        cancelled: Event | None = None,
        progress: Callable[[Stack], object] | None = None,
    ) -> Stack:
        """Wait until a stack is in a state.

        Args:
            stack_id: the provider's id.
            state: the state to wait for.
            timeout: seconds to wait at most.
            cancelled: set by another thread to end the wait at once.
            progress: told the stack at each look.

        Returns:
            The stack in that state.

        Raises:
            OperationTimeoutError: the time is over.
            ConflictError: it has failed; the message has its reason, and those of its failed resources.
            NotFoundError: it is not there.
            CloudError: the wait was cancelled.
        """
        check_identifier(stack_id, "a stack id")
        return wait_for(self, stack_id, state, timeout=timeout, cancelled=cancelled, progress=progress)

    def _find_stack(self, name_or_id: str) -> Stack:
        found = [stack for stack in self.list_stacks() if name_or_id in (stack.id, stack.name)]
        if not found:
            raise NotFoundError(f"There is no stack {name_or_id}.", resource=name_or_id)
        if len(found) > 1:
            ids = ", ".join(stack.id for stack in found)
            raise InvalidRequestError(f"{name_or_id} is the name of several stacks; say which: {ids}.")
        return self._get_stack(found[0].id)

    @abstractmethod
    def _list_stacks(self) -> Iterator[Stack]: ...

    @abstractmethod
    def _get_stack(self, stack_id: str) -> Stack: ...

    @abstractmethod
    def _list_resources(self, stack_id: str, depth: int) -> Iterator[StackResource]: ...

    @abstractmethod
    def _list_events(self, stack_id: str, after: str | None, depth: int) -> Iterator[StackEvent]: ...

    @abstractmethod
    def _get_template(self, stack_id: str) -> str: ...


def _check_depth(depth: int) -> None:
    if depth < 0:
        raise ValidationError(f"a depth is not negative, as {depth} is")
