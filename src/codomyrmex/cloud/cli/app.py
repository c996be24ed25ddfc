"""The group of commands, each imported when it is used."""

from __future__ import annotations

from importlib import import_module
from typing import cast

import click

from codomyrmex import __version__
from codomyrmex.cloud.cli.exits import ExitCode

# The module of each command, in the order of the help.
_MODULES = {
    "ls": "ls",
    "cp": "cp",
    "cat": "cat",
    "put": "put",
    "stat": "stat",
    "rm": "rm",
    "mb": "buckets",
    "rb": "buckets",
    "presign": "presign",
    "du": "du",
    "uploads": "uploads",
    "sweep": "sweep",
    "compute": "compute",
    "volume": "volume",
    "identity": "identity",
    "dns": "dns",
    "network": "network",
    "lb": "lb",
    "stack": "stack",
    "usage": "usage",
    "coda": "coda",
    "newsletter": "newsletter",
    "mcp": "mcp",
    "providers": "providers",
    "doctor": "doctor",
    "completion": "completion",
}

_ADDRESSES = (
    ("local://bucket/key", "the store on this machine, which needs no account"),
    ("s3://bucket/key", "Amazon S3, with the credentials that its own tools use"),
    ("NAME://bucket/key", "the profile NAME; see: cmx providers"),
    ("./file, file:///path", "a file on this machine, for cp"),
)
_VARIABLES = (
    ("CODOMYRMEX_CONFIG", "the file of profiles, in place of ~/.config/codomyrmex/cloud.toml"),
    ("CODOMYRMEX_LOCAL_ROOT", "the folder behind local://"),
    ("CODOMYRMEX_DEBUG=1", "show the traceback of an error"),
)


class _Commands(click.Group):
    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_MODULES)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _MODULES:
            return None
        module = import_module(f"codomyrmex.cloud.cli.commands.{_MODULES[cmd_name]}")
        return cast("click.Command", getattr(module, cmd_name))

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        codes = [(str(code.value), code.meaning) for code in ExitCode]
        for title, rows in (("Addresses", _ADDRESSES), ("Environment", _VARIABLES), ("Exit codes", codes)):
            with formatter.section(title):
                formatter.write_dl(rows)


@click.group(
    cls=_Commands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(__version__, prog_name="cmx", message="%(prog)s %(version)s")
def cmx() -> None:
    """Files and buckets, alike on every cloud and on this machine.

    Every command takes --json: one JSON object a line for lists, one object otherwise.
    """
