"""``cmx network port``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import click

from codomyrmex.cloud.cli.clients import network_of, neutron_of
from codomyrmex.cloud.cli.kinds import Kind
from codomyrmex.cloud.cli.options import new_description_option, new_name_option, new_tag_option
from codomyrmex.cloud.common.network import NetworkClient, Port

if TYPE_CHECKING:
    from codomyrmex.cloud.infomaniak.network import InfomaniakNetworkClient


@click.group(short_help="What connects machines to networks.")
def port() -> None:
    """What connects machines to networks."""


_ports = Kind("port", network_of, lambda client, name: client.find_port(name), port)


@_ports.ls(
    "List ports.",
    {
        "NAME": lambda port: port.name or None,
        "ID": "id",
        "STATE": "state",
        "ADDRESSES": lambda port: tuple(one.address for one in port.addresses),
        "MAC": "mac_address",
        "OWNER": "device_owner",
    },
)
@click.option("--network", metavar="NETWORK", help="Those of one network alone.")
def ls(client: NetworkClient, network: str | None) -> Iterator[Port]:
    """List ports.

    JSON: one port a line, with all fields.
    """
    return client.list_ports(network_id=None if network is None else client.find_network(network).id)


@_ports.show("Show a port.")
def show(_client: NetworkClient, port: Port) -> Port:
    """Show a port.

    JSON: one object with all fields.
    """
    return port


@_ports.create("Make a port.")
@click.argument("network")
@click.option("--name", default="", help="Its name.")
@click.option("--subnet", metavar="SUBNET", help="The subnet to have an address of.")
@click.option("--address", metavar="ADDRESS", help="The address to have.")
@click.option("--group", multiple=True, metavar="GROUP", help="A security group; repeat it for more.")
def create(
    client: NetworkClient,
    network: str,
    name: str,
    subnet: str | None,
    address: str | None,
    group: tuple[str, ...],
) -> Port:
    """Make a port, which a machine can be given.

    JSON: one object with all fields of the port.
    """
    return client.create_port(
        client.find_network(network).id,
        name=name,
        subnet_id=None if subnet is None else client.find_subnet(subnet).id,
        address=address,
        security_group_ids=[client.find_security_group(one).id for one in group] or None,
    )


@_ports.update("Change a port.")
@new_name_option
@click.option(
    "--group", "groups", multiple=True, metavar="GROUP", help="A security group; all that it is in."
)
@click.option("--no-group", is_flag=True, help="Be in no security group.")
@new_description_option
@new_tag_option
def update(
    client: NetworkClient, port: Port, groups: tuple[str, ...], no_group: bool, **changes: Any
) -> Port:
    """Change a port. What is not given stays as it is.

    JSON: one object with all fields of the port.
    """
    if groups and no_group:
        raise click.UsageError("A port is in the groups given or in none, not both.")
    found = [client.find_security_group(one).id for one in groups]
    return client.update_port(port.id, security_group_ids=found if groups or no_group else None, **changes)


_openstack_ports = Kind("port", neutron_of, lambda client, name: client.find_port(name), port)


@_openstack_ports.update("Let a port have further addresses.", name="allow")
@click.argument("cidrs", metavar="[ADDRESS]...", nargs=-1)
def allow(client: InfomaniakNetworkClient, port: Port, cidrs: tuple[str, ...]) -> Port:
    """Let a port have traffic of these addresses and ranges besides its own, and of no others.

    Such as one that machines take over from each other. OpenStack has this.

    JSON: one object with all fields of the port.
    """
    return client.set_allowed_addresses(port.id, cidrs)


@_ports.rm("Delete a port.")
def rm(client: NetworkClient, port: Port) -> None:
    """Delete a port; a machine that has it loses it.

    JSON: one object: id, name, deleted.
    """
    client.delete_port(port.id)
