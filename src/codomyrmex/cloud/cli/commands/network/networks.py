"""Networks and quotas."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import click

from codomyrmex.cloud.cli.clients import network_of
from codomyrmex.cloud.cli.kinds import Kind, listing
from codomyrmex.cloud.cli.options import new_description_option, new_name_option, new_tag_option
from codomyrmex.cloud.cli.table import QUOTA_COLUMNS
from codomyrmex.cloud.common.network import Network, NetworkClient
from codomyrmex.cloud.common.quotas import Quota

_networks = Kind("network", network_of, lambda client, name: client.find_network(name))


@_networks.ls(
    "List networks.",
    {"NAME": "name", "ID": "id", "STATE": "state", "EXTERNAL": "external", "SHARED": "shared"},
)
def ls(client: NetworkClient) -> Iterator[Network]:
    """List the networks that can be used.

    JSON: one network a line, with all fields.
    """
    return client.list_networks()


@_networks.show("Show a network.")
def show(_client: NetworkClient, network: Network) -> Network:
    """Show a network.

    JSON: one object with all fields.
    """
    return network


@_networks.create("Make a network.")
@click.argument("name")
@click.option("--subnet", metavar="CIDR", help="Give it a subnet with this range, such as 10.0.0.0/24.")
@click.option("--description", default="", help="What to say about it.")
def create(client: NetworkClient, name: str, subnet: str | None, description: str) -> Network:
    """Make a network. Where its subnet cannot be made, there is no network either.

    JSON: one object with all fields of the network.
    """
    made = client.create_network(name, cidr=subnet, description=description)
    if subnet is None:
        return made
    try:
        client.create_subnet(made.id, subnet, name=name)
    except BaseException:
        client.delete_network(made.id)
        raise
    return client.get_network(made.id)


@_networks.update("Change a network.")
@new_name_option
@new_description_option
@new_tag_option
def update(client: NetworkClient, network: Network, **changes: Any) -> Network:
    """Change the name, the description or the labels of a network.

    JSON: one object with all fields of the network.
    """
    return client.update_network(network.id, **changes)


@_networks.rm("Delete a network.")
def rm(client: NetworkClient, network: Network) -> None:
    """Delete a network and its subnets.

    JSON: one object: id, name, deleted.
    """
    client.delete_network(network.id)


@listing(network_of, "Show what there may be, and is.", QUOTA_COLUMNS)
def quota(client: NetworkClient) -> list[Quota]:
    """Show how many networks, ports, load balancers, ... there may be, and are.

    JSON: one quota a line: name, limit, used.
    """
    return client.list_quotas()
