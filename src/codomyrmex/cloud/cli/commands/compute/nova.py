"""Commands for what only instances of OpenStack can do."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from codomyrmex.cloud.cli.clients import nova_of
from codomyrmex.cloud.cli.commands.compute.acting import acting, finish, wait_for
from codomyrmex.cloud.cli.kinds import Kind, command
from codomyrmex.cloud.cli.options import no_wait_option, timeout_option
from codomyrmex.cloud.cli.session import Session
from codomyrmex.cloud.cli.table import show_one
from codomyrmex.cloud.cli.text import printable
from codomyrmex.cloud.cli.waiting import waiting
from codomyrmex.cloud.common.compute import Instance, InstanceState

if TYPE_CHECKING:
    from codomyrmex.cloud.infomaniak.compute import InfomaniakComputeClient

_SHUT_DOWN = 4
"""https://docs.openstack.org/api-ref/compute/#list-servers-detailed, of OS-EXT-STS:power_state"""


def _status(instance: Instance) -> str:
    return str(instance.details["status"])


def _settled(instance: Instance) -> str:
    # One that was stopped is resized too, and stays stopped.
    return "SHUTOFF" if instance.details.get("OS-EXT-STS:power_state") == _SHUT_DOWN else "ACTIVE"


@command(nova_of, "Give an instance another size.")
@click.argument("instance")
@click.argument("instance_type", metavar="TYPE")
@click.option("--no-confirm", is_flag=True, help="Leave it to confirm or revert whether to keep that.")
@timeout_option
def resize(
    session: Session,
    client: InfomaniakComputeClient,
    instance: str,
    instance_type: str,
    no_confirm: bool,
    timeout: float,
) -> None:
    """Give an instance another size, wait until it runs in it, and keep that.

    JSON: the instance.
    """
    found = client.find_instance(instance)
    client.resize_instance(found.id, instance_type)
    seen = wait_for(session, client, found, "VERIFY_RESIZE", timeout)
    if not no_confirm:
        client.confirm_resize(found.id)
        seen = wait_for(session, client, found, _status, timeout)
    show_one(session, seen)


@acting(nova_of, "Keep the new size.", "confirmed", _settled)
def confirm(client: InfomaniakComputeClient, instance: Instance) -> None:
    """Keep the size that an instance was given with --no-confirm.

    JSON: one object: id, name, and state, which is null with --no-wait.
    """
    client.confirm_resize(instance.id)


@acting(nova_of, "Go back to the old size.", "reverted", _settled)
def revert(client: InfomaniakComputeClient, instance: Instance) -> None:
    """Go back to the size that an instance had before it was given another with --no-confirm.

    JSON: one object: id, name, and state, which is null with --no-wait.
    """
    client.revert_resize(instance.id)


@acting(nova_of, "Begin anew from an image.", "rebuilt", _status, asks="Erase the root disk of")
@click.argument("image")
@click.option("--name", help="Its new name.")
def rebuild(client: InfomaniakComputeClient, instance: Instance, image: str, name: str | None) -> None:
    """Begin anew from an image. Id, addresses and volumes stay; what is on the root disk goes.

    JSON: one object: id, name, and state, which is null with --no-wait.
    """
    client.rebuild_instance(instance.id, image, name=name)


@command(nova_of, "Start from a rescue image.")
@click.argument("instance")
@click.option("--image", help="The image; the one that it was made from if not given.")
@no_wait_option
@timeout_option
def rescue(
    session: Session,
    client: InfomaniakComputeClient,
    instance: str,
    image: str | None,
    no_wait: bool,
    timeout: float,
) -> None:
    """Start a machine from a rescue image, its own disk beside it.

    Prints the password of its administrator, where Nova sets one.

    JSON: one object: id, name, password (null where there is none), and state, which is null with --no-wait.
    """
    found = client.find_instance(instance)
    password = client.rescue_instance(found.id, image)
    finish(session, client, found, "RESCUE", "rescued", None if no_wait else timeout, password=password)
    if password is not None and not session.json:
        session.show({}, f"password  {printable(password)}")


