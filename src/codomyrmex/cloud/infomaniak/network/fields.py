"""The fields that everything of Neutron and Octavia has, from JSON."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from codomyrmex.cloud.common.network.states import NetworkState
from codomyrmex.cloud.infomaniak.answers import moment
from codomyrmex.cloud.infomaniak.tags import tags_of

JSON = Mapping[str, Any]

_STATES = {
    "ACTIVE": NetworkState.ACTIVE,
    "DOWN": NetworkState.DOWN,
    "BUILD": NetworkState.PENDING,
    "ALLOCATING": NetworkState.PENDING,
    "ERROR": NetworkState.ERROR,
}


def json_of(resource: Any) -> dict[str, Any]:
    """A resource of openstacksdk as the service's JSON has it."""
    fields: dict[str, Any] = resource.to_dict(body=True, headers=False, computed=False, original_names=True)
    return fields


def state_of(item: JSON) -> NetworkState:
    """The state that Neutron's ``status`` is."""
    return _STATES.get(item.get("status") or "", NetworkState.UNKNOWN)


def common_of(item: JSON, *read: str) -> dict[str, Any]:
    """The fields that every value has: id, name, description, tags, created_at and details.

    Args:
        item: the JSON.
        read: the further fields that the value has under other names, and ``details`` therefore has not.
    """
    known = {"id", "name", "description", "tags", "created_at", "tenant_id", *read}
    return {
        "id": item["id"],
        "name": item.get("name") or "",
        "description": item.get("description") or "",
        "tags": tags_of(item.get("tags") or ()),
        "created_at": moment(item.get("created_at")),
        "details": {name: value for name, value in item.items() if name not in known},
    }
