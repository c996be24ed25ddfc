"""``cmx dns zone``: zones."""

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


@click.group(short_help="List, make, change and delete zones.")
def zone() -> None:
    """List, make, change and delete zones."""


@command(dns_of, "List zones.", group=zone)
def ls(session: Session, client: DNSClient) -> None:
    """List the zones.

    JSON: one zone a line.
    """
    columns = {"NAME": "name", "STATE": "state", "TTL": "ttl", "SERIAL": "serial", "ID": "id"}
    show_list(session, client.list_zones(), columns)


@command(dns_of, "Show a zone.", group=zone)
@click.argument("zone")
def show(session: Session, client: DNSClient, zone: str) -> None:
    """Show a zone, by its name or id, with its name servers."""
    show_one(session, client.find_zone(zone))


@command(dns_of, "Make a zone.", group=zone)
@click.argument("name")
@click.option("--email", help="Who is responsible for it; hostmaster@ the zone if not given.")
@click.option("--ttl", type=click.IntRange(min=0), help="Seconds for which answers are kept.")
@click.option("--description", help="For people.")
@no_wait_option
@timeout_option
def create(
    session: Session,
    client: DNSClient,
    name: str,
    email: str | None,
    ttl: int | None,
    description: str | None,
    no_wait: bool,
    timeout: float,
) -> None:
    """Make a zone, and wait until its name servers answer for it.

    JSON: the zone.
    """
    from codomyrmex.cloud.common.dns import DNSState

    made = client.create_zone(name, email=email, ttl=ttl, description=description, wait=False)
    if not no_wait:
        made = wait(session, client, made, timeout, state=DNSState.ACTIVE)
    session.done(fields_of(made), f"{text.printable(made.name)} is made")


@command(dns_of, "Change a zone.", group=zone)
@click.argument("zone")
@click.option("--email", help="Who is responsible for it.")
@click.option("--ttl", type=click.IntRange(min=0), help="Seconds for which answers are kept.")
@click.option("--description", help="For people.")
@no_wait_option
@timeout_option
def update(
    session: Session,
    client: DNSClient,
    zone: str,
    email: str | None,
    ttl: int | None,
    description: str | None,
    no_wait: bool,
    timeout: float,
) -> None:
    """Change a zone; what is not given stays.

    JSON: the zone.
    """
    from codomyrmex.cloud.common.dns import DNSState

    if email is None and ttl is None and description is None:
        raise click.UsageError("Say what to change: --email, --ttl or --description.")
    found = client.find_zone(zone)
    made = client.update_zone(found.id, email=email, ttl=ttl, description=description, wait=False)
    if not no_wait:
        made = wait(session, client, made, timeout, state=DNSState.ACTIVE)
    session.done(fields_of(made), f"{text.printable(made.name)} is changed")


@command(dns_of, "Delete a zone.", group=zone)
@click.argument("zone")
@yes_option
@no_wait_option
@timeout_option
def rm(session: Session, client: DNSClient, zone: str, yes: bool, no_wait: bool, timeout: float) -> None:
    """Delete a zone with all its records.

    JSON: one object: zone, deleted.
    """
    from codomyrmex.cloud.common.dns import DNSState

    found = client.find_zone(zone)
    if not yes:
        ask(session, f"Delete the zone {found.name} with all its records?")
    client.delete_zone(found.id, wait=False)
    if not no_wait:
        wait(session, client, found, timeout, state=DNSState.DELETED)
    session.done({"zone": found.name, "deleted": True}, f"{text.printable(found.name)} is deleted")
