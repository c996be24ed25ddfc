"""What Heat says, as values.

https://docs.openstack.org/api-ref/orchestration/v1/
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from codomyrmex.cloud.common.orchestration import (
    ChangeAction,
    Stack,
    StackChange,
    StackEvent,
    StackPreview,
    StackResource,
    StackState,
    TemplateCheck,
    TemplateParameter,
)
from codomyrmex.cloud.infomaniak.answers import moment
from codomyrmex.cloud.infomaniak.tags import tags_of

_BEGUN = {
    "CREATE": StackState.CREATING,
    "ADOPT": StackState.CREATING,
    "UPDATE": StackState.UPDATING,
    "RESTORE": StackState.UPDATING,
    "SNAPSHOT": StackState.UPDATING,
    "CHECK": StackState.CHECKING,
    "SUSPEND": StackState.SUSPENDING,
    "RESUME": StackState.RESUMING,
    "ROLLBACK": StackState.ROLLING_BACK,
    "DELETE": StackState.DELETING,
    "INIT": StackState.PENDING,
}
_DONE = {
    "CREATE": StackState.CREATED,
    "ADOPT": StackState.CREATED,
    "UPDATE": StackState.UPDATED,
    "RESTORE": StackState.UPDATED,
    "SNAPSHOT": StackState.UPDATED,
    "CHECK": StackState.CHECKED,
    "SUSPEND": StackState.SUSPENDED,
    "RESUME": StackState.RESUMED,
    "ROLLBACK": StackState.ROLLED_BACK,
    "DELETE": StackState.DELETED,
    "INIT": StackState.PENDING,
}
_CHANGES = {
    "added": ChangeAction.ADD,
    "updated": ChangeAction.MODIFY,
    "replaced": ChangeAction.REPLACE,
    "deleted": ChangeAction.REMOVE,
    "unchanged": ChangeAction.NONE,
}
_UNDONE = ("CREATE_FAILED", "UPDATE_FAILED")
_MASK = "******"
"""What Heat itself shows for a hidden value, though not for a default."""
_NO_DESCRIPTION = ("", "No description")


def state_of(status: str) -> StackState:
    """The state of a status of Heat's, which is an action and how far it is: ``CREATE_IN_PROGRESS``."""
    action, _, progress = status.partition("_")
    if progress == "FAILED":
        return StackState.FAILED
    known = _BEGUN if progress == "IN_PROGRESS" else _DONE if progress == "COMPLETE" else {}
    return known.get(action, StackState.UNKNOWN)


def stack_of(said: Mapping[str, Any]) -> Stack:
    """A stack, from a list or alone."""
    description = said.get("description") or ""
    return Stack(
        id=said["id"],
        name=said["stack_name"],
        state=state_of(said["stack_status"]),
        reason=said.get("stack_status_reason") or "",
        description="" if description in _NO_DESCRIPTION else description,
        parameters=said.get("parameters") or {},
        outputs={one["output_key"]: one.get("output_value") for one in said.get("outputs") or ()},
        tags=tags_of(filter(None, said.get("tags") or ())),
        created_at=moment(said.get("creation_time")),
        updated_at=moment(said.get("updated_time")),
        is_undone=said["stack_status"] in _UNDONE and said.get("disable_rollback") is False,
        details={**said, "status": said["stack_status"]},
    )


def resource_of(said: Mapping[str, Any]) -> StackResource:
    """A resource of a stack."""
    return StackResource(
        name=said["resource_name"],
        type=said["resource_type"],
        id=said.get("physical_resource_id") or None,
        state=state_of(said["resource_status"]),
        reason=said.get("resource_status_reason") or "",
        parent=said.get("parent_resource"),
        updated_at=moment(said.get("updated_time")),
        details=said,
    )


def event_of(said: Mapping[str, Any], stack_id: str) -> StackEvent:
    """An event of a stack."""
    is_whole = said.get("physical_resource_id") == stack_id
    return StackEvent(
        id=said["id"],
        at=moment(said.get("event_time")),
        resource=None if is_whole else said["resource_name"],
        state=state_of(said["resource_status"]),
        reason=said.get("resource_status_reason") or "",
        details=said,
    )


def check_of(said: Mapping[str, Any]) -> TemplateCheck:
    """What Heat found in a template that it takes."""
    description = said.get("Description") or ""
    parameters = said.get("Parameters") or {}
    return TemplateCheck(
        description="" if description in _NO_DESCRIPTION else description,
        parameters=tuple(
            TemplateParameter(
                name=name,
                type=one.get("Type", ""),
                default=_MASK if hidden and "Default" in one else one.get("Default"),
                description=one.get("Description") or "",
                hidden=hidden,
            )
            for name, one in parameters.items()
            for hidden in [one.get("NoEcho") == "true"]
        ),
        details={**said, "Parameters": sorted(parameters)},
    )


def creation_of(said: Mapping[str, Any]) -> StackPreview:
    """What would be made: a nested stack is a list of its resources."""
    return StackPreview(
        said["stack_name"],
        tuple(
            StackChange(ChangeAction.ADD, one["resource_name"], one["resource_type"], details=one)
            for one in _flat(said.get("resources") or ())
        ),
    )


def update_of(name: str, changes: Mapping[str, Any]) -> StackPreview:
    """What would be changed."""
    return StackPreview(
        name,
        tuple(
            StackChange(
                action,
                one["resource_name"],
                one["resource_type"],
                one.get("physical_resource_id") or None,
                details=one,
            )
            for word, action in _CHANGES.items()
            for one in changes.get(word) or ()
        ),
    )


def _flat(resources: Any) -> Iterator[Mapping[str, Any]]:
    for one in resources:
        if isinstance(one, list):
            yield from _flat(one)
        else:
            yield one
