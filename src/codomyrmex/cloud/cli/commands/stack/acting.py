"""What is done to a whole stack."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from codomyrmex.cloud.cli.asking import ask
from codomyrmex.cloud.cli.commands.stack.group import stack, stacks_of, wait
from codomyrmex.cloud.cli.options import (
    no_wait_option,
    output_options,
    profile_option,
    timeout_option,
    yes_option,
)

if TYPE_CHECKING:
    from codomyrmex.cloud.cli.session import Session


@stack.command(short_help="Compare a stack with what is really there.")
@click.argument("name")
@timeout_option
@no_wait_option
@profile_option
@output_options
@click.pass_obj
def check(session: Session, profile: str, name: str, timeout: float, no_wait: bool) -> None:
    """Compare a stack's resources with what is really there, and wait until that is done.

    JSON: one object: id, name, state.
    """
    _act(session, profile, name, "check", timeout=timeout, no_wait=no_wait)


@stack.command(short_help="Suspend a stack.")
@click.argument("name")
@timeout_option
@no_wait_option
@profile_option
@output_options
@click.pass_obj
def suspend(session: Session, profile: str, name: str, timeout: float, no_wait: bool) -> None:
    """Suspend a stack's resources, and wait until that is done.

    JSON: one object: id, name, state.
    """
    _act(session, profile, name, "suspend", timeout=timeout, no_wait=no_wait)


@stack.command(short_help="Resume a suspended stack.")
@click.argument("name")
@timeout_option
@no_wait_option
@profile_option
@output_options
@click.pass_obj
def resume(session: Session, profile: str, name: str, timeout: float, no_wait: bool) -> None:
    """Resume a suspended stack, and wait until that is done.

    JSON: one object: id, name, state.
    """
    _act(session, profile, name, "resume", timeout=timeout, no_wait=no_wait)


@stack.command(short_help="Delete a stack.")
@click.argument("name")
@yes_option
@timeout_option
@no_wait_option
@profile_option
@output_options
@click.pass_obj
def rm(session: Session, profile: str, name: str, yes: bool, timeout: float, no_wait: bool) -> None:
    """Delete a stack with all that it made, and wait until that is done.

    JSON: one object: id, name, state.
    """
    _act(session, profile, name, "rm", timeout=timeout, no_wait=no_wait, yes=yes)


def _act(
    session: Session,
    profile: str,
    name: str,
    action: str,
    *,
    timeout: float,
    no_wait: bool,
    yes: bool = True,
) -> None:
    from codomyrmex.cloud.common.orchestration import StackState

    client = stacks_of(session, profile)
    found = client.find_stack(name)
    begin, state = {
        "check": (client.check_stack, StackState.CHECKED),
        "suspend": (client.suspend_stack, StackState.SUSPENDED),
        "resume": (client.resume_stack, StackState.RESUMED),
        "rm": (client.delete_stack, StackState.DELETED),
    }[action]
    if not yes:
        ask(session, f"Delete the stack {found.name} with all that it made?")
    begin(found.id)
    seen = client.get_stack(found.id) if no_wait else wait(session, client, found, state, timeout)
    session.done({"id": seen.id, "name": seen.name, "state": seen.state}, f"{seen.name} {seen.state}")
