"""``cmx identity``: who calls, and with what."""

from __future__ import annotations

import click

from codomyrmex.cloud.cli.commands.identity import caller, credentials, keys


@click.group(short_help="Who calls, with which roles and keys.")
def identity() -> None:
    """Who calls, in which project, with which roles and keys."""


for _command in (
    caller.whoami,
    caller.projects,
    caller.roles,
    caller.assignments,
    caller.catalog,
    caller.password,
    keys.keys,
    credentials.credentials,
    credentials.rules,
):
    identity.add_command(_command)
