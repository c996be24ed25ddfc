"""The command line of the local stack, which ``scripts/local_dev_setup.sh`` calls."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click

from aegis_multimodal_ai_system.local_stack.commands import LocalStack
from aegis_multimodal_ai_system.local_stack.errors import LocalStackError
from aegis_multimodal_ai_system.local_stack.native import STORES
from aegis_multimodal_ai_system.local_stack.ports import LOOPBACK
from aegis_multimodal_ai_system.local_stack.settings import NAMES, StackSettings
from aegis_multimodal_ai_system.local_stack.state import State

_SCRIPT = "scripts/local_dev_setup.sh"
_NEXT = f"""\
Keys and passwords are in .env. What next:
  python -c 'from aegis_multimodal_ai_system.storage import create_storage_client as c; print([*c().list()])'
  {_SCRIPT} status    what runs
  {_SCRIPT} down      stop it and keep the data
  {_SCRIPT} reset     stop it and delete the data"""


@click.command()
@click.argument("command", type=click.Choice(["up", "down", "reset", "status"]), default="up")
@click.option("--native", is_flag=True, help="Use no containers, even where an engine answers.")
@click.option("--store", type=click.Choice(list(STORES)), help="The object store of the native stack.")
def main(command: str, native: bool, store: str | None) -> None:
    """Run an object store and a database for development, as .env of the current folder says.

    Exit code: 0 done, 1 not done, 2 wrong usage, 3 (status) not all of it runs.
    """
    stack = LocalStack(Path.cwd(), click.echo, native, store)
    try:
        code = _run(stack, command)
    except LocalStackError as error:
        click.echo(f"local stack: {error}", err=True)
        code = 1
    except OSError as error:
        click.echo(f"local stack: {error.filename or 'a file'} cannot be used: {error.strerror}.", err=True)
        code = 1
    sys.exit(code)


def _run(stack: LocalStack, command: str) -> int:
    if command == "up":
        settings, state = stack.up()
        lines = settings.lines()
        _show(settings, state)
        click.echo(_NEXT)
        for name in NAMES:
            if os.environ.get(name, lines[name]) not in ("", lines[name]):
                click.echo(f"{name} is something else in the environment, which comes before .env.", err=True)
    elif command == "status":
        settings, state = stack.status()
        _show(settings, state)
        return 0 if state.all_run else 3
    elif command == "down":
        stack.down()
        click.echo("The stack is stopped; its data is kept.")
    else:
        stack.reset()
        click.echo("The stack is stopped, and its data is deleted.")
    return 0


def _show(settings: StackSettings, state: State) -> None:
    store, database = settings.store, settings.database
    runs = {True: "runs", False: "stopped"}
    click.echo(
        f"object store  {runs[state.store_runs]}  {settings.store_url}  bucket {store.name}  ({state.store})"
    )
    address = f"{LOOPBACK}:{database.port}"
    click.echo(f"database      {runs[state.database_runs]}  {address}  {database.name}  ({state.database})")


if __name__ == "__main__":
    main(prog_name=_SCRIPT)
