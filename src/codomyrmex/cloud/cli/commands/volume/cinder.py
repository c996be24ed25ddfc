"""Commands for what only volumes of OpenStack can do."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from codomyrmex.cloud.cli.clients import cinder_of
from codomyrmex.cloud.cli.kinds import Kind, command
from codomyrmex.cloud.cli.session import Session
from codomyrmex.cloud.cli.text import printable
from codomyrmex.cloud.common.block_storage.values import Volume

if TYPE_CHECKING:
    from codomyrmex.cloud.infomaniak.block_storage import InfomaniakVolumeClient

_volumes = Kind("volume", cinder_of, lambda client, name: client.find_volume(name))


@_volumes.update("Say what a volume may be used for.", name="mode")
@click.option("--bootable/--not-bootable", default=None, help="Whether instances can start from it.")
@click.option("--read-only/--read-write", default=None, help="Whether it is attached for reading alone.")
def mode(
    client: InfomaniakVolumeClient, volume: Volume, bootable: bool | None, read_only: bool | None
) -> Volume:
    """Say what a volume may be used for: starting from it, and writing to it. OpenStack has this.

    JSON: one object: the volume.
    """
    if bootable is None and read_only is None:
        raise click.UsageError("Say what to change.")
    if bootable is not None:
        client.set_bootable(volume.id, bootable)
    if read_only is not None:
        client.set_read_only(volume.id, read_only)
    return client.get_volume(volume.id)


@command(cinder_of, "Make an image of a volume.")
@click.argument("volume")
@click.argument("name")
@click.option("--format", "disk_format", default="raw", show_default=True, help="qcow2, vmdk, ...")
@click.option("--while-attached", is_flag=True, help="Also while an instance may be writing to it.")
def image(
    session: Session,
    client: InfomaniakVolumeClient,
    volume: str,
    name: str,
    disk_format: str,
    while_attached: bool,
) -> None:
    """Begin to make an image of a volume; cmx compute images show says when it is there.

    JSON: one object: id, name, volume_id.
    """
    found = client.find_volume(volume)
    made = client.create_image(found.id, name, disk_format=disk_format, while_attached=while_attached)
    fields = {"id": made, "name": name, "volume_id": found.id}
    session.done(fields, f"image {printable(name)} is being made, id {made}")
