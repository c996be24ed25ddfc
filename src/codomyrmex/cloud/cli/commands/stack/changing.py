"""Making and changing stacks."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from codomyrmex.cloud.cli import table
from codomyrmex.cloud.cli.clients import stacks_of
from codomyrmex.cloud.cli.commands.stack.group import (
    options_of,
    stack,
    template_argument,
    template_options,
    text_or_path,
    wait,
)
from codomyrmex.cloud.cli.kinds import command
from codomyrmex.cloud.cli.options import (
    no_wait_option,
    tag_option,
    timeout_option,
)
from codomyrmex.cloud.cli.session import Session

if TYPE_CHECKING:
    from codomyrmex.cloud.common.orchestration import OrchestrationClient, StackPreview

_WITHOUT = ("details", "outputs", "is_undone")
_rollback_option = click.option(
    "--rollback/--no-rollback", default=None, help="Whether to undo what was done when a part of it fails."
)


@command(stacks_of, "Show what would be made.", group=stack)
@click.argument("name")
@template_argument
@template_options
def preview(
    session: Session,
    client: OrchestrationClient,
    name: str,
    template: Path,
    parameter: dict[str, str],
    environment: tuple[Path, ...],
    files_from: Path | None,
) -> None:
    """Show what cmx stack create would make.

    JSON: one resource a line.
    """
    options = options_of(parameter, environment, files_from)
    _show_changes(session, client.preview_stack(name, text_or_path(template), **options))


@command(stacks_of, "Make a stack.", group=stack)
@click.argument("name")
@template_argument
@template_options
@tag_option
@_rollback_option
@timeout_option
@no_wait_option
def create(
    session: Session,
    client: OrchestrationClient,
    name: str,
    template: Path,
    parameter: dict[str, str],
    environment: tuple[Path, ...],
    files_from: Path | None,
    tags: dict[str, str],
    rollback: bool | None,
    timeout: float,
    no_wait: bool,
) -> None:
    """Make a stack and wait until it is made. A dash in the place of the template is standard input.

    JSON: one object.
    """
    from codomyrmex.cloud.common.orchestration import StackState

    options = options_of(parameter, environment, files_from)
    made = client.create_stack(name, text_or_path(template), tags=tags, rollback=bool(rollback), **options)
    if not no_wait:
        made = wait(session, client, made, StackState.CREATED, timeout)
    table.show_one(session, made, without=_WITHOUT)


@command(stacks_of, "Change a stack.", group=stack)
@click.argument("name")
@click.argument(
    "template",
    required=False,
    type=click.Path(exists=True, dir_okay=False, allow_dash=True, path_type=Path),
)
@template_options
@click.option("--reset", multiple=True, metavar="NAME", help="Give a parameter its default again.")
@click.option("--preview", "is_preview", is_flag=True, help="Show what would change, and change nothing.")
@tag_option
@_rollback_option
@timeout_option
@no_wait_option
def update(
    session: Session,
    client: OrchestrationClient,
    name: str,
    template: Path | None,
    parameter: dict[str, str],
    environment: tuple[Path, ...],
    files_from: Path | None,
    reset: tuple[str, ...],
    is_preview: bool,
    tags: dict[str, str],
    rollback: bool | None,
    timeout: float,
    no_wait: bool,
) -> None:
    """Change a stack and wait until it is changed. What is not given stays as it is.

    JSON: one object; with --preview one resource a line.
    """
    from codomyrmex.cloud.common.orchestration import StackState

    options = options_of(parameter, environment, files_from)
    source = None if template is None else text_or_path(template)
    found = client.find_stack(name)
    if is_preview:
        _show_changes(session, client.preview_update(found.id, source, reset_parameters=reset, **options))
        return
    client.update_stack(
        found.id, source, tags=tags or None, rollback=rollback, reset_parameters=reset, **options
    )
    changed = (
        client.get_stack(found.id) if no_wait else wait(session, client, found, StackState.UPDATED, timeout)
    )
    table.show_one(session, changed, without=_WITHOUT)


def _show_changes(session: Session, seen: StackPreview) -> None:
    columns = {"CHANGE": "action", "RESOURCE": "resource", "TYPE": "type", "ID": "id"}
    table.show_list(session, seen.changes, columns)
