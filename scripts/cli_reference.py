"""Writes docs/cli.md from the help that `cmx` gives.

python scripts/cli_reference.py          rewrite it
python scripts/cli_reference.py --check  fail when it is not what `cmx` says
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import click

from codomyrmex.cloud.cli.app import cmx

DOCUMENT = Path(__file__).parent.parent / "docs" / "cli.md"
_WIDTH = 100


def reference() -> str:
    """The document: the help of `cmx`, then that of each command."""
    top = click.Context(cmx, info_name="cmx", terminal_width=_WIDTH, max_content_width=_WIDTH)
    parts = [
        "# Command line\n",
        "What `cmx --help` says, and `--help` of each command.\n",
        _fenced(cmx.get_help(top)),
    ]
    parts += _commands(cmx, top)
    return "\n".join(parts)


def _commands(group: click.Group, context: click.Context) -> Iterator[str]:
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        if command is None:
            continue
        below = click.Context(command, info_name=name, parent=context)
        yield f"## {below.command_path}\n\n{_fenced(command.get_help(below))}"
        if isinstance(command, click.Group):
            yield from _commands(command, below)


def _fenced(text: str) -> str:
    return f"```text\n{text.rstrip()}\n```\n"


def main() -> int:
    """Rewrite or check; returns the exit status."""
    if "--check" in sys.argv[1:]:
        return int(not DOCUMENT.exists() or DOCUMENT.read_text(encoding="utf-8") != reference())
    DOCUMENT.write_text(reference(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
