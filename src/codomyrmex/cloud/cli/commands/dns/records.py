"""``cmx dns ls``, ``show``, ``set`` and ``rm``: record sets."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from codomyrmex.cloud.cli import text
from codomyrmex.cloud.cli.asking import ask
from codomyrmex.cloud.cli.clients import dns_of
from codomyrmex.cloud.cli.commands.dns.waits import wait
from codomyrmex.cloud.cli.kinds import command
from codomyrmex.cloud.cli.options import (
    no_wait_option,
    timeout_option,
    yes_option,
)
from codomyrmex.cloud.cli.session import Session
from codomyrmex.cloud.cli.table import fields_of, show_list, show_one

if TYPE_CHECKING:
    from codomyrmex.cloud.common.dns import DNSClient


@command(dns_of, "List the records of a zone.")
@click.argument("zone")
@click.option("--name", help="Only those of this name.")
@click.option("--type", "type_", metavar="TYPE", help="Only those of this type.")
def ls(session: Session, client: DNSClient, zone: str, name: str | None, type_: str | None) -> None:
    """List the record sets of a zone.

    JSON: one record set a line.
    """
    found = client.list_record_sets(client.find_zone(zone), name=name, type=type_)
    columns = {"NAME": "name", "TTL": "ttl", "TYPE": "type", "RECORDS": "records"}
    show_list(session, found, columns)


@command(dns_of, "Show the records of a name and type.")
@click.argument("zone")
@click.argument("name")
@click.argument("type_", metavar="TYPE")
def show(session: Session, client: DNSClient, zone: str, name: str, type_: str) -> None:
    """Show the records of a name and type, and whether the name servers have them."""
    show_one(session, client.get_record_set(client.find_zone(zone), name, type_))


@command(dns_of, "Make the records of a name be these.", name="set")
@click.argument("zone")
@click.argument("name")
@click.argument("type_", metavar="TYPE")
@click.argument("data", nargs=-1, required=True)
@click.option("--ttl", type=click.IntRange(min=0), help="Seconds for which an answer is kept.")
@no_wait_option
@timeout_option
def set_(
    session: Session,
    client: DNSClient,
    zone: str,
    name: str,
    type_: str,
    data: tuple[str, ...],
    ttl: int | None,
    no_wait: bool,
    timeout: float,
) -> None:
    """Make the records of a name and type be these, whatever they were before.

    \b
    cmx dns set example.org www A 192.0.2.1 192.0.2.2 --ttl 300
    cmx dns set example.org @ MX "10 mail.example.org."
    cmx dns set example.org @ TXT "v=spf1 mx -all"

    JSON: the record set.
    """
    from codomyrmex.cloud.common.dns import DNSState

    found = client.find_zone(zone)
    made = client.upsert_record_set(found, name, type_, data, ttl=ttl, wait=False)
    if not no_wait:
        wait(session, client, found, timeout, state=DNSState.ACTIVE)
        made = client.get_record_set(found, made.name, made.type)
    said = f"{made.name} {made.type} is {', '.join(made.records)}"
    session.done(fields_of(made), text.printable(said))


@command(dns_of, "Delete the records of a name and type.")
@click.argument("zone")
@click.argument("name")
@click.argument("type_", metavar="TYPE")
@yes_option
@no_wait_option
@timeout_option
def rm(
    session: Session,
    client: DNSClient,
    zone: str,
    name: str,
    type_: str,
    yes: bool,
    no_wait: bool,
    timeout: float,
) -> None:
    """Delete the records of a name and type.

    JSON: one object: zone, name, type, deleted.
    """
    from codomyrmex.cloud.common.dns import DNSState

    found = client.find_zone(zone)
    old = client.get_record_set(found, name, type_)
    if not yes:
        ask(session, f"Delete {old.name} {old.type} {', '.join(old.records)}?")
    client.delete_record_set(found, old.name, old.type, wait=False)
    if not no_wait:
        wait(session, client, found, timeout, state=DNSState.ACTIVE)
    session.done(
        {"zone": found.name, "name": old.name, "type": old.type, "deleted": True},
        text.printable(f"{old.name} {old.type} is deleted"),
    )
