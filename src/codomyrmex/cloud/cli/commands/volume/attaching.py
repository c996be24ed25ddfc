"""Volumes in instances."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from codomyrmex.cloud.cli.clients import cloud_of
from codomyrmex.cloud.cli.commands.volume.waits import wait_for_volume
from codomyrmex.cloud.cli.kinds import command
from codomyrmex.cloud.cli.options import timeout_option
from codomyrmex.cloud.cli.session import Session
from codomyrmex.cloud.cli.table import fields_of
from codomyrmex.cloud.cli.text import printable
from codomyrmex.cloud.common.block_storage.values import VolumeState

if TYPE_CHECKING:
    from codomyrmex.cloud.connection.cloud import Cloud


@command(cloud_of, "Attach a volume to an instance.")
@click.argument("volume")
@click.argument("instance")
@click.option("--device", metavar="NAME", help="The name of the device there, such as /dev/vdb.")
@timeout_option
def attach(
    session: Session, cloud: Cloud, volume: str, instance: str, device: str | None, timeout: float
) -> None:
    """Attach a volume to an instance, and wait until it has it.

    JSON: one object: the volume.
    """
    found, holder = cloud.block_storage.find_volume(volume), cloud.compute.find_instance(instance).id
    cloud.block_storage.attach_volume(found.id, holder, device=device)
    held = wait_for_volume(session, cloud.block_storage, found, VolumeState.IN_USE, timeout)
    session.done(fields_of(held), f"{printable(held.name)} is attached to {printable(instance)}")


@command(cloud_of, "Detach a volume.")
@click.argument("volume")
@click.argument("instance", metavar="[INSTANCE]", required=False)
@timeout_option
def detach(session: Session, cloud: Cloud, volume: str, instance: str | None, timeout: float) -> None:
    """Detach a volume from the instance that has it, and wait until it is free.

    JSON: one object: the volume.
    """
    found = cloud.block_storage.find_volume(volume)
    holder = None if instance is None else cloud.compute.find_instance(instance).id
    cloud.block_storage.detach_volume(found.id, holder)
    remaining = [one for one in found.attachments if holder is not None and one.instance_id != holder]
    state = VolumeState.IN_USE if remaining else VolumeState.AVAILABLE
    free = wait_for_volume(session, cloud.block_storage, found, state, timeout)
    session.done(fields_of(free), f"{printable(free.name)} is detached")
