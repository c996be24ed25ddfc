"""``cmx network``: networks, and what is in and between them."""

from __future__ import annotations

import click

from codomyrmex.cloud.cli.commands.network.addresses import ip
from codomyrmex.cloud.cli.commands.network.forwardings import forward
from codomyrmex.cloud.cli.commands.network.networks import create, ls, quota, rm, show, update
from codomyrmex.cloud.cli.commands.network.ports import port
from codomyrmex.cloud.cli.commands.network.routers import router
from codomyrmex.cloud.cli.commands.network.security import group
from codomyrmex.cloud.cli.commands.network.subnets import subnet


@click.group(short_help="Networks, subnets, ports, routers, security groups, floating IPs.")
def network() -> None:
    """Networks, and what is in and between them. Everything is called by its name or id."""


for _command in (ls, show, create, update, rm, subnet, port, router, group, ip, forward, quota):
    network.add_command(_command)
