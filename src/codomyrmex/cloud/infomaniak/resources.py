"""The kinds of resource of an OpenStack, and what each is listed, made and deleted with."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from codomyrmex.cloud.common.providers import CloudProvider, ResourceType
from codomyrmex.cloud.common.resources import CloudResource

_PORTABLE = {"id", "name", "state", "region", "created_at", "tags", "provider", "details"}

# What the services call the project whose something is.
_OWNERS = ("project_id", "tenant_id", "os-vol-tenant-attr:tenant_id", "owner")


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of resource, by the methods of its client.

    Attributes:
        type: what it is.
        capability: the client, by its name on a cloud: ``compute``.
        noun: what its methods call it: ``instance`` for ``list_instances`` and ``get_instance``.
        make: the verb with which one is made.
        remove: the verb with which one is deleted.
    """

    type: ResourceType
    capability: str
    noun: str
    make: str = "create"
    remove: str = "delete"

    def list(self, client: Any) -> Iterator[CloudResource]:
        """Every one that is the project's own: lists also have what others share."""
        project = client.native.current_project_id
        for value in getattr(client, f"list_{self.noun}s")():
            if _owner(value) in (None, project):
                yield self.resource(value)

    def get(self, client: Any, resource_id: str) -> CloudResource:
        """One by its id."""
        return self.resource(getattr(client, f"get_{self.noun}")(resource_id))

    def create(self, client: Any, name: str, details: Mapping[str, Any]) -> CloudResource:
        """Make one, with the further arguments of its method."""
        return self.resource(getattr(client, f"{self.make}_{self.noun}")(name=name, **details))

    def delete(self, client: Any, resource_id: str) -> None:
        """Delete one by its id."""
        getattr(client, f"{self.remove}_{self.noun}")(resource_id)

    def resource(self, value: Any) -> CloudResource:
        """A value of the service as a resource: what only this kind has is in its details."""
        own = {field.name for field in dataclasses.fields(value)} - _PORTABLE
        identifier = getattr(value, "id", None) or value.name
        return CloudResource(
            id=identifier,
            name=getattr(value, "name", None) or getattr(value, "address", None) or identifier,
            type=self.type,
            provider=CloudProvider.INFOMANIAK,
            region=getattr(value, "region", None),
            state=None if (state := getattr(value, "state", None)) is None else str(state),
            created_at=getattr(value, "created_at", None),
            tags=getattr(value, "tags", {}),
            details={name: getattr(value, name) for name in sorted(own)},
        )


def _owner(value: Any) -> str | None:
    details: Mapping[str, Any] = getattr(value, "details", {})
    return next((details[name] for name in _OWNERS if details.get(name)), None)


# In the order in which they can be deleted: what uses another comes before it.
KINDS = (
    Kind(ResourceType.STACK, "orchestration", "stack"),
    Kind(ResourceType.LOAD_BALANCER, "network", "load_balancer"),
    Kind(ResourceType.FLOATING_IP, "network", "floating_ip", "allocate", "release"),
    Kind(ResourceType.INSTANCE, "compute", "instance", remove="terminate"),
    Kind(ResourceType.IMAGE, "compute", "image", "upload"),
    Kind(ResourceType.KEY_PAIR, "compute", "key_pair"),
    Kind(ResourceType.SNAPSHOT, "block_storage", "snapshot"),
    Kind(ResourceType.VOLUME, "block_storage", "volume"),
    Kind(ResourceType.ROUTER, "network", "router"),
    Kind(ResourceType.SUBNET, "network", "subnet"),
    Kind(ResourceType.NETWORK, "network", "network"),
    Kind(ResourceType.SECURITY_GROUP, "network", "security_group"),
    Kind(ResourceType.ZONE, "dns", "zone"),
    Kind(ResourceType.BUCKET, "object_storage", "bucket"),
)
