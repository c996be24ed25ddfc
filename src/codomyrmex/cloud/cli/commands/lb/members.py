"""``cmx lb member``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import click

from codomyrmex.cloud.cli.clients import network_of
from codomyrmex.cloud.cli.kinds import Kind
from codomyrmex.cloud.cli.options import new_name_option, timeout_option
from codomyrmex.cloud.common.network import NetworkClient, PoolMember


@click.group(short_help="The members of pools.")
def member() -> None:
    """The members of pools."""


_members = Kind(
    "member",
    network_of,
    lambda client, pool, name: client.find_pool_member(client.find_pool(pool).id, name),
    member,
    within="pool",
)


@_members.ls(
    "List the members of a pool.",
    {
        "NAME": "name",
        "ID": "id",
        "ADDRESS": "address",
        "PORT": "port",
        "WEIGHT": "weight",
        "STATE": "state",
        "SERVES": "operating_status",
    },
)
@click.argument("pool")
def ls(client: NetworkClient, pool: str) -> Iterator[PoolMember]:
    """List the members of a pool.

    JSON: one member a line, with all fields.
    """
    return client.list_pool_members(client.find_pool(pool).id)


@_members.create("Share requests with one more machine.", name="add", done="added")
@click.argument("pool")
@click.argument("address")
@click.argument("port", type=int)
@click.option("--weight", type=int, default=1, show_default=True, help="How much it gets: 0 to 256.")
@click.option("--subnet", metavar="SUBNET", help="The subnet by which the balancer gets to it.")
@click.option("--name", default="", help="Its name.")
@timeout_option
def add(
    client: NetworkClient, pool: str, address: str, port: int, subnet: str | None, **options: Any
) -> PoolMember:
    """Share the requests of a pool with one more machine.

    JSON: one object with all fields of the member.
    """
    return client.add_pool_member(
        client.find_pool(pool).id,
        address,
        port,
        subnet_id=None if subnet is None else client.find_subnet(subnet).id,
        **options,
    )


@_members.update("Change a member.")
@new_name_option
@click.option("--weight", type=int, help="How much it gets: 0 to 256.")
@timeout_option
def update(client: NetworkClient, member: PoolMember, **changes: Any) -> PoolMember:
    """Change a member of a pool. With the weight 0 it serves the requests it has, and gets no new ones.

    JSON: one object with all fields of the member.
    """
    return client.update_pool_member(member.pool_id, member.id, **changes)


@_members.rm("Share no more requests with a machine.")
@timeout_option
def rm(client: NetworkClient, member: PoolMember, timeout: float) -> None:
    """Take a member from a pool.

    JSON: one object: id, name, deleted.
    """
    client.remove_pool_member(member.pool_id, member.id, timeout=timeout)
