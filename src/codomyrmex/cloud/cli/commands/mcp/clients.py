"""``cmx mcp config``."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Any

import click

from codomyrmex.cloud.cli.commands.mcp.options import session_options
from codomyrmex.cloud.cli.options import output_options

if TYPE_CHECKING:
    from codomyrmex.cloud.cli.session import Session

# What each calls the servers that it knows, in its file; all of them reject a dot in a tool's name.
_SERVERS = {"claude": "mcpServers", "cursor": "mcpServers", "vscode": "servers"}


@click.command(short_help="Print what a client needs to start the server.")
@click.argument("client", type=click.Choice(list(_SERVERS)))
@session_options
@output_options
@click.pass_obj
def config(
    session: Session,
    client: str,
    role: str,
    folders: tuple[str, ...],
    policy: str | None,
    audit: str | None,
    yes: tuple[str, ...],
) -> None:
    """Print the JSON that makes a client start the server of this installation, with the options given here.

    It belongs into claude_desktop_config.json, ~/.cursor/mcp.json or .vscode/mcp.json. Nothing secret is in
    it: name credentials in a profile, since these clients start servers with few variables.
    """
    arguments = ["-m", "codomyrmex.cloud.cli", "mcp", "serve", "--role", role, "--tool-names", "underscore"]
    given = {"--allow-dir": folders, "--policy": policy, "--audit": audit, "--yes": yes}
    for option, values in given.items():
        for value in (values,) if isinstance(values, str) else values or ():
            arguments += [option, value]
    server: dict[str, Any] = {"command": sys.executable, "args": arguments}
    if client == "vscode":
        server = {"type": "stdio", **server}
    fields = {_SERVERS[client]: {"codomyrmex": server}}
    session.show(fields, json.dumps(fields, indent=2))
