"""``cmx volume backup``: copies of volumes outside block storage."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from codomyrmex.cloud.cli.asking import ask
from codomyrmex.cloud.cli.clients import cinder_of
from codomyrmex.cloud.cli.commands.volume.waits import wait_for_volume
from codomyrmex.cloud.cli.kinds import Kind, command
from codomyrmex.cloud.cli.options import no_wait_option, timeout_option, yes_option
from codomyrmex.cloud.cli.session import Session
from codomyrmex.cloud.cli.table import fields_of, show_one
from codomyrmex.cloud.cli.text import printable
from codomyrmex.cloud.cli.waiting import waiting
from codomyrmex.cloud.common.block_storage.values import VolumeState

if TYPE_CHECKING:
    from codomyrmex.cloud.infomaniak.block_storage import Backup, InfomaniakVolumeClient


@click.group(short_help="Copies of volumes outside block storage.")
def backup() -> None:
    """Copies of volumes outside block storage, where OpenStack has the service that makes them.

    BACKUP is an id, or a name that only one backup has.
    """


_backups = Kind("backup", cinder_of, lambda client, name: client.find_backup(name), backup)


@_backups.ls(
    "List backups.",
    {"ID": "id", "NAME": "name", "STATE": "state", "GIB": "size_gib", "VOLUME": "volume_id"},
)
def ls(client: InfomaniakVolumeClient) -> Iterator[Backup]:
    """List the backups.

    JSON: one backup a line with all that is known of it.
    """
    return client.list_backups()


@_backups.show("Show a backup.")
def show(_client: InfomaniakVolumeClient, backup: Backup) -> Backup:
    """Show all that is known of a backup.

    JSON: one object.
    """
    return backup


@command(cinder_of, "Make a backup of a volume.", group=backup)
@click.argument("volume")
@click.argument("name")
@click.option("--incremental", is_flag=True, help="Only what has changed since the last one.")
@click.option("--while-attached", is_flag=True, help="Also while an instance may be writing to it.")
@no_wait_option
@timeout_option
def create(
    session: Session,
    client: InfomaniakVolumeClient,
    volume: str,
    name: str,
    incremental: bool,
    while_attached: bool,
    no_wait: bool,
    timeout: float,
) -> None:
    """Copy a volume to where backups are kept, and wait until it is done.

    JSON: one object.
    """
    of = client.find_volume(volume).id
    made = client.create_backup(of, name, incremental=incremental, while_attached=while_attached)
    show_one(session, made if no_wait else _wait(session, client, made, "available", timeout))


@command(cinder_of, "Write a backup to a volume.", group=backup)
@click.argument("backup")
@click.argument("volume", metavar="[VOLUME]", required=False)
@yes_option
@no_wait_option
@timeout_option
def restore(
    session: Session,
    client: InfomaniakVolumeClient,
    backup: str,
    volume: str | None,
    yes: bool,
    no_wait: bool,
    timeout: float,
) -> None:
    """Write a backup to a new volume, or to one whose content it replaces, and wait until it is done.

    JSON: one object: the volume.
    """
    found = client.find_backup(backup)
    into = None if volume is None else client.find_volume(volume)
    if into is not None and not yes:
        ask(session, f"Replace what is on the volume {into.name} ({into.id})?", "restored")
    written = client.get_volume(client.restore_backup(found.id, None if into is None else into.id))
    if not no_wait:
        written = wait_for_volume(session, client, written, VolumeState.AVAILABLE, timeout)
    session.done(fields_of(written), f"{printable(found.name)} is on {printable(written.name)}")


@command(cinder_of, "Delete a backup.", group=backup)
@click.argument("backup")
@yes_option
@no_wait_option
@timeout_option
def rm(
    session: Session, client: InfomaniakVolumeClient, backup: str, yes: bool, no_wait: bool, timeout: float
) -> None:
    """Delete a backup.

    JSON: one object: the backup, as it was last seen.
    """
    found = client.find_backup(backup)
    if not yes:
        ask(session, f"Delete the backup {found.name} ({found.id})?")
    client.delete_backup(found.id)
    gone = found if no_wait else _wait(session, client, found, "deleted", timeout)
    session.done(fields_of(gone), f"{printable(found.name)} deleted")


def _wait(
    session: Session, client: InfomaniakVolumeClient, backup: Backup, state: str, timeout: float
) -> Backup:
    from codomyrmex.cloud.infomaniak.block_storage import BackupState

    with waiting(session, backup.name) as tell:
        return client.wait_for_backup(
            backup.id, BackupState(state), timeout=timeout, progress=lambda seen: tell(seen.state)
        )
