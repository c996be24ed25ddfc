"""``cmx network ip``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import click

from codomyrmex.cloud.cli.clients import network_of
from codomyrmex.cloud.cli.kinds import Kind, command
from codomyrmex.cloud.cli.options import new_description_option, new_tag_option
from codomyrmex.cloud.cli.removing import label_of
from codomyrmex.cloud.cli.session import Session
from codomyrmex.cloud.cli.table import fields_of
from codomyrmex.cloud.common.network import FloatingIp, NetworkClient


@click.group(short_help="Addresses on the internet.")
def ip() -> None:
    """Floating IPs: addresses on the internet that are moved between ports."""


_addresses = Kind(
    "floating IP", network_of, lambda client, name: client.find_floating_ip(name), ip, argument="address"
)


@_addresses.ls(
    "List floating IPs.",
    {"ADDRESS": "address", "ID": "id", "STATE": "state", "LEADS TO": "fixed_address", "PORT": "port_id"},
)
def ls(client: NetworkClient) -> Iterator[FloatingIp]:
    """List floating IPs.

    JSON: one floating IP a line, with all fields.
    """
    return client.list_floating_ips()


@_addresses.create("Take an address on the internet.", name="allocate", done="allocated")
@click.option("--network", metavar="NETWORK", help="The external network; needed where there are several.")
@click.option("--description", default="", help="What to say about it.")
def allocate(client: NetworkClient, network: str | None, description: str) -> FloatingIp:
    """Take an address on the internet, which leads nowhere yet.

    JSON: one object with all fields of the floating IP.
    """
    of = None if network is None else client.find_network(network).id
    return client.allocate_floating_ip(network_id=of, description=description)


@_addresses.update("Change what is said of a floating IP.")
@new_description_option
@new_tag_option
def update(client: NetworkClient, address: FloatingIp, **changes: Any) -> FloatingIp:
    """Change the description or the labels of a floating IP.

    JSON: one object with all fields of the floating IP.
    """
    return client.update_floating_ip(address.id, **changes)


@command(network_of, "Lead a floating IP to a port.", group=ip)
@click.argument("address")
@click.argument("port")
def attach(session: Session, client: NetworkClient, address: str, port: str) -> None:
    """Lead a floating IP to a port, and no longer to another.

    JSON: one object with all fields of the floating IP.
    """
    found, to = client.find_floating_ip(address), client.find_port(port)
    led = client.associate_floating_ip(found.id, to.id)
    session.done(fields_of(led), f"{led.address} leads to {led.fixed_address} of port {label_of(to)}")


@command(network_of, "Lead a floating IP nowhere.", group=ip)
@click.argument("address")
def detach(session: Session, client: NetworkClient, address: str) -> None:
    """Lead a floating IP nowhere; the account keeps it.

    JSON: one object with all fields of the floating IP.
    """
    led = client.disassociate_floating_ip(client.find_floating_ip(address).id)
    session.done(fields_of(led), f"{led.address} leads nowhere")


@_addresses.rm("Give an address back.", name="release")
def release(client: NetworkClient, address: FloatingIp) -> None:
    """Give an address back; the next account may get it.

    JSON: one object: id, name, deleted.
    """
    client.release_floating_ip(address.id)
