"""``cmx network subnet``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import click

from codomyrmex.cloud.cli.clients import network_of
from codomyrmex.cloud.cli.kinds import Kind
from codomyrmex.cloud.cli.options import new_description_option, new_name_option, new_tag_option, several
from codomyrmex.cloud.common.network import NetworkClient, Subnet


@click.group(short_help="The ranges of addresses of networks.")
def subnet() -> None:
    """The ranges of addresses of networks."""


_subnets = Kind("subnet", network_of, lambda client, name: client.find_subnet(name), subnet)


@_subnets.ls(
    "List subnets.",
    {"NAME": "name", "ID": "id", "CIDR": "cidr", "GATEWAY": "gateway", "NETWORK": "network_id"},
)
@click.option("--network", metavar="NETWORK", help="Those of one network alone.")
def ls(client: NetworkClient, network: str | None) -> Iterator[Subnet]:
    """List subnets.

    JSON: one subnet a line, with all fields.
    """
    return client.list_subnets(None if network is None else client.find_network(network).id)


@_subnets.show("Show a subnet.")
def show(_client: NetworkClient, subnet: Subnet) -> Subnet:
    """Show a subnet.

    JSON: one object with all fields.
    """
    return subnet


@_subnets.create("Give a network a subnet.")
@click.argument("network")
@click.argument("cidr")
@click.option("--name", default="", help="Its name.")
@click.option("--gateway", metavar="ADDRESS", help="The address of the way out.")
@click.option("--no-gateway", is_flag=True, help="Have no way out.")
@click.option("--dns", multiple=True, metavar="ADDRESS", help="A name server; repeat it for more.")
@click.option("--no-dhcp", is_flag=True, help="Do not tell machines their addresses.")
def create(
    client: NetworkClient,
    network: str,
    cidr: str,
    name: str,
    gateway: str | None,
    no_gateway: bool,
    dns: tuple[str, ...],
    no_dhcp: bool,
) -> Subnet:
    """Give a network a range of addresses, such as 10.0.0.0/24 or fd00::/64.

    JSON: one object with all fields of the subnet.
    """
    return client.create_subnet(
        client.find_network(network).id,
        cidr,
        name=name,
        gateway=gateway,
        has_gateway=not no_gateway,
        dns_servers=dns,
        dhcp=not no_dhcp,
    )


@_subnets.update("Change a subnet.")
@new_name_option
@click.option("--gateway", metavar="ADDRESS", help="The address of the way out.")
@click.option("--no-gateway", is_flag=True, help="Have no way out.")
@click.option(
    "--dns", "dns_servers", multiple=True, metavar="ADDRESS", callback=several, help="All name servers."
)
@click.option("--dhcp/--no-dhcp", default=None, help="Tell machines their addresses, or do not.")
@new_description_option
@new_tag_option
def update(client: NetworkClient, subnet: Subnet, no_gateway: bool, **changes: Any) -> Subnet:
    """Change a subnet. What is not given stays as it is; its range cannot change.

    JSON: one object with all fields of the subnet.
    """
    return client.update_subnet(subnet.id, has_gateway=not no_gateway, **changes)


@_subnets.rm("Delete a subnet.")
def rm(client: NetworkClient, subnet: Subnet) -> None:
    """Delete a subnet.

    JSON: one object: id, name, deleted.
    """
    client.delete_subnet(subnet.id)
