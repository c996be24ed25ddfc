"""``cmx volume``: disks that live by themselves."""

from __future__ import annotations

import click

from codomyrmex.cloud.cli.commands.volume import attaching, backups, cinder, snapshots, transfers, volumes


@click.group(short_help="Disks of instances, their snapshots and types.")
def volume() -> None:
    """Disks that are attached to instances and outlive them.

    VOLUME is an id, or a name that only one volume has.
    """


for _command in (
    volumes.ls,
    volumes.show,
    volumes.create,
    volumes.update,
    volumes.extend,
    volumes.retype,
    attaching.attach,
    attaching.detach,
    volumes.rm,
    snapshots.snapshot,
    backups.backup,
    transfers.transfer,
    cinder.mode,
    cinder.image,
    volumes.types,
    volumes.quota,
):
    volume.add_command(_command)
