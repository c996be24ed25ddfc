"""The group of commands, and what they share."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from codomyrmex.cloud.cli.options import pairs
from codomyrmex.cloud.cli.waiting import waiting

if TYPE_CHECKING:
    from codomyrmex.cloud.cli.session import Session
    from codomyrmex.cloud.common.orchestration import OrchestrationClient, Stack, StackState, TemplateOptions

F = TypeVar("F", bound=Callable[..., Any])

template_argument = click.argument(
    "template", type=click.Path(exists=True, dir_okay=False, allow_dash=True, path_type=Path)
)


@click.group(short_help="Make and change stacks of resources.")
def stack() -> None:
    """Make, change and delete stacks: resources that are made from a template and live together.

    A stack is named by its name or its id. Files that a template names are sent with it; they are read from
    its folder alone, unless --files-from says another.
    """


def template_options(command: F) -> F:
    """Give a command what goes with a template: ``parameter``, ``environment`` and ``files_from``."""
    parameter = click.option(
        "-P", "--parameter", multiple=True, metavar="NAME=VALUE", callback=pairs, help="A parameter's value."
    )
    environment = click.option(
        "-e",
        "--environment",
        multiple=True,
        type=click.Path(exists=True, dir_okay=False, path_type=Path),
        help="A file of further values; the later one wins.",
    )
    files_from = click.option(
        "--files-from",
        type=click.Path(exists=True, file_okay=False, path_type=Path),
        help="The folder that files which the template names may be in.",
    )
    return parameter(environment(files_from(command)))


def options_of(
    parameter: dict[str, str], environment: tuple[Path, ...], files_from: Path | None
) -> TemplateOptions:
    """What the options of `template_options` are to the client."""
    options: TemplateOptions = {"parameters": parameter, "environments": environment}
    if files_from is not None:
        options["files_from"] = files_from
    return options


def text_or_path(template: Path) -> str | Path:
    """A template's file, or what standard input has where it is a dash."""
    return sys.stdin.read() if str(template) == "-" else template


def wait(
    session: Session, client: OrchestrationClient, found: Stack, state: StackState, timeout: float
) -> Stack:
    """Wait until a stack is in a state, and say meanwhile how it is."""
    with waiting(session, found.name) as show:
        return client.wait_for_stack(
            found.id, state, timeout=timeout, progress=lambda seen: show(str(seen.state))
        )
