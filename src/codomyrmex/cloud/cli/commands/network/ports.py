"""``cmx network port``."""

from __future__ import annotations

import click

from codomyrmex.cloud.cli.options import output_options, profile_option, yes_option
from codomyrmex.cloud.cli.removing import remove, say_made
from codomyrmex.cloud.cli.session import Session
from codomyrmex.cloud.cli.table import show_list, show_rows


@click.group(short_help="What connects machines to networks.")
def port() -> None:
    """What connects machines to networks."""


@port.command(short_help="List ports.")
@click.option("--network", metavar="NETWORK", help="Those of one network alone.")
@profile_option
@output_options
@click.pass_obj
def ls(session: Session, network: str | None, profile: str) -> None:
    """List ports.

    JSON: one port a line, with all fields.
    """
    client = session.connections.cloud(profile).network
    of = None if network is None else client.find_network(network).id
    ports = client.list_ports(network_id=of)
    if session.json:
        show_list(session, ports, {})
        return
    titles = ("NAME", "ID", "STATE", "ADDRESSES", "MAC", "OWNER")
    rows = (
        (
            port.name or "-",
            port.id,
            port.state.value,
            ", ".join(one.address for one in port.addresses) or "-",
            port.mac_address,
            port.device_owner or "-",
        )
        for port in ports
    )
    show_rows(titles, rows, quiet=session.quiet)


@port.command(short_help="Make a port.")
@click.argument("network")
@click.option("--name", default="", help="Its name.")
@click.option("--subnet", metavar="SUBNET", help="The subnet to have an address of.")
@click.option("--address", metavar="ADDRESS", help="The address to have.")
@click.option("--group", multiple=True, metavar="GROUP", help="A security group; repeat it for more.")
@profile_option
@output_options
@click.pass_obj
def create(
    session: Session,
    network: str,
    name: str,
    subnet: str | None,
    address: str | None,
    group: tuple[str, ...],
    profile: str,
) -> None:
    """Make a port, which a machine can be given.

    JSON: one object with all fields of the port.
    """
    client = session.connections.cloud(profile).network
    made = client.create_port(
        client.find_network(network).id,
        name=name,
        subnet_id=None if subnet is None else client.find_subnet(subnet).id,
        address=address,
        security_group_ids=[client.find_security_group(one).id for one in group] or None,
    )
    say_made(session, "port", made)


@port.command(short_help="Delete a port.")
@click.argument("port")
@yes_option
@profile_option
@output_options
@click.pass_obj
def rm(session: Session, port: str, yes: bool, profile: str) -> None:
    """Delete a port; a machine that has it loses it.

    JSON: one object: id, name, deleted.
    """
    client = session.connections.cloud(profile).network
    found = client.find_port(port)
    remove(session, "port", found, lambda one: client.delete_port(one.id), yes=yes)
