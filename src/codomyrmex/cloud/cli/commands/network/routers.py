"""``cmx network router``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import click

from codomyrmex.cloud.cli.clients import network_of
from codomyrmex.cloud.cli.kinds import Kind, command
from codomyrmex.cloud.cli.options import new_description_option, new_name_option, new_tag_option
from codomyrmex.cloud.cli.removing import label_of
from codomyrmex.cloud.cli.session import Session
from codomyrmex.cloud.cli.table import fields_of
from codomyrmex.cloud.common.network import NetworkClient, Router


@click.group(short_help="Ways from one subnet to another, and out.")
def router() -> None:
    """Ways from one subnet to another, and out."""


_routers = Kind("router", network_of, lambda client, name: client.find_router(name), router)


@_routers.ls(
    "List routers.",
    {
        "NAME": "name",
        "ID": "id",
        "STATE": "state",
        "OUT TO": "gateway_network_id",
        "ADDRESSES": "gateway_addresses",
    },
)
def ls(client: NetworkClient) -> Iterator[Router]:
    """List routers.

    JSON: one router a line, with all fields.
    """
    return client.list_routers()


@_routers.show("Show a router.")
def show(_client: NetworkClient, router: Router) -> Router:
    """Show a router with its interfaces and static routes.

    JSON: one object with all fields.
    """
    return router


@_routers.create("Make a router.")
@click.argument("name")
@click.option("--external", metavar="NETWORK", help="The external network to lead to.")
def create(client: NetworkClient, name: str, external: str | None) -> Router:
    """Make a router.

    JSON: one object with all fields of the router.
    """
    out = None if external is None else client.find_network(external).id
    return client.create_router(name, gateway_network_id=out)


@_routers.update("Change a router.")
@new_name_option
@click.option("--external", metavar="NETWORK", help="The external network to lead to.")
@click.option("--no-external", is_flag=True, help="Lead to no external network.")
@new_description_option
@new_tag_option
def update(
    client: NetworkClient, router: Router, external: str | None, no_external: bool, **changes: Any
) -> Router:
    """Change a router. What is not given stays as it is.

    JSON: one object with all fields of the router.
    """
    if external is not None and no_external:
        raise click.UsageError("A router leads to an external network or to none, not both.")
    if external is not None:
        router = client.set_router_gateway(router.id, client.find_network(external).id)
    elif no_external:
        router = client.clear_router_gateway(router.id)
    led = external is not None or no_external
    if led and all(change is None for change in changes.values()):
        return router
    return client.update_router(router.id, **changes)


@command(network_of, "Connect a subnet to a router.", group=router)
@click.argument("router")
@click.argument("subnet")
def connect(session: Session, client: NetworkClient, router: str, subnet: str) -> None:
    """Connect a subnet to a router.

    JSON: one object: subnet_id, port_id, address.
    """
    found, connected = client.find_router(router), client.find_subnet(subnet)
    made = client.add_router_interface(found.id, connected.id)
    session.done(
        fields_of(made), f"subnet {label_of(connected)} connected to {label_of(found)} at {made.address}"
    )


@command(network_of, "Disconnect a subnet from a router.", group=router)
@click.argument("router")
@click.argument("subnet")
def disconnect(session: Session, client: NetworkClient, router: str, subnet: str) -> None:
    """Disconnect a subnet from a router.

    JSON: one object: router_id, subnet_id, disconnected.
    """
    found, connected = client.find_router(router), client.find_subnet(subnet)
    client.remove_router_interface(found.id, connected.id)
    session.done(
        {"router_id": found.id, "subnet_id": connected.id, "disconnected": True},
        f"subnet {label_of(connected)} disconnected from {label_of(found)}",
    )


@_routers.update("Add a static route.", name="route")
@click.argument("cidr")
@click.argument("next_hop")
def route(client: NetworkClient, router: Router, cidr: str, next_hop: str) -> Router:
    """Send traffic to a range of addresses by way of a machine, in a subnet that the router connects.

    JSON: one object with all fields of the router.
    """
    return client.add_router_route(router.id, cidr, next_hop)


@_routers.update("Take a static route away.", name="unroute")
@click.argument("cidr")
@click.argument("next_hop")
def unroute(client: NetworkClient, router: Router, cidr: str, next_hop: str) -> Router:
    """Send traffic to a range of addresses no more by way of a machine.

    JSON: one object with all fields of the router.
    """
    return client.remove_router_route(router.id, cidr, next_hop)


@_routers.rm("Delete a router.")
def rm(client: NetworkClient, router: Router) -> None:
    """Delete a router that connects no subnet.

    JSON: one object: id, name, deleted.
    """
    client.delete_router(router.id)
