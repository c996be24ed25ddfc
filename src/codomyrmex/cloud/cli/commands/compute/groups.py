"""``cmx compute groups``: instances that are kept together or apart."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from codomyrmex.cloud.cli.clients import nova_of
from codomyrmex.cloud.cli.kinds import Kind

if TYPE_CHECKING:
    from codomyrmex.cloud.infomaniak.compute import InfomaniakComputeClient, ServerGroup


@click.group(short_help="Instances that are kept together or apart.")
def groups() -> None:
    """Server groups: instances that are kept together or apart. OpenStack has this."""


_groups = Kind("server group", nova_of, lambda client, name: client.find_server_group(name), groups)


@_groups.ls(
    "List server groups.",
    {"NAME": "name", "ID": "id", "POLICY": "policy", "INSTANCES": lambda group: len(group.instance_ids)},
)
def ls(client: InfomaniakComputeClient) -> Iterator[ServerGroup]:
    """List server groups.

    JSON: one group a line, with all fields.
    """
    return client.list_server_groups()


@_groups.show("Show a server group.")
def show(_client: InfomaniakComputeClient, group: ServerGroup) -> ServerGroup:
    """Show a server group and the ids of its instances.

    JSON: one object with all fields.
    """
    return group


@_groups.create("Make a server group.")
@click.argument("name")
@click.argument("policy")
def create(client: InfomaniakComputeClient, name: str, policy: str) -> ServerGroup:
    """Make a server group, whose instances are in one place (affinity) or in many (anti-affinity).

    With soft-affinity and soft-anti-affinity they may be elsewhere where there is no room.

    JSON: one object with all fields of the group.
    """
    return client.create_server_group(name, policy)


@_groups.rm("Delete a server group.")
def rm(client: InfomaniakComputeClient, group: ServerGroup) -> None:
    """Delete a server group; its instances stay where they are.

    JSON: one object: id, name, deleted.
    """
    client.delete_server_group(group.id)
