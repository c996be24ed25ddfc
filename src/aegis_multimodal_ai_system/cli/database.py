"""``aegis database``: backups in the bucket."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from pydantic import SecretStr

    from aegis_multimodal_ai_system.database import Backup
    from aegis_multimodal_ai_system.storage import StorageClient


@click.group()
def database() -> None:
    """Backups of the database of DATABASE_URL, in the bucket."""


@database.command()
@click.argument("key", required=False)
def backup(key: str | None) -> None:
    """Store all of the database as KEY, by default backups/TIME.KIND, and print the key."""
    from aegis_multimodal_ai_system.database import back_up

    with _places() as (storage, url):
        click.echo(back_up(storage, url, key).key)


@database.command()
@click.argument("key")
def restore(key: str) -> None:
    """Fill the database, which must be empty, from the backup KEY."""
    from aegis_multimodal_ai_system.database import restore as restore_from

    with _places() as (storage, url):
        _show(restore_from(storage, url, key))


@database.command("list")
def list_all() -> None:
    """List the backups."""
    from aegis_multimodal_ai_system.database import list_backups

    with _places() as (storage, _):
        for found in list_backups(storage):
            _show(found)


@contextmanager
def _places() -> Iterator[tuple[StorageClient, SecretStr | None]]:
    from aegis_multimodal_ai_system import config
    from aegis_multimodal_ai_system.storage import create_storage_client

    with create_storage_client() as storage:
        yield storage, config.cfg.DATABASE_URL


def _show(found: Backup) -> None:
    click.echo(f"{found.key}  {found.size}  sha256:{found.digest}  {found.created_at:%Y-%m-%d %H:%M:%S}Z")
