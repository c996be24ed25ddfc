"""What is said about stacks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any


class StackState(StrEnum):
    """What was last done to a stack or to one of its resources, and whether that has ended.

    ``FAILED`` is the end of every action that did not succeed; ``details["status"]`` has the provider's own
    word. ``UNKNOWN`` is for a word of the provider that is none of these.
    """

    PENDING = "pending"
    CREATING = "creating"
    CREATED = "created"
    UPDATING = "updating"
    UPDATED = "updated"
    CHECKING = "checking"
    CHECKED = "checked"
    SUSPENDING = "suspending"
    SUSPENDED = "suspended"
    RESUMING = "resuming"
    RESUMED = "resumed"
    ROLLING_BACK = "rolling_back"
    ROLLED_BACK = "rolled_back"
    DELETING = "deleting"
    DELETED = "deleted"
    FAILED = "failed"
    UNKNOWN = "unknown"

    @property
    def is_busy(self) -> bool:
        """Whether another state follows by itself."""
        return self in _BUSY


_BUSY = frozenset(
    (
        StackState.PENDING,
        StackState.CREATING,
        StackState.UPDATING,
        StackState.CHECKING,
        StackState.SUSPENDING,
        StackState.RESUMING,
        StackState.ROLLING_BACK,
        StackState.DELETING,
    )
)


@dataclass(frozen=True, slots=True)
class Stack:
    """Resources that were made from one template and live together.

    Attributes:
        id: the provider's own id.
        name: its name.
        state: what was last done to it.
        reason: the provider's words about that.
        description: of its template.
        parameters: their values by name; those that the template hides are masked. Not in lists.
        outputs: what the template gives out, by name; often secrets. Not in lists.
        tags: the user's own labels.
        created_at: when it was made, with a time zone.
        updated_at: when it was last changed.
        is_undone: whether the provider is about to undo what failed, so that another state follows.
        details: what else the provider says about it.
    """

    id: str
    name: str
    state: StackState
    reason: str = ""
    description: str = ""
    parameters: Mapping[str, Any] = field(default_factory=dict, repr=False)
    outputs: Mapping[str, Any] = field(default_factory=dict, repr=False)
    tags: Mapping[str, str] = field(default_factory=dict)
    created_at: datetime | None = None
    updated_at: datetime | None = None
    is_undone: bool = False
    details: Mapping[str, Any] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True)
class StackResource:
    """One resource of a stack.

    Attributes:
        name: its name in the template.
        type: the provider's name for what it is.
        id: the id of what was made; ``None`` before that.
        state: what was last done to it.
        reason: the provider's words about that.
        parent: the resource whose nested stack it is in; ``None`` for one of the stack itself.
        updated_at: when it was last changed.
        details: what else the provider says about it.
    """

    name: str
    type: str
    id: str | None
    state: StackState
    reason: str = ""
    parent: str | None = None
    updated_at: datetime | None = None
    details: Mapping[str, Any] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True)
class StackEvent:
    """One thing that happened to a stack or a resource of it.

    Attributes:
        id: the provider's own id, for ``after``.
        at: when, with a time zone.
        resource: the name of the resource; ``None`` where it is about the stack itself.
        state: what it came to.
        reason: the provider's words.
        details: what else the provider says about it.
    """

    id: str
    at: datetime | None
    resource: str | None
    state: StackState
    reason: str = ""
    details: Mapping[str, Any] = field(default_factory=dict, repr=False)


class ChangeAction(StrEnum):
    """What an update does to a resource."""

    ADD = "add"
    MODIFY = "modify"
    REPLACE = "replace"
    REMOVE = "remove"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class StackChange:
    """What an update does to one resource.

    Attributes:
        action: what is done.
        resource: its name in the template.
        type: the provider's name for what it is.
        id: the id of what is there; ``None`` for one to be added.
        details: what else the provider says about it.
    """

    action: ChangeAction
    resource: str
    type: str
    id: str | None = None
    details: Mapping[str, Any] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True)
class StackPreview:
    """What making or changing a stack would do.

    Attributes:
        name: of the stack.
        changes: what is done to each resource, unchanged ones included.
    """

    name: str
    changes: tuple[StackChange, ...]

    @property
    def is_empty(self) -> bool:
        """Whether nothing would change."""
        return all(change.action is ChangeAction.NONE for change in self.changes)


@dataclass(frozen=True, slots=True)
class TemplateParameter:
    """A parameter that a template takes.

    Attributes:
        name: its name.
        type: the provider's name for what it takes.
        default: its value where none is given, masked where it is hidden; ``None`` for one that has to be
            given.
        description: what it is for.
        hidden: whether its value is never shown.
    """

    name: str
    type: str
    default: Any = field(default=None, repr=False)
    description: str = ""
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class TemplateCheck:
    """A template that the service takes.

    Attributes:
        description: what the template says about itself.
        parameters: what it takes.
        details: what else the provider says about it.
    """

    description: str
    parameters: tuple[TemplateParameter, ...]
    details: Mapping[str, Any] = field(default_factory=dict, repr=False)
