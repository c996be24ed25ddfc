"""What there is."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from codomyrmex.cloud.cli import table, text
from codomyrmex.cloud.cli.clients import stacks_of
from codomyrmex.cloud.cli.commands.stack.group import (
    options_of,
    stack,
    template_argument,
    template_options,
    text_or_path,
)
from codomyrmex.cloud.cli.kinds import command
from codomyrmex.cloud.cli.options import timeout_option
from codomyrmex.cloud.cli.session import Session

if TYPE_CHECKING:
    from collections.abc import Iterable

    from codomyrmex.cloud.common.orchestration import OrchestrationClient, StackEvent

_WITHOUT = ("details", "outputs", "is_undone")
_depth_option = click.option(
    "--depth", type=click.IntRange(min=0), default=0, help="How many levels of nested stacks to go into."
)


@command(stacks_of, "List stacks.", group=stack)
def ls(session: Session, client: OrchestrationClient) -> None:
    """List stacks.

    JSON: one stack a line.
    """
    stacks = client.list_stacks()
    columns = {"NAME": "name", "STATE": "state", "CREATED": "created_at", "UPDATED": "updated_at", "ID": "id"}
    table.show_list(session, stacks, columns)


@command(stacks_of, "Show a stack.", group=stack)
@click.argument("name")
def show(session: Session, client: OrchestrationClient, name: str) -> None:
    """Show a stack; its outputs are shown by: cmx stack outputs.

    JSON: one object.
    """
    table.show_one(session, client.find_stack(name), without=_WITHOUT)


@command(stacks_of, "Check a template.", group=stack)
@template_argument
@template_options
def validate(
    session: Session,
    client: OrchestrationClient,
    template: Path,
    parameter: dict[str, str],
    environment: tuple[Path, ...],
    files_from: Path | None,
) -> None:
    """Ask the service whether it takes a template, and list the parameters that it has.

    JSON: one object.
    """
    options = options_of(parameter, environment, files_from)
    check = client.validate_template(text_or_path(template), **options)
    if session.json:
        session.show(table.fields_of(check), "")
        return
    session.done({}, check.description or "the template is valid")
    columns = {"PARAMETER": "name", "TYPE": "type", "DEFAULT": "default", "DESCRIPTION": "description"}
    table.show_list(session, check.parameters, columns)


@command(stacks_of, "List a stack's resources.", group=stack)
@click.argument("name")
@_depth_option
def resources(session: Session, client: OrchestrationClient, name: str, depth: int) -> None:
    """List a stack's resources.

    JSON: one resource a line.
    """
    found = client.list_resources(client.find_stack(name).id, depth=depth)
    columns = {"NAME": "name", "TYPE": "type", "STATE": "state", "ID": "id", "IN": "parent"}
    table.show_list(session, found, columns)


@command(stacks_of, "Show what happened to a stack.", group=stack)
@click.argument("name")
@click.option("-f", "--follow", is_flag=True, help="Go on until what is being done to it has ended.")
@_depth_option
@timeout_option
def events(
    session: Session, client: OrchestrationClient, name: str, follow: bool, depth: int, timeout: float
) -> None:
    """Show what happened to a stack, the oldest first, and with --follow what happens as it comes.

    JSON: one event a line.
    """
    found = client.find_stack(name)
    _show_events(
        session,
        found.name,
        client.stream_events(found.id, depth=depth, timeout=timeout)
        if follow
        else client.list_events(found.id, depth=depth),
    )


@command(stacks_of, "Show what a stack gives out.", group=stack)
@click.argument("name")
@click.argument("output", required=False)
def outputs(session: Session, client: OrchestrationClient, name: str, output: str | None) -> None:
    """Show a stack's outputs, or the value of one of them alone, as a program can use it.

    JSON: one object: the values by name.
    """
    given = client.find_stack(name).outputs
    if output is None:
        rows = [f"{key}  {text.printable(str(value))}" for key, value in given.items()]
        session.show(dict(given), "\n".join(rows) or "no outputs")
        return
    if output not in given:
        raise click.UsageError(f"{name} has no output {output}; it has: {', '.join(given) or 'none'}.")
    session.show({output: given[output]}, str(given[output]))


@command(stacks_of, "Show a stack's template.", group=stack)
@click.argument("name")
def template(session: Session, client: OrchestrationClient, name: str) -> None:
    """Show the template that a stack was made from.

    JSON: one object: template.
    """
    found = client.get_template(client.find_stack(name).id)
    session.show({"template": found}, found.rstrip("\n"))


def _show_events(session: Session, name: str, happened: Iterable[StackEvent]) -> None:
    for event in happened:
        line = f"{text.moment(event.at)}  {event.state:12}  {event.resource or name}  {event.reason}"
        session.show(table.fields_of(event) if session.json else {}, text.printable(line))
        sys.stdout.flush()
