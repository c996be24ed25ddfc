"""``cmx identity keys``: pairs of keys for S3."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import click

from codomyrmex.cloud.cli.asking import ask
from codomyrmex.cloud.cli.clients import identity_of
from codomyrmex.cloud.cli.kinds import command, listing
from codomyrmex.cloud.cli.options import yes_option
from codomyrmex.cloud.cli.session import Session
from codomyrmex.cloud.cli.table import show_one
from codomyrmex.cloud.cli.text import printable

if TYPE_CHECKING:
    from codomyrmex.cloud.common.identity import AccessKey, IdentityClient


@click.group(short_help="Pairs of keys for S3.")
def keys() -> None:
    """Pairs of keys for services that sign requests, such as S3."""


@listing(identity_of, "List your keys.", {"ACCESS KEY": "access_key", "PROJECT": "project_id"}, group=keys)
def ls(client: IdentityClient) -> Iterable[AccessKey]:
    """List your pairs of keys, without their secrets.

    JSON: one pair a line: access_key, user_id, project_id, created_at.
    """
    return client.list_access_keys()


@command(identity_of, "Make a pair of keys.", group=keys)
def create(session: Session, client: IdentityClient) -> None:
    """Make a pair of keys, and print its secret, which is not shown again.

    JSON: one object: access_key, secret, user_id, project_id, created_at.
    """
    show_one(session, client.create_access_key())


@command(identity_of, "Delete a pair of keys.", group=keys)
@click.argument("access_key")
@yes_option
def rm(session: Session, client: IdentityClient, access_key: str, yes: bool) -> None:
    """Delete a pair of keys, which does no longer sign from then on.

    JSON: one object: access_key.
    """
    if not yes:
        ask(session, f"Delete the access key {access_key}?")
    client.delete_access_key(access_key)
    session.done({"access_key": access_key}, f"{printable(access_key)} deleted")
