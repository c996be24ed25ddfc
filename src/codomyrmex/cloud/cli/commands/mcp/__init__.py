"""``cmx mcp``: the clouds as tools for agents."""

from __future__ import annotations

import click

from codomyrmex.cloud.cli.commands.mcp.auditing import audit
from codomyrmex.cloud.cli.commands.mcp.clients import config
from codomyrmex.cloud.cli.commands.mcp.serving import serve
from codomyrmex.cloud.cli.commands.mcp.showing import roles, tools


class _InOrder(click.Group):
    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.commands)


@click.group(cls=_InOrder, short_help="Tools for agents, and what a role may do with them.")
def mcp() -> None:
    """Tools for agents over the Model Context Protocol, and what a role may do with them."""


for _command in (serve, tools, roles, audit, config):
    mcp.add_command(_command)