@acting(nova_of, "Start from its own disk again.", "unrescued", "ACTIVE")
def unrescue(client: InfomaniakComputeClient, instance: Instance) -> None:
    """Start a machine that was rescued from its own disk again.

    JSON: one object: id, name, and state, which is null with --no-wait.
    """
    client.unrescue_instance(instance.id)


@acting(nova_of, "Keep an instance as an image.", "shelved", InstanceState.STOPPED)
def shelve(client: InfomaniakComputeClient, instance: Instance) -> None:
    """Stop an instance, keep it as an image, and give its place back.

    JSON: one object: id, name, and state, which is null with --no-wait.
    """
    client.shelve_instance(instance.id)


@acting(nova_of, "Bring a shelved instance back.", "unshelved", "ACTIVE")
def unshelve(client: InfomaniakComputeClient, instance: Instance) -> None:
    """Bring a shelved instance back, and wait until it runs.

    JSON: one object: id, name, and state, which is null with --no-wait.
    """
    client.unshelve_instance(instance.id)


@acting(nova_of, "Stand still, kept in memory.", "paused", "PAUSED")
def pause(client: InfomaniakComputeClient, instance: Instance) -> None:
    """Let an instance stand still, its memory kept in memory; start lets it go on.

    JSON: one object: id, name, and state, which is null with --no-wait.
    """
    client.pause_instance(instance.id)


@acting(nova_of, "Stand still, kept on disk.", "suspended", "SUSPENDED")
def suspend(client: InfomaniakComputeClient, instance: Instance) -> None:
    """Let an instance stand still, its memory kept on disk; start lets it go on.

    JSON: one object: id, name, and state, which is null with --no-wait.
    """
    client.suspend_instance(instance.id)


_instances = Kind("instance", nova_of, lambda client, name: client.find_instance(name))


@_instances.update("Refuse changes of an instance.", name="lock", done="locked")
@click.option("--reason", help="Why, for others to read.")
def lock(client: InfomaniakComputeClient, instance: Instance, reason: str | None) -> Instance:
    """Refuse changes of an instance until it is unlocked.

    JSON: the instance.
    """
    client.lock_instance(instance.id, reason)
    return client.get_instance(instance.id)


@_instances.update("Allow changes again.", name="unlock", done="unlocked")
def unlock(client: InfomaniakComputeClient, instance: Instance) -> Instance:
    """Allow changes of an instance again.

    JSON: the instance.
    """
    client.unlock_instance(instance.id)
    return client.get_instance(instance.id)


@command(nova_of, "Make an image of an instance.")
@click.argument("instance")
@click.argument("name")
@no_wait_option
@timeout_option
def snapshot(
    session: Session,
    client: InfomaniakComputeClient,
    instance: str,
    name: str,
    no_wait: bool,
    timeout: float,
) -> None:
    """Make an image of an instance as it is now, and wait until it is there.

    JSON: the image.
    """
    made = client.snapshot_instance(client.find_instance(instance).id, name)
    if not no_wait:
        with waiting(session, name) as tell:
            made = client.wait_for_image(made.id, timeout=timeout, progress=lambda seen: tell(seen.state))
    show_one(session, made)


@command(nova_of, "Show or replace Nova's tags.")
@click.argument("instance")
@click.option("--set", "tags", multiple=True, metavar="TAG", help="A tag; those given are all from then on.")
@click.option("--clear", is_flag=True, help="Have none.")
def tags(
    session: Session, client: InfomaniakComputeClient, instance: str, tags: tuple[str, ...], clear: bool
) -> None:
    """Show the tags of an instance, which have no values, or replace them. Labels with values are in update.

    JSON: one object: id, name, tags.
    """
    found = client.find_instance(instance)
    if tags and clear:
        raise click.UsageError("An instance has the tags given or none, not both.")
    if tags or clear:
        client.set_server_tags(found.id, tags)
    kept = client.get_server_tags(found.id)
    session.show({"id": found.id, "name": found.name, "tags": kept}, "\n".join(map(printable, kept)))
