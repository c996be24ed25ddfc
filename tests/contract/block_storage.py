"""What the rows of block storage need of a provider, and how each gives it."""

from __future__ import annotations

import secrets
from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from codomyrmex.cloud.common.block_storage import BlockStorageClient
from codomyrmex.cloud.infomaniak.block_storage import InfomaniakVolumeClient


def name_of(what: str) -> str:
    """A name that nothing has yet."""
    return f"{what}-{secrets.token_hex(4)}"


@dataclass(frozen=True)
class Seen:
    """A volume as it is seen another way than through the client under test."""

    name: str
    size_gib: int
    tags: dict[str, str]
    instances: list[str]


class BlockStorageHarness(ABC):
    """One provider's account with its client.

    Attributes:
        client: the client under test.
        cramped: a client of an account that may have no volumes.
        image: the id of an image that volumes of 1 GiB can be made from.
        quota: the provider's name for the limit of volumes.
    """

    client: BlockStorageClient
    cramped: BlockStorageClient
    image: str
    quota: str

    @property
    @abstractmethod
    def instance(self) -> str:
        """The id of an instance that runs."""

    @abstractmethod
    def two_types(self) -> AbstractContextManager[tuple[str, str]]:
        """The names of two types; no volume has one of them at the end."""

    @abstractmethod
    def look(self, volume_id: str) -> Seen:
        """A volume, seen another way."""


class _Volumes(InfomaniakVolumeClient):
    poll_seconds = 0.05
    longest_poll_seconds = 0.2


class OpenStackBlockStorage(BlockStorageHarness):
    """A project of OpenStack; openstacksdk itself is the other way."""

    quota = "volumes"

    def __init__(self, project: Any, cramped: Any, admin: Any) -> None:
        self.client = _Volumes(project.credentials())
        self.cramped = _Volumes(cramped.credentials())
        self.image = admin.image.find_image("cirros").id
        self._admin = admin
        self._sdk = project.sdk()

    @cached_property
    def _server(self) -> str:
        compute = self._sdk.compute
        flavor, image = compute.find_flavor("tiny"), self._sdk.image.find_image("cirros")
        server = compute.create_server(
            name=name_of("instance"), flavor_id=flavor.id, image_id=image.id, networks="none"
        )
        return str(compute.wait_for_server(server, interval=0.2).id)

    @property
    def instance(self) -> str:
        return self._server

    @contextmanager
    def two_types(self) -> Iterator[tuple[str, str]]:
        made = [self._admin.block_storage.create_type(name=name_of("type")) for _ in range(2)]
        yield made[0].name, made[1].name
        for kind in made:
            self._admin.block_storage.delete_type(kind.id, ignore_missing=False)

    def look(self, volume_id: str) -> Seen:
        found = self._sdk.block_storage.get_volume(volume_id)
        holders = [one["server_id"] for one in found.attachments]
        return Seen(found.name, found.size, found.metadata, holders)


@contextmanager
def openstack_block_storage(cloud: Any) -> Iterator[BlockStorageHarness]:
    """A new project, and one that may have no volumes."""
    admin = cloud.admin()
    with cloud.project() as project, cloud.project() as cramped:
        admin.block_storage.update_quota_set(project.project_id, volumes=100)
        admin.block_storage.update_quota_set(cramped.project_id, volumes=0)
        yield OpenStackBlockStorage(project, cramped, admin)
