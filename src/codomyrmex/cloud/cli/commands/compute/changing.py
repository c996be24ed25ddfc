"""Commands that change an instance, and wait until it is done."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from codomyrmex.cloud.cli.asking import ask
from codomyrmex.cloud.cli.commands.compute.account import (
    compute_of,
    instance_argument,
    openstack_of,
    waiting_options,
)
from codomyrmex.cloud.cli.options import output_options, profile_option, timeout_option, yes_option
from codomyrmex.cloud.cli.session import Session
from codomyrmex.cloud.cli.table import show_one
from codomyrmex.cloud.cli.waiting import waiting

if TYPE_CHECKING:
    from codomyrmex.cloud.common.compute import ComputeClient, Instance


@click.command(short_help="Start an instance.")
@instance_argument
@waiting_options
@click.pass_obj
def start(session: Session, instance: str, profile: str, timeout: float, no_wait: bool) -> None:
    """Start an instance that is stopped, and wait until it runs.

    JSON: one object: id, name, and state, which is null with --no-wait.
    """
    client = compute_of(session, profile)
    found = client.find_instance(instance)
    client.start_instance(found.id)
    _finish(session, client, found, "running", "started", None if no_wait else timeout)


@click.command(short_help="Stop an instance.")
@instance_argument
@waiting_options
@click.pass_obj
def stop(session: Session, instance: str, profile: str, timeout: float, no_wait: bool) -> None:
    """Stop an instance, keep its disks, and wait until it has stopped.

    JSON: one object: id, name, and state, which is null with --no-wait.
    """
    client = compute_of(session, profile)
    found = client.find_instance(instance)
    client.stop_instance(found.id)
    _finish(session, client, found, "stopped", "stopped", None if no_wait else timeout)


@click.command(short_help="Restart an instance.")
@instance_argument
@waiting_options
@click.pass_obj
def reboot(session: Session, instance: str, profile: str, timeout: float, no_wait: bool) -> None:
    """Restart an instance, and wait until it runs.

    JSON: one object: id, name, and state, which is null with --no-wait.
    """
    client = compute_of(session, profile)
    found = client.find_instance(instance)
    client.reboot_instance(found.id)
    _finish(session, client, found, "running", "rebooted", None if no_wait else timeout)


@click.command(short_help="Delete an instance.")
@instance_argument
@yes_option
@waiting_options
@click.pass_obj
def rm(session: Session, instance: str, yes: bool, profile: str, timeout: float, no_wait: bool) -> None:
    """Delete an instance for good, and wait until it is gone.

    JSON: one object: id, name, and state, which is null with --no-wait.
    """
    client = compute_of(session, profile)
    found = client.find_instance(instance)
    if not yes:
        ask(session, f"Delete the instance {found.name} ({found.id})?")
    client.terminate_instance(found.id)
    _finish(session, client, found, "terminated", "deleted", None if no_wait else timeout)


@click.command(short_help="Give an instance another size.")
@instance_argument
@click.argument("instance_type", metavar="TYPE")
@profile_option
@timeout_option
@output_options
@click.pass_obj
def resize(session: Session, instance: str, instance_type: str, profile: str, timeout: float) -> None:
    """Give an instance another size, wait until it runs in it, and keep that.

    JSON: the instance.
    """
    client = openstack_of(session, profile)
    found = client.find_instance(instance)
    client.resize_instance(found.id, instance_type)
    with waiting(session, found.name) as tell:

        def wait(status: str) -> None:
            client.wait_for_status(
                found.id, status, timeout=timeout, progress=lambda seen: tell(seen.details["status"])
            )

        wait("VERIFY_RESIZE")
        client.confirm_resize(found.id)
        # A stopped one is resized too, and stays stopped.
        wait(found.details["status"])
    show_one(session, client.get_instance(found.id))


def wait_for(
    session: Session, client: ComputeClient, instance: Instance, state: str, timeout: float
) -> Instance:
    """Wait for a state, with a line that shows how it goes."""
    from codomyrmex.cloud.common.compute import InstanceState

    with waiting(session, instance.name) as tell:
        return client.wait_for_state(
            instance.id, InstanceState(state), timeout=timeout, progress=lambda seen: tell(seen.state)
        )


def _finish(
    session: Session, client: ComputeClient, instance: Instance, state: str, done: str, timeout: float | None
) -> None:
    """Say what was done; without a timeout, that it was begun."""
    fields: dict[str, str | None] = {"id": instance.id, "name": instance.name}
    if timeout is None:
        session.done(fields | {"state": None}, f"{instance.name} is being {done}")
        return
    seen = wait_for(session, client, instance, state, timeout)
    session.done(fields | {"state": seen.state.value}, f"{instance.name} {done}")
