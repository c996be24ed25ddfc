"""``cmx network router``."""

from __future__ import annotations

import click

from codomyrmex.cloud.cli.options import output_options, profile_option, yes_option
from codomyrmex.cloud.cli.removing import label_of, remove, say_made
from codomyrmex.cloud.cli.session import Session
from codomyrmex.cloud.cli.table import fields_of, show_list


@click.group(short_help="Ways from one subnet to another, and out.")
def router() -> None:
    """Ways from one subnet to another, and out."""


@router.command(short_help="List routers.")
@profile_option
@output_options
@click.pass_obj
def ls(session: Session, profile: str) -> None:
    """List routers.

    JSON: one router a line, with all fields.
    """
    columns = {"NAME": "name", "ID": "id", "STATE": "state", "OUT TO": "gateway_network_id"}
    columns["ADDRESSES"] = "gateway_addresses"
    show_list(session, session.connections.cloud(profile).network.list_routers(), columns)


@router.command(short_help="Make a router.")
@click.argument("name")
@click.option("--external", metavar="NETWORK", help="The external network to lead to.")
@profile_option
@output_options
@click.pass_obj
def create(session: Session, name: str, external: str | None, profile: str) -> None:
    """Make a router.

    JSON: one object with all fields of the router.
    """
    client = session.connections.cloud(profile).network
    out = None if external is None else client.find_network(external).id
    say_made(session, "router", client.create_router(name, gateway_network_id=out))


@router.command(short_help="Connect a subnet to a router.")
@click.argument("router")
@click.argument("subnet")
@profile_option
@output_options
@click.pass_obj
def connect(session: Session, router: str, subnet: str, profile: str) -> None:
    """Connect a subnet to a router.

    JSON: one object: subnet_id, port_id, address.
    """
    client = session.connections.cloud(profile).network
    found, connected = client.find_router(router), client.find_subnet(subnet)
    made = client.add_router_interface(found.id, connected.id)
    session.done(
        fields_of(made), f"subnet {label_of(connected)} connected to {label_of(found)} at {made.address}"
    )


@router.command(short_help="Disconnect a subnet from a router.")
@click.argument("router")
@click.argument("subnet")
@profile_option
@output_options
@click.pass_obj
def disconnect(session: Session, router: str, subnet: str, profile: str) -> None:
    """Disconnect a subnet from a router.

    JSON: one object: router_id, subnet_id, disconnected.
    """
    client = session.connections.cloud(profile).network
    found, connected = client.find_router(router), client.find_subnet(subnet)
    client.remove_router_interface(found.id, connected.id)
    session.done(
        {"router_id": found.id, "subnet_id": connected.id, "disconnected": True},
        f"subnet {label_of(connected)} disconnected from {label_of(found)}",
    )


@router.command(short_help="Delete a router.")
@click.argument("router")
@yes_option
@profile_option
@output_options
@click.pass_obj
def rm(session: Session, router: str, yes: bool, profile: str) -> None:
    """Delete a router that connects no subnet.

    JSON: one object: id, name, deleted.
    """
    client = session.connections.cloud(profile).network
    found = client.find_router(router)
    remove(session, "router", found, lambda one: client.delete_router(one.id), yes=yes)
