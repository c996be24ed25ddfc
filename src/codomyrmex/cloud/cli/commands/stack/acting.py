"""What is done to a whole stack."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import click

from codomyrmex.cloud.cli.asking import ask
from codomyrmex.cloud.cli.clients import stacks_of
from codomyrmex.cloud.cli.commands.stack.group import stack, wait
from codomyrmex.cloud.cli.kinds import Decorated, Option, built
from codomyrmex.cloud.cli.options import no_wait_option, timeout_option, yes_option
from codomyrmex.cloud.cli.session import Session
from codomyrmex.cloud.cli.text import printable

if TYPE_CHECKING:
    from codomyrmex.cloud.common.orchestration import OrchestrationClient


def _acting(short_help: str, state: str, *first: Option) -> Decorated:
    """Make a command of a function that begins something with the stack of an id, and wait for a state."""

    def decorate(begin: Callable[[OrchestrationClient, str], None]) -> click.Command:
        def run(
            session: Session, /, profile: str, name: str, timeout: float, no_wait: bool, yes: bool = True
        ) -> None:
            from codomyrmex.cloud.common.orchestration import StackState

            client = stacks_of(session, profile)
            found = client.find_stack(name)
            if not yes:
                ask(session, f"Delete the stack {found.name} with all that it made?")
            begin(client, found.id)
            if no_wait:
                seen = client.get_stack(found.id)
            else:
                seen = wait(session, client, found, StackState(state), timeout)
            fields = {"id": seen.id, "name": seen.name, "state": seen.state}
            session.done(fields, f"{printable(seen.name)} {seen.state}")

        name = click.Argument(["name"])
        options: Sequence[Option] = (*first, timeout_option, no_wait_option)
        return built(begin, run, short_help, stack, first=[name], last=options)

    return decorate


@_acting("Compare a stack with what is really there.", "checked")
def check(client: OrchestrationClient, stack_id: str) -> None:
    """Compare a stack's resources with what is really there, and wait until that is done.

    JSON: one object: id, name, state.
    """
    client.check_stack(stack_id)


@_acting("Suspend a stack.", "suspended")
def suspend(client: OrchestrationClient, stack_id: str) -> None:
    """Suspend a stack's resources, and wait until that is done.

    JSON: one object: id, name, state.
    """
    client.suspend_stack(stack_id)


@_acting("Resume a suspended stack.", "resumed")
def resume(client: OrchestrationClient, stack_id: str) -> None:
    """Resume a suspended stack, and wait until that is done.

    JSON: one object: id, name, state.
    """
    client.resume_stack(stack_id)


@_acting("Delete a stack.", "deleted", yes_option)
def rm(client: OrchestrationClient, stack_id: str) -> None:
    """Delete a stack with all that it made, and wait until that is done.

    JSON: one object: id, name, state.
    """
    client.delete_stack(stack_id)
