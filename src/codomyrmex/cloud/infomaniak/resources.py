"""The kinds of resource of an OpenStack, and what each is listed, made and deleted with."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from codomyrmex.cloud.common.providers import CloudProvider, ResourceType
from codomyrmex.cloud.common.resources import CloudResource

_PORTABLE = {"id", "name", "state", "region", "created_at", "tags", "provider", "details"}


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of resource, by the methods of its client.

    Attributes:
        type: what it is.
        capability: the client, by its name on a cloud: ``compute``.
        noun: what its methods call it: ``instance`` for ``list_instances`` and ``get_instance``.
        verb: how one is deleted.
    """

    type: ResourceType
    capability: str
    noun: str
    verb: str = "delete"

    def list(self, client: Any) -> Iterator[CloudResource]:
        """Every one."""
        for value in getattr(client, f"list_{self.noun}s")():
            yield self.resource(value)

    def get(self, client: Any, resource_id: str) -> CloudResource:
        """One by its id."""
        return self.resource(getattr(client, f"get_{self.noun}")(resource_id))

    def create(self, client: Any, name: str, details: Mapping[str, Any]) -> CloudResource:
        """Make one, with the further arguments of its method."""
        return self.resource(getattr(client, f"create_{self.noun}")(name=name, **details))

    def delete(self, client: Any, resource_id: str) -> None:
        """Delete one by its id."""
        getattr(client, f"{self.verb}_{self.noun}")(resource_id)

    def resource(self, value: Any) -> CloudResource:
        """A value of the service as a resource: what only this kind has is in its details."""
        state = getattr(value, "state", None)
        own = {field.name for field in dataclasses.fields(value)} - _PORTABLE
        return CloudResource(
            id=value.id,
            name=getattr(value, "name", None) or value.id,
            type=self.type,
            provider=CloudProvider.INFOMANIAK,
            region=getattr(value, "region", None),
            state=None if state is None else str(state),
            created_at=getattr(value, "created_at", None),
            tags=getattr(value, "tags", {}),
            details={name: getattr(value, name) for name in sorted(own)},
        )


# In the order in which they can be deleted: what uses another comes before it.
KINDS = (Kind(ResourceType.INSTANCE, "compute", "instance", "terminate"),)
