"""``cmx volume snapshot``: what volumes held at one moment."""

from __future__ import annotations

import click

from codomyrmex.cloud.cli.asking import ask
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
from codomyrmex.cloud.common.block_storage.values import SnapshotState

_COLUMNS = {"ID": "id", "NAME": "name", "STATE": "state", "GIB": "size_gib", "VOLUME": "volume_id"}


@click.group(short_help="What volumes held at one moment.")
def snapshot() -> None:
    """What volumes held at one moment.

    SNAPSHOT is an id, or a name that only one snapshot has.
    """


@snapshot.command(short_help="List snapshots.")
@click.argument("volume", metavar="[VOLUME]", required=False)
@profile_option
@output_options
@click.pass_obj
def ls(session: Session, volume: str | None, profile: str) -> None:
    """List the snapshots, or those of a volume.

    JSON: one snapshot a line with all that is known of it.
    """
    client = session.connections.cloud(profile).block_storage
    found = client.list_snapshots(None if volume is None else client.find_volume(volume).id)
    show_list(session, found, _COLUMNS)


@snapshot.command(short_help="Make a snapshot of a volume.")
@click.argument("volume", metavar="VOLUME")
@click.argument("name")
@click.option("--while-attached", is_flag=True, help="Also while an instance may be writing to it.")
@no_wait_option
@timeout_option
@profile_option
@output_options
@click.pass_obj
def create(
    session: Session,
    volume: str,
    name: str,
    while_attached: bool,
    no_wait: bool,
    timeout: float,
    profile: str,
) -> None:
    """Keep what a volume holds now, and wait until it is done.

    JSON: one object.
    """
    client = session.connections.cloud(profile).block_storage
    made = client.create_snapshot(client.find_volume(volume).id, name, while_attached=while_attached)
    if not no_wait:
        with waiting(session, name) as show_state:
            made = client.wait_for_snapshot(
                made.id, timeout=timeout, progress=lambda seen: show_state(seen.state)
            )
    show_one(session, made)


@snapshot.command(short_help="Delete a snapshot.")
@click.argument("snapshot", metavar="SNAPSHOT")
@yes_option
@no_wait_option
@timeout_option
@profile_option
@output_options
@click.pass_obj
def rm(session: Session, snapshot: str, yes: bool, no_wait: bool, timeout: float, profile: str) -> None:
    """Delete a snapshot.

    JSON: one object: the snapshot, as it was last seen.
    """
    client = session.connections.cloud(profile).block_storage
    found = client.find_snapshot(snapshot)
    if not yes:
        ask(session, f"Delete the snapshot {found.name} ({found.id})?")
    client.delete_snapshot(found.id)
    gone = found
    if not no_wait:
        with waiting(session, found.name) as show_state:
            gone = client.wait_for_snapshot(
                found.id,
                SnapshotState.DELETED,
                timeout=timeout,
                progress=lambda seen: show_state(seen.state),
            )
    session.done(fields_of(gone), f"{printable(found.name)} deleted")
