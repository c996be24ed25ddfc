"""``cmx volume``: disks that live by themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from codomyrmex.cloud.cli.asking import ask
from codomyrmex.cloud.cli.commands.volume_snapshot import snapshot
from codomyrmex.cloud.cli.options import (
    no_wait_option,
    output_options,
    profile_option,
    timeout_option,
    yes_option,
)
from codomyrmex.cloud.cli.session import Session
from codomyrmex.cloud.cli.table import fields_of, show_list, show_one
from codomyrmex.cloud.cli.text import printable
from codomyrmex.cloud.cli.waiting import waiting
from codomyrmex.cloud.common.block_storage.values import VolumeState

if TYPE_CHECKING:
    from codomyrmex.cloud.common.block_storage import BlockStorageClient, Volume

_COLUMNS = {"ID": "id", "NAME": "name", "STATE": "state", "GIB": "size_gib", "TYPE": "volume_type"}


@click.group(short_help="Disks of instances, their snapshots and types.")
def volume() -> None:
    """Disks that are attached to instances and outlive them.

    VOLUME is an id, or a name that only one volume has.
    """


volume.add_command(snapshot)


@volume.command(short_help="List volumes.")
@profile_option
@output_options
@click.pass_obj
def ls(session: Session, profile: str) -> None:
    """List the volumes.

    JSON: one volume a line with all that is known of it.
    """
    show_list(session, session.connections.cloud(profile).block_storage.list_volumes(), _COLUMNS)


@volume.command(short_help="Show a volume.")
@click.argument("volume", metavar="VOLUME")
@profile_option
@output_options
@click.pass_obj
def show(session: Session, volume: str, profile: str) -> None:
    """Show all that is known of a volume.

    JSON: one object.
    """
    show_one(session, session.connections.cloud(profile).block_storage.find_volume(volume))


@volume.command(short_help="Make a volume.")
@click.argument("name")
@click.argument("size_gib", metavar="[GIB]", type=click.IntRange(min=1), required=False)
@click.option("--image", metavar="IMAGE", help="Fill it with an image.")
@click.option("--snapshot", metavar="SNAPSHOT", help="Fill it with a snapshot.")
@click.option("--from", "source", metavar="VOLUME", help="Fill it with what another volume holds.")
@click.option("--type", "volume_type", metavar="NAME", help="What kind of disk it is; see: cmx volume types.")
@click.option("--zone", metavar="NAME", help="Where it is.")
@no_wait_option
@timeout_option
@profile_option
@output_options
@click.pass_obj
def create(
    session: Session,
    name: str,
    size_gib: int | None,
    image: str | None,
    snapshot: str | None,
    source: str | None,
    volume_type: str | None,
    zone: str | None,
    no_wait: bool,
    timeout: float,
    profile: str,
) -> None:
    """Make a volume of so many GiB, and wait until it can be used.

    A copy of a snapshot or of a volume is as large as that if no size is given.

    JSON: one object.
    """
    cloud = session.connections.cloud(profile)
    client = cloud.block_storage
    made = client.create_volume(
        name,
        size_gib,
        image=None if image is None else cloud.compute.find_image(image).id,
        snapshot=None if snapshot is None else client.find_snapshot(snapshot).id,
        source_volume=None if source is None else client.find_volume(source).id,
        volume_type=volume_type,
        zone=zone,
    )
    if not no_wait:
        made = _wait(session, client, made, VolumeState.AVAILABLE, timeout)
    show_one(session, made)


@volume.command(short_help="Make a volume larger.")
@click.argument("volume", metavar="VOLUME")
@click.argument("size_gib", metavar="GIB", type=click.IntRange(min=1))
@timeout_option
@profile_option
@output_options
@click.pass_obj
def extend(session: Session, volume: str, size_gib: int, timeout: float, profile: str) -> None:
    """Make a volume larger, to so many GiB. The file system on it stays as it is.

    JSON: one object: the volume.
    """
    client = session.connections.cloud(profile).block_storage
    found = client.find_volume(volume)
    client.extend_volume(found.id, size_gib)
    grown = _wait(session, client, found, _settled(found), timeout)
    session.done(fields_of(grown), f"{printable(grown.name)} has {grown.size_gib} GiB")


@volume.command(short_help="Change what kind of disk a volume is.")
@click.argument("volume", metavar="VOLUME")
@click.argument("volume_type", metavar="TYPE")
@timeout_option
@profile_option
@output_options
@click.pass_obj
def retype(session: Session, volume: str, volume_type: str, timeout: float, profile: str) -> None:
    """Change what kind of disk a volume is; see: cmx volume types.

    JSON: one object: the volume.
    """
    client = session.connections.cloud(profile).block_storage
    found = client.find_volume(volume)
    client.retype_volume(found.id, volume_type)
    changed = _wait(session, client, found, _settled(found), timeout)
    session.done(fields_of(changed), f"{printable(changed.name)} is {printable(str(changed.volume_type))}")


@volume.command(short_help="Attach a volume to an instance.")
@click.argument("volume", metavar="VOLUME")
@click.argument("instance", metavar="INSTANCE")
@click.option("--device", metavar="NAME", help="The name of the device there, such as /dev/vdb.")
@timeout_option
@profile_option
@output_options
@click.pass_obj
def attach(
    session: Session, volume: str, instance: str, device: str | None, timeout: float, profile: str
) -> None:
    """Attach a volume to an instance, and wait until it has it.

    JSON: one object: the volume.
    """
    cloud = session.connections.cloud(profile)
    found, holder = cloud.block_storage.find_volume(volume), cloud.compute.find_instance(instance).id
    cloud.block_storage.attach_volume(found.id, holder, device=device)
    held = _wait(session, cloud.block_storage, found, VolumeState.IN_USE, timeout)
    session.done(fields_of(held), f"{printable(held.name)} is attached to {printable(instance)}")


@volume.command(short_help="Detach a volume.")
@click.argument("volume", metavar="VOLUME")
@click.argument("instance", metavar="[INSTANCE]", required=False)
@timeout_option
@profile_option
@output_options
@click.pass_obj
def detach(session: Session, volume: str, instance: str | None, timeout: float, profile: str) -> None:
    """Detach a volume from the instance that has it, and wait until it is free.

    JSON: one object: the volume.
    """
    cloud = session.connections.cloud(profile)
    found = cloud.block_storage.find_volume(volume)
    holder = None if instance is None else cloud.compute.find_instance(instance).id
    cloud.block_storage.detach_volume(found.id, holder)
    remaining = [one for one in found.attachments if holder is not None and one.instance_id != holder]
    state = VolumeState.IN_USE if remaining else VolumeState.AVAILABLE
    free = _wait(session, cloud.block_storage, found, state, timeout)
    session.done(fields_of(free), f"{printable(free.name)} is detached")


@volume.command(short_help="Delete a volume.")
@click.argument("volume", metavar="VOLUME")
@yes_option
@no_wait_option
@timeout_option
@profile_option
@output_options
@click.pass_obj
def rm(session: Session, volume: str, yes: bool, no_wait: bool, timeout: float, profile: str) -> None:
    """Delete a volume and what is on it.

    JSON: one object: the volume, as it was last seen.
    """
    client = session.connections.cloud(profile).block_storage
    found = client.find_volume(volume)
    if not yes:
        ask(session, f"Delete the volume {found.name} ({found.id}, {found.size_gib} GiB)?")
    client.delete_volume(found.id)
    gone = found if no_wait else _wait(session, client, found, VolumeState.DELETED, timeout)
    session.done(fields_of(gone), f"{printable(found.name)} deleted")


@volume.command(short_help="List the kinds of disk that volumes can be.")
@profile_option
@output_options
@click.pass_obj
def types(session: Session, profile: str) -> None:
    """List the kinds of disk that volumes can be.

    JSON: one type a line: id, name, description, details.
    """
    kinds = session.connections.cloud(profile).block_storage.list_volume_types()
    show_list(session, kinds, {"NAME": "name", "DESCRIPTION": "description"})


@volume.command(short_help="Show what there may be at most.")
@profile_option
@output_options
@click.pass_obj
def quota(session: Session, profile: str) -> None:
    """Show what there may be at most, and how much of it is used.

    JSON: one limit a line: name, limit, used.
    """
    quotas = session.connections.cloud(profile).block_storage.list_quotas()
    show_list(session, quotas, {"NAME": "name", "USED": "used", "LIMIT": "limit"})


def _wait(
    session: Session, client: BlockStorageClient, volume: Volume, state: VolumeState, timeout: float
) -> Volume:
    with waiting(session, volume.name) as show_state:
        return client.wait_for_volume(
            volume.id, state, timeout=timeout, progress=lambda seen: show_state(seen.state)
        )


def _settled(volume: Volume) -> VolumeState:
    # The state that a volume is in again when it has been changed.
    return VolumeState.IN_USE if volume.attachments else VolumeState.AVAILABLE
