"""Networks and quotas."""

from __future__ import annotations

import click

from codomyrmex.cloud.cli.options import output_options, profile_option, yes_option
from codomyrmex.cloud.cli.removing import remove, say_made
from codomyrmex.cloud.cli.session import Session
from codomyrmex.cloud.cli.table import show_list, show_one


@click.command(short_help="List networks.")
@profile_option
@output_options
@click.pass_obj
def ls(session: Session, profile: str) -> None:
    """List the networks that can be used.

    JSON: one network a line, with all fields.
    """
    columns = {"NAME": "name", "ID": "id", "STATE": "state", "EXTERNAL": "external", "SHARED": "shared"}
    show_list(session, session.connections.cloud(profile).network.list_networks(), columns)


@click.command(short_help="Show a network.")
@click.argument("network")
@profile_option
@output_options
@click.pass_obj
def show(session: Session, network: str, profile: str) -> None:
    """Show a network.

    JSON: one object with all fields.
    """
    show_one(session, session.connections.cloud(profile).network.find_network(network))


@click.command(short_help="Make a network.")
@click.argument("name")
@click.option("--subnet", metavar="CIDR", help="Give it a subnet with this range, such as 10.0.0.0/24.")
@click.option("--description", default="", help="What to say about it.")
@profile_option
@output_options
@click.pass_obj
def create(session: Session, name: str, subnet: str | None, description: str, profile: str) -> None:
    """Make a network. Where its subnet cannot be made, there is no network either.

    JSON: one object with all fields of the network.
    """
    client = session.connections.cloud(profile).network
    made = client.create_network(name, cidr=subnet, description=description)
    if subnet is not None:
        try:
            client.create_subnet(made.id, subnet, name=name)
        except BaseException:
            client.delete_network(made.id)
            raise
        made = client.get_network(made.id)
    say_made(session, "network", made)


@click.command(short_help="Delete a network.")
@click.argument("network")
@yes_option
@profile_option
@output_options
@click.pass_obj
def rm(session: Session, network: str, yes: bool, profile: str) -> None:
    """Delete a network and its subnets.

    JSON: one object: id, name, deleted.
    """
    client = session.connections.cloud(profile).network
    found = client.find_network(network)
    remove(session, "network", found, lambda one: client.delete_network(one.id), yes=yes)


@click.command(short_help="Show what there may be, and is.")
@profile_option
@output_options
@click.pass_obj
def quota(session: Session, profile: str) -> None:
    """Show how many networks, ports, load balancers, ... there may be, and are.

    JSON: one quota a line: name, limit, used.
    """
    quotas = session.connections.cloud(profile).network.list_quotas()
    show_list(session, quotas, {"NAME": "name", "USED": "used", "LIMIT": "limit"})
