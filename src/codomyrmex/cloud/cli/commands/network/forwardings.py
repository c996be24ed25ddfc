"""``cmx network forward``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import click

from codomyrmex.cloud.cli.asking import ask
from codomyrmex.cloud.cli.clients import neutron_of
from codomyrmex.cloud.cli.kinds import command, listing
from codomyrmex.cloud.cli.options import new_description_option, yes_option
from codomyrmex.cloud.cli.session import Session
from codomyrmex.cloud.cli.table import fields_of
from codomyrmex.cloud.common.errors import InvalidRequestError

if TYPE_CHECKING:
    from codomyrmex.cloud.common.network import Port
    from codomyrmex.cloud.infomaniak.network import InfomaniakNetworkClient, PortForwarding


@click.group(short_help="Ports of a floating IP that lead to machines.")
def forward() -> None:
    """Ports of a floating IP that lead to ports of machines. OpenStack has this."""


@listing(
    neutron_of,
    "List what a floating IP forwards.",
    {
        "ID": "id",
        "PROTOCOL": "protocol",
        "PORT": "external_port",
        "TO ADDRESS": "internal_address",
        "TO PORT": "internal_port",
    },
    group=forward,
)
@click.argument("address")
def ls(client: InfomaniakNetworkClient, address: str) -> Iterator[PortForwarding]:
    """List the ports of a floating IP that are forwarded.

    JSON: one forwarding a line, with all fields.
    """
    return client.list_port_forwardings(client.find_floating_ip(address).id)


@command(neutron_of, "Forward a port of a floating IP.", group=forward)
@click.argument("address")
@click.argument("external_port", type=int)
@click.argument("port")
@click.argument("internal_port", type=int)
@click.option("--protocol", default="tcp", show_default=True, help="tcp or udp.")
@click.option("--to", "inside", metavar="ADDRESS", help="Which address of the port, where it has several.")
@click.option("--description", default="", help="What to say about it.")
def create(
    session: Session,
    client: InfomaniakNetworkClient,
    address: str,
    external_port: int,
    port: str,
    internal_port: int,
    inside: str | None,
    **options: Any,
) -> None:
    """Forward a port of a floating IP to a machine: 203.0.113.9 2222 eth0 22.

    JSON: one object with all fields of the forwarding.
    """
    found, to = client.find_floating_ip(address), client.find_port(port)
    made = client.create_port_forwarding(
        found.id, external_port, to.id, internal_port, internal_address=inside or _only(to), **options
    )
    _say(session, found.address, made)


@command(neutron_of, "Change a forwarding.", group=forward)
@click.argument("address")
@click.argument("forwarding")
@click.option("--port", "external_port", type=int, help="The port of the floating IP.")
@click.option("--to-port", "internal_port", type=int, help="The port of the machine.")
@click.option("--protocol", help="tcp or udp.")
@new_description_option
def update(
    session: Session, client: InfomaniakNetworkClient, address: str, forwarding: str, **changes: Any
) -> None:
    """Change a forwarding, by its id. What is not given stays as it is.

    JSON: one object with all fields of the forwarding.
    """
    found = client.find_floating_ip(address)
    _say(session, found.address, client.update_port_forwarding(found.id, forwarding, **changes))


@command(neutron_of, "Forward a port no more.", group=forward)
@click.argument("address")
@click.argument("forwarding")
@yes_option
def rm(session: Session, client: InfomaniakNetworkClient, address: str, forwarding: str, yes: bool) -> None:
    """Delete a forwarding, by its id.

    JSON: one object: id, floating_ip_id, deleted.
    """
    found = client.find_floating_ip(address)
    if not yes:
        ask(session, f"Delete forwarding {forwarding} of {found.address}?")
    client.delete_port_forwarding(found.id, forwarding)
    fields = {"id": forwarding, "floating_ip_id": found.id, "deleted": True}
    session.done(fields, f"forwarding {forwarding} of {found.address} deleted")


def _only(port: Port) -> str:
    if len(port.addresses) != 1:
        raise InvalidRequestError(
            f"The port has {len(port.addresses)} addresses; name one with --to.", resource=port.id
        )
    return port.addresses[0].address


def _say(session: Session, address: str, forwarding: PortForwarding) -> None:
    inside = f"{forwarding.internal_address}:{forwarding.internal_port}"
    outside = f"{address}:{forwarding.external_port}"
    session.done(fields_of(forwarding), f"{outside} leads to {inside}, id {forwarding.id}")
