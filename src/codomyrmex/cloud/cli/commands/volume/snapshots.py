"""``cmx volume snapshot``: what volumes held at one moment."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from codomyrmex.cloud.cli.asking import ask
from codomyrmex.cloud.cli.clients import volumes_of
from codomyrmex.cloud.cli.kinds import Kind, command
from codomyrmex.cloud.cli.options import no_wait_option, timeout_option, yes_option
from codomyrmex.cloud.cli.session import Session
from codomyrmex.cloud.cli.table import fields_of, show_one
from codomyrmex.cloud.cli.text import printable
from codomyrmex.cloud.cli.waiting import waiting
from codomyrmex.cloud.common.block_storage.values import Snapshot, SnapshotState

if TYPE_CHECKING:
    from codomyrmex.cloud.common.block_storage import BlockStorageClient


@click.group(short_help="What volumes held at one moment.")
def snapshot() -> None:
    """What volumes held at one moment.

    SNAPSHOT is an id, or a name that only one snapshot has.
    """


_snapshots = Kind("snapshot", volumes_of, lambda client, name: client.find_snapshot(name), snapshot)


@_snapshots.ls(
    "List snapshots.",
    {"ID": "id", "NAME": "name", "STATE": "state", "GIB": "size_gib", "VOLUME": "volume_id"},
)
@click.argument("volume", metavar="[VOLUME]", required=False)
def ls(client: BlockStorageClient, volume: str | None) -> Iterator[Snapshot]:
    """List the snapshots, or those of a volume.

    JSON: one snapshot a line with all that is known of it.
    """
    return client.list_snapshots(None if volume is None else client.find_volume(volume).id)


@_snapshots.show("Show a snapshot.")
def show(_client: BlockStorageClient, snapshot: Snapshot) -> Snapshot:
    """Show all that is known of a snapshot.

    JSON: one object.
    """
    return snapshot


@command(volumes_of, "Make a snapshot of a volume.", group=snapshot)
@click.argument("volume")
@click.argument("name")
@click.option("--while-attached", is_flag=True, help="Also while an instance may be writing to it.")
@no_wait_option
@timeout_option
def create(
    session: Session,
    client: BlockStorageClient,
    volume: str,
    name: str,
    while_attached: bool,
    no_wait: bool,
    timeout: float,
) -> None:
    """Keep what a volume holds now, and wait until it is done.

    JSON: one object.
    """
    made = client.create_snapshot(client.find_volume(volume).id, name, while_attached=while_attached)
    show_one(session, made if no_wait else _wait(session, client, made, SnapshotState.AVAILABLE, timeout))


@command(volumes_of, "Delete a snapshot.", group=snapshot)
@click.argument("snapshot")
@yes_option
@no_wait_option
@timeout_option
def rm(
    session: Session, client: BlockStorageClient, snapshot: str, yes: bool, no_wait: bool, timeout: float
) -> None:
    """Delete a snapshot.

    JSON: one object: the snapshot, as it was last seen.
    """
    found = client.find_snapshot(snapshot)
    if not yes:
        ask(session, f"Delete the snapshot {found.name} ({found.id})?")
    client.delete_snapshot(found.id)
    gone = found if no_wait else _wait(session, client, found, SnapshotState.DELETED, timeout)
    session.done(fields_of(gone), f"{printable(found.name)} deleted")


def _wait(
    session: Session, client: BlockStorageClient, snapshot: Snapshot, state: SnapshotState, timeout: float
) -> Snapshot:
    with waiting(session, snapshot.name) as tell:
        return client.wait_for_snapshot(
            snapshot.id, state, timeout=timeout, progress=lambda seen: tell(seen.state)
        )
