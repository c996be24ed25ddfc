"""``cmx dns export``, ``import``, ``diff`` and ``apply``: zone files."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any, TextIO

import click

from codomyrmex.cloud.cli import text
from codomyrmex.cloud.cli.asking import ask
from codomyrmex.cloud.cli.clients import dns_of
from codomyrmex.cloud.cli.exits import ExitCode
from codomyrmex.cloud.cli.kinds import command
from codomyrmex.cloud.cli.options import (
    no_wait_option,
    timeout_option,
    yes_option,
)
from codomyrmex.cloud.cli.session import Session
from codomyrmex.cloud.cli.table import fields_of
from codomyrmex.cloud.cli.waiting import waiting

if TYPE_CHECKING:
    from codomyrmex.cloud.common.dns import ChangePlan, DNSClient

# What is not UTF-8 is refused where it is read as a zone file.
_file = click.argument("file", type=click.File(encoding="utf-8", errors="surrogateescape"))
_keep_option = click.option("--keep", is_flag=True, help="Keep records that the file does not have.")


@command(dns_of, "Print a zone as a zone file.")
@click.argument("zone")
def export(session: Session, client: DNSClient, zone: str) -> None:
    """Print a zone as a zone file (RFC 1035), which other name servers read too.

    JSON: one object: zone, text.
    """
    found = client.find_zone(zone)
    written = client.export_zone(found)
    session.show({"zone": found.name, "text": written}, written.rstrip("\n"))


@command(dns_of, "Make a zone from a zone file.", name="import")
@_file
@click.option("--name", help="The zone's name, where the file has no SOA record.")
@click.option("--email", help="Who is responsible, in place of whom the SOA record has.")
@no_wait_option
@timeout_option
def import_(
    session: Session,
    client: DNSClient,
    file: TextIO,
    name: str | None,
    email: str | None,
    no_wait: bool,
    timeout: float,
) -> None:
    """Make a zone and its records from a zone file; - is standard input. A zone that is there is changed by
    apply.

    JSON: the zone.
    """
    with waiting(session, name or file.name) as show:
        show("importing")
        made = client.import_zone(file.read(), name=name, email=email, wait=not no_wait, timeout=timeout)
    session.done(fields_of(made), f"{text.printable(made.name)} is made")


@command(dns_of, "Show what a zone file would change.")
@click.argument("zone")
@_file
@_keep_option
def diff(session: Session, client: DNSClient, zone: str, file: TextIO, keep: bool) -> None:
    """Show what has to change for a zone to be as a zone file has it; - is standard input.

    The SOA record and the zone's name servers stay as they are. Ends with 1 where something has to change.

    JSON: one object: zone, creates, updates (before, after), deletes.
    """
    plan = client.plan_changes(client.find_zone(zone), file.read(), delete=not keep)
    if session.json:
        session.show(_fields(plan), "")
    else:
        _print(plan)
    if plan:
        raise click.exceptions.Exit(ExitCode.FAILED)


@command(dns_of, "Make a zone be as a zone file has it.")
@click.argument("zone")
@_file
@_keep_option
@click.option("--dry-run", is_flag=True, help="Show what would change, and change nothing.")
@yes_option
@no_wait_option
@timeout_option
def apply(
    session: Session,
    client: DNSClient,
    zone: str,
    file: TextIO,
    keep: bool,
    dry_run: bool,
    yes: bool,
    no_wait: bool,
    timeout: float,
) -> None:
    """Make a zone be as a zone file has it; - is standard input. Shows what changes, and asks.

    All is changed, or nothing: what was changed before a failure is put back.

    JSON: one object: zone, creates, updates (before, after), deletes, applied.
    """
    plan = client.plan_changes(client.find_zone(zone), file.read(), delete=not keep)
    if not (session.json or session.quiet):
        _print(plan)
    if plan and not dry_run:
        if not yes:
            ask(session, f"Make these changes to {plan.zone.name}?", "changed")
        with waiting(session, plan.zone.name) as show:
            show("applying")
            client.apply_changes(plan, wait=not no_wait, timeout=timeout)
    applied = bool(plan) and not dry_run
    counted = text.counted(len(plan.changes), "record set")
    said = f"{counted} changed" if applied else f"{counted} to change"
    session.done({**_fields(plan), "applied": applied}, said)


def _fields(plan: ChangePlan) -> dict[str, Any]:
    return {
        "zone": plan.zone.name,
        "creates": fields_of(plan.creates),
        "updates": fields_of(plan.updates),
        "deletes": fields_of(plan.deletes),
    }


def _print(plan: ChangePlan) -> None:
    sys.stdout.writelines(f"{text.printable(line)}\n" for line in plan.diff().splitlines())
