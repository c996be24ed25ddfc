"""``cmx compute interfaces``: the ports of instances."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from codomyrmex.cloud.cli.clients import network_of, nova_of
from codomyrmex.cloud.cli.kinds import command, listing
from codomyrmex.cloud.cli.removing import label_of
from codomyrmex.cloud.cli.session import Session
from codomyrmex.cloud.cli.table import fields_of

if TYPE_CHECKING:
    from codomyrmex.cloud.common.network import NetworkClient
    from codomyrmex.cloud.infomaniak.compute import InfomaniakComputeClient, Interface


def _both_of(session: Session, profile: str) -> tuple[InfomaniakComputeClient, NetworkClient]:
    return nova_of(session, profile), network_of(session, profile)


@click.group(short_help="The ports of instances.")
def interfaces() -> None:
    """The ports by which instances are in networks. OpenStack has this."""


@listing(
    nova_of,
    "List the ports of an instance.",
    {"PORT": "port_id", "NETWORK": "network_id", "ADDRESSES": "ips", "MAC": "mac_address", "STATE": "state"},
    group=interfaces,
)
@click.argument("instance")
def ls(client: InfomaniakComputeClient, instance: str) -> tuple[Interface, ...]:
    """List the ports of an instance.

    JSON: one port a line: port_id, network_id, mac_address, ips, state.
    """
    return client.list_interfaces(client.find_instance(instance).id)


@command(_both_of, "Give an instance a port.", group=interfaces)
@click.argument("instance")
@click.option("--port", metavar="PORT", help="A port that is free.")
@click.option("--network", metavar="NETWORK", help="The network to make a port in.")
def attach(
    session: Session,
    clients: tuple[InfomaniakComputeClient, NetworkClient],
    instance: str,
    port: str | None,
    network: str | None,
) -> None:
    """Give an instance a port, or a new one in a network.

    JSON: one object: port_id, network_id, mac_address, ips, state.
    """
    nova, neutron = clients
    found = nova.find_instance(instance)
    made = nova.attach_interface(
        found.id,
        port_id=None if port is None else neutron.find_port(port).id,
        network_id=None if network is None else neutron.find_network(network).id,
    )
    session.done(fields_of(made), f"port {made.port_id} attached to {label_of(found)}")


@command(_both_of, "Take a port from an instance.", group=interfaces)
@click.argument("instance")
@click.argument("port")
def detach(
    session: Session,
    clients: tuple[InfomaniakComputeClient, NetworkClient],
    instance: str,
    port: str,
) -> None:
    """Take a port from an instance; one that was made with it is deleted. Returns at once.

    JSON: one object: port_id, instance_id.
    """
    nova, neutron = clients
    found, taken = nova.find_instance(instance), neutron.find_port(port)
    nova.detach_interface(found.id, taken.id)
    fields = {"port_id": taken.id, "instance_id": found.id}
    session.done(fields, f"port {label_of(taken)} is being detached from {label_of(found)}")
