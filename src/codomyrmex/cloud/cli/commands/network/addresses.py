"""``cmx network ip``."""

from __future__ import annotations

import click

from codomyrmex.cloud.cli.options import output_options, profile_option, yes_option
from codomyrmex.cloud.cli.removing import label_of, remove, say_made
from codomyrmex.cloud.cli.session import Session
from codomyrmex.cloud.cli.table import fields_of, show_list


@click.group(short_help="Addresses on the internet.")
def ip() -> None:
    """Floating IPs: addresses on the internet that are moved between ports."""


@ip.command(short_help="List floating IPs.")
@profile_option
@output_options
@click.pass_obj
def ls(session: Session, profile: str) -> None:
    """List floating IPs.

    JSON: one floating IP a line, with all fields.
    """
    columns = {"ADDRESS": "address", "ID": "id", "STATE": "state", "LEADS TO": "fixed_address"}
    columns["PORT"] = "port_id"
    show_list(session, session.connections.cloud(profile).network.list_floating_ips(), columns)


@ip.command(short_help="Take an address on the internet.")
@click.option("--network", metavar="NETWORK", help="The external network; needed where there are several.")
@click.option("--description", default="", help="What to say about it.")
@profile_option
@output_options
@click.pass_obj
def allocate(session: Session, network: str | None, description: str, profile: str) -> None:
    """Take an address on the internet, which leads nowhere yet.

    JSON: one object with all fields of the floating IP.
    """
    client = session.connections.cloud(profile).network
    of = None if network is None else client.find_network(network).id
    made = client.allocate_floating_ip(network_id=of, description=description)
    say_made(session, "floating IP", made, "allocated")


@ip.command(short_help="Lead a floating IP to a port.")
@click.argument("address")
@click.argument("port")
@profile_option
@output_options
@click.pass_obj
def attach(session: Session, address: str, port: str, profile: str) -> None:
    """Lead a floating IP to a port, and no longer to another.

    JSON: one object with all fields of the floating IP.
    """
    client = session.connections.cloud(profile).network
    found, to = client.find_floating_ip(address), client.find_port(port)
    led = client.associate_floating_ip(found.id, to.id)
    session.done(fields_of(led), f"{led.address} leads to {led.fixed_address} of port {label_of(to)}")


@ip.command(short_help="Lead a floating IP nowhere.")
@click.argument("address")
@profile_option
@output_options
@click.pass_obj
def detach(session: Session, address: str, profile: str) -> None:
    """Lead a floating IP nowhere; the account keeps it.

    JSON: one object with all fields of the floating IP.
    """
    client = session.connections.cloud(profile).network
    led = client.disassociate_floating_ip(client.find_floating_ip(address).id)
    session.done(fields_of(led), f"{led.address} leads nowhere")


@ip.command(short_help="Give an address back.")
@click.argument("address")
@yes_option
@profile_option
@output_options
@click.pass_obj
def release(session: Session, address: str, yes: bool, profile: str) -> None:
    """Give an address back; the next account may get it.

    JSON: one object: id, name, deleted.
    """
    client = session.connections.cloud(profile).network
    found = client.find_floating_ip(address)
    remove(session, "floating IP", found, lambda one: client.release_floating_ip(one.id), yes=yes)
