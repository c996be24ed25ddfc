"""Commands that begin something with an instance, and wait until it is done."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, cast

import click

from codomyrmex.cloud.cli.asking import ask
from codomyrmex.cloud.cli.kinds import ClientOf, Decorated, built
from codomyrmex.cloud.cli.options import no_wait_option, timeout_option, yes_option
from codomyrmex.cloud.cli.session import Session
from codomyrmex.cloud.cli.text import printable
from codomyrmex.cloud.cli.waiting import waiting
from codomyrmex.cloud.common.compute import ComputeClient, Instance, InstanceState

if TYPE_CHECKING:
    from codomyrmex.cloud.infomaniak.compute import InfomaniakComputeClient

Until = InstanceState | str | Callable[[Instance], str]
"""A state of every cloud's instances, or Nova's word for one, perhaps by what the instance was before."""


def acting(
    client_of: ClientOf[Any], short_help: str, done: str, until: Until, *, asks: str | None = None
) -> Decorated:
    """Make a command of a function that takes a client and an instance, and begins something.

    Args:
        client_of: the client of a profile.
        short_help: what the group's help says of it.
        done: what the instance is when it is done: ``started``.
        until: the state that it then is in.
        asks: what to ask before: ``Delete``; nothing is asked if not given.
    """

    def decorate(begin: Callable[..., object]) -> click.Command:
        def run(
            session: Session,
            /,
            profile: str,
            instance: str,
            timeout: float,
            no_wait: bool,
            yes: bool = True,
            **own: Any,
        ) -> None:
            client = client_of(session, profile)
            found = client.find_instance(instance)
            if not yes:
                ask(session, f"{asks} the instance {found.name} ({found.id})?", done)
            begin(client, found, **own)
            finish(session, client, found, until, done, None if no_wait else timeout)

        first = [click.Argument(["instance"])]
        options = [no_wait_option, timeout_option, *([yes_option] if asks else [])]
        return built(begin, run, short_help, first=first, last=options)

    return decorate


def finish(
    session: Session,
    client: ComputeClient,
    instance: Instance,
    until: Until,
    done: str,
    timeout: float | None,
    **more: Any,
) -> None:
    """Say what was done; without a timeout, that it was begun.

    Args:
        session: how to print.
        client: where the instance is.
        instance: the instance, as it was before.
        until: the state to wait for.
        done: what the instance then is: ``started``.
        timeout: seconds to wait at most.
        more: what else JSON has.
    """
    fields: dict[str, Any] = {"id": instance.id, "name": instance.name, **more}
    name = printable(instance.name)
    if timeout is None:
        session.done(fields | {"state": None}, f"{name} is being {done}")
        return
    seen = wait_for(session, client, instance, until, timeout)
    session.done(fields | {"state": seen.state.value}, f"{name} {done}")


def wait_for(
    session: Session, client: ComputeClient, instance: Instance, until: Until, timeout: float
) -> Instance:
    """Wait for a state, with a line that shows how it goes."""
    wanted = until(instance) if callable(until) else until
    with waiting(session, instance.name) as tell:
        if isinstance(wanted, InstanceState):
            return client.wait_for_state(
                instance.id, wanted, timeout=timeout, progress=lambda seen: tell(seen.state)
            )
        nova = cast("InfomaniakComputeClient", client)
        return nova.wait_for_status(
            instance.id, wanted, timeout=timeout, progress=lambda seen: tell(seen.details["status"])
        )
