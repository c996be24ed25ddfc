"""``cmx dns ptr``: the names of floating IP addresses."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from codomyrmex.cloud.cli import text
from codomyrmex.cloud.cli.asking import ask
from codomyrmex.cloud.cli.clients import designate_of
from codomyrmex.cloud.cli.kinds import command
from codomyrmex.cloud.cli.options import (
    no_wait_option,
    timeout_option,
    yes_option,
)
from codomyrmex.cloud.cli.session import Session
from codomyrmex.cloud.cli.table import fields_of, show_list
from codomyrmex.cloud.cli.waiting import waiting

if TYPE_CHECKING:
    from codomyrmex.cloud.infomaniak.dns import InfomaniakDNSClient


@click.group(short_help="The names of floating IP addresses.")
def ptr() -> None:
    """List, set and delete the names of floating IP addresses."""


@command(designate_of, "List addresses and their names.", group=ptr)
def ls(session: Session, client: InfomaniakDNSClient) -> None:
    """List the floating IP addresses of the project and their names.

    JSON: one address a line.
    """
    columns = {"ADDRESS": "address", "NAME": "name", "TTL": "ttl", "STATE": "state", "ID": "floating_ip_id"}
    show_list(session, client.list_ptr_records(), columns)


@command(designate_of, "Give an address a name.", group=ptr, name="set")
@click.argument("address")
@click.argument("name")
@click.option("--ttl", type=click.IntRange(min=0), help="Seconds for which an answer is kept.")
@no_wait_option
@timeout_option
def set_(
    session: Session,
    client: InfomaniakDNSClient,
    address: str,
    name: str,
    ttl: int | None,
    no_wait: bool,
    timeout: float,
) -> None:
    """Give a floating IP address, or the id of one, a name.

    JSON: the address.
    """
    found = client.find_ptr_record(address)
    with waiting(session, found.address) as show:
        show("pending")
        made = client.set_ptr_record(found.floating_ip_id, name, ttl=ttl, wait=not no_wait, timeout=timeout)
    session.done(fields_of(made), text.printable(f"{made.address} is {made.name}"))


@command(designate_of, "Take the name of an address away.", group=ptr)
@click.argument("address")
@yes_option
def rm(session: Session, client: InfomaniakDNSClient, address: str, yes: bool) -> None:
    """Take the name of a floating IP address, or of the id of one, away.

    JSON: one object: address, deleted.
    """
    found = client.find_ptr_record(address)
    if not yes:
        ask(session, f"Delete the name {found.name} of {found.address}?")
    client.unset_ptr_record(found.floating_ip_id)
    session.done({"address": found.address, "deleted": True}, f"{found.address} has no name")
