"""``cmx lb``: load balancers, and what they are made of."""

from __future__ import annotations

import click

from codomyrmex.cloud.cli.commands.lb.balancers import create, ls, rm, show, stats, update
from codomyrmex.cloud.cli.commands.lb.listeners import listener
from codomyrmex.cloud.cli.commands.lb.members import member
from codomyrmex.cloud.cli.commands.lb.monitors import monitor
from codomyrmex.cloud.cli.commands.lb.policies import policy, rule
from codomyrmex.cloud.cli.commands.lb.pools import pool


@click.group(short_help="Load balancers.")
def lb() -> None:
    """Load balancers, and what they are made of. Everything is called by its name or id."""


for _command in (ls, show, create, update, rm, listener, pool, member, monitor, policy, rule, stats):
    lb.add_command(_command)
