"""The options that say what an agent may; `config` writes them down for `serve`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import click

F = TypeVar("F", bound=Callable[..., Any])

# Named here too: to show the help, the table of roles need not be read.
ROLES = ("engineer", "architect", "qatester")

_FOLDER = click.Path(exists=True, file_okay=False, resolve_path=True)
_FILE = click.Path(dir_okay=False, resolve_path=True)

_OPTIONS = (
    click.option(
        "--role",
        type=click.Choice(ROLES),
        default="qatester",
        show_default=True,
        help="What the agent is; see: cmx mcp roles.",
    ),
    click.option(
        "--allow-dir",
        "folders",
        multiple=True,
        type=_FOLDER,
        help="Where it may read and write files; may be given several times. Nowhere if not given.",
    ),
    click.option("--policy", type=_FILE, help="A file that narrows the role further."),
    click.option("--audit", type=_FILE, help="Where its calls are written down."),
    click.option(
        "--yes",
        "yes",
        multiple=True,
        metavar="TOOL",
        help="Let it use this tool without asking; may be given several times.",
    ),
)


def session_options(command: F) -> F:
    """Give a command the options that say what an agent may."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command
