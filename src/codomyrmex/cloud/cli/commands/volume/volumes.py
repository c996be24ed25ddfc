"""Volumes, their types and quotas."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

import click

from codomyrmex.cloud.cli.asking import ask
from codomyrmex.cloud.cli.clients import cloud_of, volumes_of
from codomyrmex.cloud.cli.commands.volume.waits import settled, wait_for_volume
from codomyrmex.cloud.cli.kinds import Kind, command, listing
from codomyrmex.cloud.cli.options import (
    new_name_option,
    new_tag_option,
    no_wait_option,
    timeout_option,
    yes_option,
)
from codomyrmex.cloud.cli.session import Session
from codomyrmex.cloud.cli.table import QUOTA_COLUMNS, fields_of, show_one
from codomyrmex.cloud.cli.text import printable
from codomyrmex.cloud.common.block_storage.values import Volume, VolumeState

if TYPE_CHECKING:
    from codomyrmex.cloud.common.block_storage import BlockStorageClient, VolumeType
    from codomyrmex.cloud.common.quotas import Quota
    from codomyrmex.cloud.connection.cloud import Cloud

_volumes = Kind("volume", volumes_of, lambda client, name: client.find_volume(name))


@_volumes.ls(
    "List volumes.", {"ID": "id", "NAME": "name", "STATE": "state", "GIB": "size_gib", "TYPE": "volume_type"}
)
def ls(client: BlockStorageClient) -> Iterator[Volume]:
    """List the volumes.

    JSON: one volume a line with all that is known of it.
    """
    return client.list_volumes()


@_volumes.show("Show a volume.")
def show(_client: BlockStorageClient, volume: Volume) -> Volume:
    """Show all that is known of a volume.

    JSON: one object.
    """
    return volume


@command(cloud_of, "Make a volume.")
@click.argument("name")
@click.argument("size_gib", metavar="[GIB]", type=click.IntRange(min=1), required=False)
@click.option("--image", metavar="IMAGE", help="Fill it with an image.")
@click.option("--snapshot", metavar="SNAPSHOT", help="Fill it with a snapshot.")
@click.option("--from", "source", metavar="VOLUME", help="Fill it with what another volume holds.")
@click.option("--type", "volume_type", metavar="NAME", help="What kind of disk it is; see: cmx volume types.")
@click.option("--zone", metavar="NAME", help="Where it is.")
@no_wait_option
@timeout_option
def create(
    session: Session,
    cloud: Cloud,
    /,
    name: str,
    size_gib: int | None,
    image: str | None,
    snapshot: str | None,
    source: str | None,
    no_wait: bool,
    timeout: float,
    **options: Any,
) -> None:
    """Make a volume of so many GiB, and wait until it can be used.

    A copy of a snapshot or of a volume is as large as that if no size is given.

    JSON: one object.
    """
    client = cloud.block_storage
    made = client.create_volume(
        name,
        size_gib,
        image=None if image is None else cloud.compute.find_image(image).id,
        snapshot=None if snapshot is None else client.find_snapshot(snapshot).id,
        source_volume=None if source is None else client.find_volume(source).id,
        **options,
    )
    if not no_wait:
        made = wait_for_volume(session, client, made, VolumeState.AVAILABLE, timeout)
    show_one(session, made)


@_volumes.update("Change the name or the labels.")
@new_name_option
@new_tag_option
def update(client: BlockStorageClient, volume: Volume, **changes: Any) -> Volume:
    """Change the name or the labels of a volume.

    JSON: one object: the volume.
    """
    return client.update_volume(volume.id, **changes)


@command(volumes_of, "Make a volume larger.")
@click.argument("volume")
@click.argument("size_gib", metavar="GIB", type=click.IntRange(min=1))
@timeout_option
def extend(session: Session, client: BlockStorageClient, volume: str, size_gib: int, timeout: float) -> None:
    """Make a volume larger, to so many GiB. The file system on it stays as it is.

    JSON: one object: the volume.
    """
    found = client.find_volume(volume)
    client.extend_volume(found.id, size_gib)
    grown = wait_for_volume(session, client, found, settled(found), timeout)
    session.done(fields_of(grown), f"{printable(grown.name)} has {grown.size_gib} GiB")


@command(volumes_of, "Change what kind of disk a volume is.")
@click.argument("volume")
@click.argument("volume_type", metavar="TYPE")
@timeout_option
def retype(
    session: Session, client: BlockStorageClient, volume: str, volume_type: str, timeout: float
) -> None:
    """Change what kind of disk a volume is; see: cmx volume types.

    JSON: one object: the volume.
    """
    found = client.find_volume(volume)
    client.retype_volume(found.id, volume_type)
    changed = wait_for_volume(session, client, found, settled(found), timeout)
    session.done(fields_of(changed), f"{printable(changed.name)} is {printable(str(changed.volume_type))}")


@command(volumes_of, "Delete a volume.")
@click.argument("volume")
@yes_option
@no_wait_option
@timeout_option
def rm(
    session: Session, client: BlockStorageClient, volume: str, yes: bool, no_wait: bool, timeout: float
) -> None:
    """Delete a volume and what is on it.

    JSON: one object: the volume, as it was last seen.
    """
    found = client.find_volume(volume)
    if not yes:
        ask(session, f"Delete the volume {found.name} ({found.id}, {found.size_gib} GiB)?")
    client.delete_volume(found.id)
    gone = found if no_wait else wait_for_volume(session, client, found, VolumeState.DELETED, timeout)
    session.done(fields_of(gone), f"{printable(found.name)} deleted")


@listing(
    volumes_of,
    "List the kinds of disk that volumes can be.",
    {"NAME": "name", "DESCRIPTION": "description"},
)
def types(client: BlockStorageClient) -> Iterator[VolumeType]:
    """List the kinds of disk that volumes can be.

    JSON: one type a line: id, name, description, details.
    """
    return client.list_volume_types()


@listing(volumes_of, "Show what there may be at most.", QUOTA_COLUMNS)
def quota(client: BlockStorageClient) -> Iterable[Quota]:
    """Show what there may be at most, and how much of it is used.

    JSON: one limit a line: name, limit, used.
    """
    return client.list_quotas()
