"""``cmx volume transfer``: giving volumes to other projects."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from codomyrmex.cloud.cli.clients import cinder_of
from codomyrmex.cloud.cli.kinds import Kind, command
from codomyrmex.cloud.cli.session import Session
from codomyrmex.cloud.cli.table import show_one

if TYPE_CHECKING:
    from codomyrmex.cloud.infomaniak.block_storage import InfomaniakVolumeClient, VolumeTransfer


@click.group(short_help="Volumes that are given to other projects.")
def transfer() -> None:
    """Volumes that are given to other projects. OpenStack has this.

    TRANSFER is an id, or a name that only one transfer has.
    """


_transfers = Kind("transfer", cinder_of, lambda client, name: client.find_transfer(name), transfer)


@_transfers.ls("List transfers.", {"ID": "id", "NAME": "name", "VOLUME": "volume_id"})
def ls(client: InfomaniakVolumeClient) -> Iterator[VolumeTransfer]:
    """List the volumes that wait to be taken.

    JSON: one transfer a line: id, name, volume_id, created_at.
    """
    return client.list_transfers()


@command(cinder_of, "Offer a volume.", group=transfer)
@click.argument("volume")
@click.argument("name")
def create(session: Session, client: InfomaniakVolumeClient, volume: str, name: str) -> None:
    """Offer a volume to another project, and print the id and the key that it takes it with.

    The key is not shown again.

    JSON: one object: id, name, volume_id, created_at, auth_key.
    """
    show_one(session, client.create_transfer(client.find_volume(volume).id, name))


@command(cinder_of, "Take a volume.", group=transfer)
@click.argument("transfer")
@click.option("--key", "auth_key", prompt=True, hide_input=True, help="Its key; asked for if not given.")
def accept(session: Session, client: InfomaniakVolumeClient, transfer: str, auth_key: str) -> None:
    """Take a volume that another project offers.

    JSON: one object: the volume.
    """
    show_one(session, client.get_volume(client.accept_transfer(transfer, auth_key)))


@_transfers.rm("Take an offer back.")
def rm(client: InfomaniakVolumeClient, transfer: VolumeTransfer) -> None:
    """Take an offer back; the volume is available again.

    JSON: one object: id, name, deleted.
    """
    client.delete_transfer(transfer.id)
