"""``cmx network subnet``."""

from __future__ import annotations

import click

from codomyrmex.cloud.cli.options import output_options, profile_option, yes_option
from codomyrmex.cloud.cli.removing import remove, say_made
from codomyrmex.cloud.cli.session import Session
from codomyrmex.cloud.cli.table import show_list


@click.group(short_help="The ranges of addresses of networks.")
def subnet() -> None:
    """The ranges of addresses of networks."""


@subnet.command(short_help="List subnets.")
@click.option("--network", metavar="NETWORK", help="Those of one network alone.")
@profile_option
@output_options
@click.pass_obj
def ls(session: Session, network: str | None, profile: str) -> None:
    """List subnets.

    JSON: one subnet a line, with all fields.
    """
    client = session.connections.cloud(profile).network
    of = None if network is None else client.find_network(network).id
    columns = {"NAME": "name", "ID": "id", "CIDR": "cidr", "GATEWAY": "gateway", "NETWORK": "network_id"}
    show_list(session, client.list_subnets(of), columns)


@subnet.command(short_help="Give a network a subnet.")
@click.argument("network")
@click.argument("cidr")
@click.option("--name", default="", help="Its name.")
@click.option("--gateway", metavar="ADDRESS", help="The address of the way out.")
@click.option("--no-gateway", is_flag=True, help="Have no way out.")
@click.option("--dns", multiple=True, metavar="ADDRESS", help="A name server; repeat it for more.")
@click.option("--no-dhcp", is_flag=True, help="Do not tell machines their addresses.")
@profile_option
@output_options
@click.pass_obj
def create(
    session: Session,
    network: str,
    cidr: str,
    name: str,
    gateway: str | None,
    no_gateway: bool,
    dns: tuple[str, ...],
    no_dhcp: bool,
    profile: str,
) -> None:
    """Give a network a range of addresses, such as 10.0.0.0/24 or fd00::/64.

    JSON: one object with all fields of the subnet.
    """
    client = session.connections.cloud(profile).network
    made = client.create_subnet(
        client.find_network(network).id,
        cidr,
        name=name,
        gateway=gateway,
        has_gateway=not no_gateway,
        dns_servers=dns,
        dhcp=not no_dhcp,
    )
    say_made(session, "subnet", made)


@subnet.command(short_help="Delete a subnet.")
@click.argument("subnet")
@yes_option
@profile_option
@output_options
@click.pass_obj
def rm(session: Session, subnet: str, yes: bool, profile: str) -> None:
    """Delete a subnet.

    JSON: one object: id, name, deleted.
    """
    client = session.connections.cloud(profile).network
    found = client.find_subnet(subnet)
    remove(session, "subnet", found, lambda one: client.delete_subnet(one.id), yes=yes)
