"""The generic client, over an inventory in memory."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import FrozenInstanceError
from typing import Any

import pytest

from codomyrmex.cloud.common.errors import InvalidRequestError, NotFoundError, PermissionDeniedError
from codomyrmex.cloud.common.lazy import begin
from codomyrmex.cloud.common.providers import CloudProvider, ResourceType
from codomyrmex.cloud.common.resources import CloudClient, CloudResource


class Inventory(CloudClient):
    """Resources in a dictionary."""

    provider = CloudProvider.MEMORY

    def __init__(self, *, readable: bool = True) -> None:
        self.resources: dict[str, CloudResource] = {}
        self.readable = readable
        self.listed = 0
        self.closed = False

    def close(self) -> None:
        self.closed = True

    def _list_resources(self, type: ResourceType | None) -> Iterator[CloudResource]:
        if not self.readable:
            raise PermissionDeniedError("not allowed to list")
        for resource in self.resources.values():
            self.listed += 1
            if type in (None, resource.type):
                yield resource

    def _get_resource(self, resource_id: str, type: ResourceType | None) -> CloudResource:
        if resource_id not in self.resources:
            raise NotFoundError("no such resource")
        return self.resources[resource_id]

    def _create_resource(
        self, type: ResourceType, name: str, region: str | None, tags: dict[str, str], details: dict[str, Any]
    ) -> CloudResource:
        made = CloudResource(f"id-{name}", name, type, self.provider, region, tags=tags, details=details)
        self.resources[made.id] = made
        return made

    def _delete_resource(self, resource_id: str, type: ResourceType | None) -> None:
        del self.resources[self._get_resource(resource_id, type).id]


def test_a_resource_lives_through_the_generic_calls() -> None:
    with Inventory() as inventory:
        zone = inventory.create_resource(ResourceType.ZONE, "example.org", region="ch", tags={"team": "ants"})
        network = inventory.create_resource(ResourceType.NETWORK, "lan", details={"cidr": "10.0.0.0/8"})
        assert (zone.region, zone.tags, network.details) == ("ch", {"team": "ants"}, {"cidr": "10.0.0.0/8"})
        assert list(inventory.list_resources()) == [zone, network]
        assert list(inventory.list_resources(ResourceType.ZONE)) == [zone]
        assert inventory.get_resource("id-lan") == network
        inventory.delete_resource("id-lan")
        with pytest.raises(NotFoundError) as caught:
            inventory.get_resource("id-lan")
    assert (caught.value.provider, caught.value.operation, caught.value.resource) == (
        "memory",
        "get_resource",
        "id-lan",
    )
    assert inventory.closed


def test_a_list_is_lazy_but_fails_at_the_call() -> None:
    inventory = Inventory()
    for number in range(5):
        inventory.create_resource(ResourceType.BUCKET, f"b{number}")
    listing = inventory.list_resources()
    assert inventory.listed == 1
    assert len(list(listing)) == 5
    with pytest.raises(PermissionDeniedError) as caught:
        Inventory(readable=False).list_resources()
    assert caught.value.operation == "list_resources"


def test_a_bad_name_is_refused_before_the_hook() -> None:
    with pytest.raises(InvalidRequestError, match="a resource id cannot be ''"):
        Inventory().get_resource("")
    with pytest.raises(InvalidRequestError, match="a resource name"):
        Inventory().create_resource(ResourceType.ZONE, " ")


def test_a_resource_cannot_be_changed() -> None:
    resource = CloudResource("i", "n", ResourceType.STACK, "aws")
    with pytest.raises(FrozenInstanceError):
        resource.name = "other"  # type: ignore[misc]


def test_begin_keeps_every_item_and_an_empty_list_empty() -> None:
    assert list(begin(iter([1, 2, 3]))) == [1, 2, 3]
    assert list(begin(iter([None, 0]))) == [None, 0]
    assert list(begin(iter(()))) == []
