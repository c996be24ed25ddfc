"""Stacks of one account and region."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from threading import Event
from typing import Any, ClassVar, Literal, Unpack

from codomyrmex.cloud.common.client import ServiceClient
from codomyrmex.cloud.common.errors import InvalidRequestError, NotFoundError
from codomyrmex.cloud.common.lazy import begin
from codomyrmex.cloud.common.orchestration.following import follow, wait_for
from codomyrmex.cloud.common.orchestration.requests import StackRequest, TemplateOptions, source_of
from codomyrmex.cloud.common.orchestration.values import (
    Stack,
    StackEvent,
    StackPreview,
    StackResource,
    StackState,
    TemplateCheck,
)
from codomyrmex.cloud.common.telemetry import operation
from codomyrmex.validation import ValidationError, check_identifier

StackAction = Literal["check", "suspend", "resume"]


class OrchestrationClient(ServiceClient, ABC):
    """Stacks of one account and region.

    A template is text (``str``) or the path of a file (``Path``); what goes with it is in `TemplateOptions`.
    A provider fills in the hooks that begin with an underscore; :meth:`_get_stack` raises
    :class:`~codomyrmex.cloud.common.errors.NotFoundError` for a stack that is not there.
    """

    capability: ClassVar[str] = "orchestration"
    poll_seconds: float = 1.0
    """The pause between two looks at events, and the first one of :meth:`wait_for_stack`."""
    longest_poll_seconds: float = 10.0

    @operation("validate_template")
    def validate_template(self, template: str | Path, **options: Unpack[TemplateOptions]) -> TemplateCheck:
        """Ask the service whether it takes a template. Nothing is made.

        Args:
            template: its text, or the path of its file.
            options: what goes with it, see `TemplateOptions`.

        Raises:
            InvalidRequestError: it is wrong; the message is the service's, with the line where it says one.
            LocalFileError: a file cannot be read.
        """
        return self._validate_template(StackRequest(source_of(template, options)))

    @operation("preview_stack")
    def preview_stack(
        self, name: str, template: str | Path, **options: Unpack[TemplateOptions]
    ) -> StackPreview:
        """What :meth:`create_stack` would make. Nothing is made; raises as that does."""
        check_identifier(name, "a stack name")
        return self._preview_stack(name, StackRequest(source_of(template, options)))

    @operation("create_stack")
    def create_stack(
        self,
        name: str,
        template: str | Path,
        *,
        tags: Sequence[str] = (),
        timeout: float | None = None,
        rollback: bool = False,
        **options: Unpack[TemplateOptions],
    ) -> Stack:
        """Begin to make a stack and return at once; :meth:`wait_for_stack` waits until it is made.

        Args:
            name: its name, one of its kind in the account and region.
            template: its text, or the path of its file.
            tags: labels to put on it.
            timeout: seconds that the service may take; its own default if not given.
            rollback: whether to delete what was made when a part of it fails.
            options: what goes with the template, see `TemplateOptions`.

        Raises:
            AlreadyExistsError: there is a stack of that name.
            InvalidRequestError: the template or a parameter is wrong.
            QuotaExceededError: the account has no room for it.
            LocalFileError: a file cannot be read.
        """
        check_identifier(name, "a stack name")
        _check_timeout(timeout)
        source = source_of(template, options)
        return self._create_stack(name, StackRequest(source, tuple(tags), timeout, rollback))

    @operation("preview_update")
    def preview_update(
        self,
        stack_id: str,
        template: str | Path | None = None,
        *,
        reset_parameters: Sequence[str] = (),
        **options: Unpack[TemplateOptions],
    ) -> StackPreview:
        """What :meth:`update_stack` would change. Nothing is changed; raises as that does."""
        check_identifier(stack_id, "a stack id")
        source = source_of(template, options)
        return self._preview_update(stack_id, StackRequest(source, reset_parameters=tuple(reset_parameters)))

    @operation("update_stack")
    def update_stack(
        self,
        stack_id: str,
        template: str | Path | None = None,
        *,
        tags: Sequence[str] | None = None,
        timeout: float | None = None,
        rollback: bool | None = None,
        reset_parameters: Sequence[str] = (),
        **options: Unpack[TemplateOptions],
    ) -> None:
        """Begin to change a stack and return at once. What is not given stays as it is.

        Args:
            stack_id: the provider's id.
            template: its text, or the path of its file.
            tags: all labels it is to have.
            timeout: seconds that the service may take.
            rollback: whether to undo the change when a part of it fails.
            reset_parameters: names of parameters that are to have the template's defaults again.
            options: what goes with the template, see `TemplateOptions`.

        Raises:
            NotFoundError: it is not there.
            ConflictError: something is being done to it.
            InvalidRequestError: the template or a parameter is wrong.
        """
        check_identifier(stack_id, "a stack id")
        _check_timeout(timeout)
        given = None if tags is None else tuple(tags)
        source = source_of(template, options)
        self._update_stack(stack_id, StackRequest(source, given, timeout, rollback, tuple(reset_parameters)))

    @operation("check_stack")
    def check_stack(self, stack_id: str) -> None:
        """Begin to compare a stack's resources with what is really there.

        Raises:
            NotFoundError: it is not there.
            ConflictError: something is being done to it.
            NotSupportedError: the provider cannot.
        """
        check_identifier(stack_id, "a stack id")
        self._act(stack_id, "check")

    @operation("suspend_stack")
    def suspend_stack(self, stack_id: str) -> None:
        """Begin to suspend a stack's resources; raises as :meth:`check_stack`."""
        check_identifier(stack_id, "a stack id")
        self._act(stack_id, "suspend")

    @operation("resume_stack")
    def resume_stack(self, stack_id: str) -> None:
        """Begin to resume a suspended stack; raises as :meth:`check_stack`."""
        check_identifier(stack_id, "a stack id")
        self._act(stack_id, "resume")

    @operation("delete_stack")
    def delete_stack(self, stack_id: str) -> None:
        """Begin to delete a stack with all that it made.

        Raises:
            NotFoundError: it is not there.
        """
        check_identifier(stack_id, "a stack id")
        self._delete_stack(stack_id)

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
        _check_timeout(timeout)
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
    def _validate_template(self, request: StackRequest) -> TemplateCheck: ...

    @abstractmethod
    def _preview_stack(self, name: str, request: StackRequest) -> StackPreview: ...

    @abstractmethod
    def _create_stack(self, name: str, request: StackRequest) -> Stack: ...

    @abstractmethod
    def _preview_update(self, stack_id: str, request: StackRequest) -> StackPreview: ...

    @abstractmethod
    def _update_stack(self, stack_id: str, request: StackRequest) -> None: ...

    @abstractmethod
    def _act(self, stack_id: str, action: StackAction) -> None: ...

    @abstractmethod
    def _delete_stack(self, stack_id: str) -> None: ...

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


def _check_timeout(timeout: float | None) -> None:
    if timeout is not None and timeout < 0:
        raise ValidationError(f"a timeout is not negative, as {timeout} is")


def _check_depth(depth: int) -> None:
    if depth < 0:
        raise ValidationError(f"a depth is not negative, as {depth} is")
