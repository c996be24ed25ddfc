"""``cmx lb pool``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import click

from codomyrmex.cloud.cli.clients import network_of
from codomyrmex.cloud.cli.kinds import Kind
from codomyrmex.cloud.cli.options import (
    new_description_option,
    new_name_option,
    new_tag_option,
    timeout_option,
)
from codomyrmex.cloud.common.network import NetworkClient, Pool


@click.group(short_help="The machines that requests are shared among.")
def pool() -> None:
    """The machines that requests are shared among."""


_pools = Kind("pool", network_of, lambda client, name: client.find_pool(name), pool)


@_pools.ls(
    "List pools.",
    {"NAME": "name", "ID": "id", "PROTOCOL": "protocol", "ALGORITHM": "algorithm", "STATE": "state"},
)
@click.argument("balancer", required=False)
def ls(client: NetworkClient, balancer: str | None) -> Iterator[Pool]:
    """List pools, or those of one load balancer.

    JSON: one pool a line, with all fields.
    """
    return client.list_pools(None if balancer is None else client.find_load_balancer(balancer).id)


@_pools.show("Show a pool.")
def show(_client: NetworkClient, pool: Pool) -> Pool:
    """Show a pool.

    JSON: one object with all fields.
    """
    return pool


@_pools.create("Make a pool.")
@click.argument("balancer")
@click.argument("protocol")
@click.option("--name", default="", help="Its name.")
@click.option("--algorithm", default="round_robin", show_default=True, help="Which member is next.")
@click.option("--listener", metavar="LISTENER", help="The listener whose requests go to it.")
@click.option(
    "--persistence",
    "session_persistence",
    metavar="KIND",
    help="One member for each source_ip or cookie.",
)
@timeout_option
def create(client: NetworkClient, balancer: str, protocol: str, listener: str | None, **options: Any) -> Pool:
    """Make a pool, whose members speak http, https, tcp, udp, sctp or proxy.

    JSON: one object with all fields of the pool.
    """
    return client.create_pool(
        client.find_load_balancer(balancer).id,
        protocol,
        listener_id=None if listener is None else client.find_listener(listener).id,
        **options,
    )


@_pools.update("Change a pool.")
@new_name_option
@click.option("--algorithm", help="Which member is next.")
@click.option(
    "--persistence",
    "session_persistence",
    metavar="KIND",
    help="One member for each source_ip or cookie.",
)
@click.option("--no-persistence", is_flag=True, help="Any member for each request.")
@new_description_option
@new_tag_option
@timeout_option
def update(client: NetworkClient, pool: Pool, no_persistence: bool, **changes: Any) -> Pool:
    """Change a pool. What is not given stays as it is.

    JSON: one object with all fields of the pool.
    """
    return client.update_pool(pool.id, has_session_persistence=not no_persistence, **changes)


@_pools.rm("Delete a pool.")
@timeout_option
def rm(client: NetworkClient, pool: Pool, timeout: float) -> None:
    """Delete a pool with its members and its health monitor.

    JSON: one object: id, name, deleted.
    """
    client.delete_pool(pool.id, timeout=timeout)
