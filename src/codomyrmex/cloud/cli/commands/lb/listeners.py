"""``cmx lb listener``."""

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
from codomyrmex.cloud.common.network import Listener, NetworkClient


@click.group(short_help="The ports that load balancers take requests on.")
def listener() -> None:
    """The ports that load balancers take requests on."""


_listeners = Kind("listener", network_of, lambda client, name: client.find_listener(name), listener)


@_listeners.ls(
    "List listeners.",
    {"NAME": "name", "ID": "id", "PROTOCOL": "protocol", "PORT": "port", "STATE": "state"},
)
@click.argument("balancer", required=False)
def ls(client: NetworkClient, balancer: str | None) -> Iterator[Listener]:
    """List listeners, or those of one load balancer.

    JSON: one listener a line, with all fields.
    """
    return client.list_listeners(None if balancer is None else client.find_load_balancer(balancer).id)


@_listeners.show("Show a listener.")
def show(_client: NetworkClient, listener: Listener) -> Listener:
    """Show a listener.

    JSON: one object with all fields.
    """
    return listener


@_listeners.create("Take requests on a port.")
@click.argument("balancer")
@click.argument("protocol")
@click.argument("port", type=int)
@click.option("--name", default="", help="Its name.")
@click.option("--pool", metavar="POOL", help="The pool that requests go to.")
@click.option(
    "--certificate", metavar="REFERENCE", help="The provider's reference of the certificate to show."
)
@timeout_option
def create(
    client: NetworkClient, balancer: str, protocol: str, port: int, pool: str | None, **options: Any
) -> Listener:
    """Take requests on a port: http, https, tcp, udp or sctp.

    JSON: one object with all fields of the listener.
    """
    return client.create_listener(
        client.find_load_balancer(balancer).id,
        protocol,
        port,
        default_pool_id=None if pool is None else client.find_pool(pool).id,
        **options,
    )


@_listeners.update("Change a listener.")
@new_name_option
@click.option("--pool", metavar="POOL", help="The pool that requests go to.")
@click.option("--no-pool", is_flag=True, help="Let requests go to no pool.")
@click.option(
    "--certificate", metavar="REFERENCE", help="The provider's reference of the certificate to show."
)
@new_description_option
@new_tag_option
@timeout_option
def update(
    client: NetworkClient, listener: Listener, pool: str | None, no_pool: bool, **changes: Any
) -> Listener:
    """Change a listener. What is not given stays as it is.

    JSON: one object with all fields of the listener.
    """
    return client.update_listener(
        listener.id,
        default_pool_id=None if pool is None else client.find_pool(pool).id,
        has_default_pool=not no_pool,
        **changes,
    )


@_listeners.rm("Take requests on a port no more.")
@timeout_option
def rm(client: NetworkClient, listener: Listener, timeout: float) -> None:
    """Delete a listener.

    JSON: one object: id, name, deleted.
    """
    client.delete_listener(listener.id, timeout=timeout)
