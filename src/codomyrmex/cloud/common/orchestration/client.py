"""Stacks of one account and region."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Literal, Unpack

from codomyrmex.cloud.common.orchestration.following import check_timeout
from codomyrmex.cloud.common.orchestration.reading import StackReader
from codomyrmex.cloud.common.orchestration.requests import StackRequest, TemplateOptions, source_of
from codomyrmex.cloud.common.orchestration.values import Stack, StackPreview, TemplateCheck
from codomyrmex.cloud.common.telemetry import operation
from codomyrmex.validation import check_identifier

StackAction = Literal["check", "suspend", "resume"]


class OrchestrationClient(StackReader):
    """Stacks of one account and region.

    A template is text (``str``) or the path of a file (``Path``); what goes with it is in `TemplateOptions`.
    A provider fills in the hooks that begin with an underscore; :meth:`_get_stack` raises
    :class:`~codomyrmex.cloud.common.errors.NotFoundError` for a stack that is not there.
    """

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
        tags: Mapping[str, str] | None = None,
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
        check_timeout(timeout)
        source = source_of(template, options)
        return self._create_stack(name, StackRequest(source, self._tagged(tags), timeout, rollback))

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
        tags: Mapping[str, str] | None = None,
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
        check_timeout(timeout)
        given = None if tags is None else dict(tags)
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
