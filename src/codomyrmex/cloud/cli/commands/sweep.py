"""``cmx sweep``: temporary resources that a killed program left behind."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

from codomyrmex.cloud.cli import text
from codomyrmex.cloud.cli.asking import ask
from codomyrmex.cloud.cli.exits import exit_code_of_all
from codomyrmex.cloud.cli.options import output_options, profile_option, yes_option
from codomyrmex.cloud.cli.session import Session
from codomyrmex.cloud.cli.table import fields_of, show_rows
from codomyrmex.cloud.cli.waiting import waiting
from codomyrmex.cloud.common.errors import NotSupportedError
from codomyrmex.cloud.connection.infomaniak import InfomaniakCloud
from codomyrmex.cloud.connection.temporary import UNTIL, SweepReport, left_behind
from codomyrmex.cloud.connection.temporary import sweep as remove

if TYPE_CHECKING:
    from codomyrmex.cloud.common.resources import CloudResource


@click.command(short_help="Remove temporary resources that were left behind.")
@profile_option()
@click.option("--run", metavar="ID", help="Only those of this run, however long they may still be wanted.")
@click.option("--all", "every", is_flag=True, help="Also those that may still be wanted.")
@click.option("-n", "--dry-run", is_flag=True, help="Only show what would be removed.")
@click.option(
    "--timeout",
    type=click.FloatRange(min=0),
    default=300.0,
    show_default=True,
    help="Seconds without a removal after which the rest is given up.",
)
@yes_option
@output_options
@click.pass_obj
def sweep(
    session: Session, profile: str, run: str | None, every: bool, dry_run: bool, timeout: float, yes: bool
) -> None:
    """Find what programs made to have for a while and did not remove, show it, and remove it.

    Those are the resources that were made in `temporary` and whose time is over.

    JSON: one object: resources (what was found), removed (how many), failures (resource, error, message).
    """
    cloud = session.connections.cloud(profile)
    if not isinstance(cloud, InfomaniakCloud):
        raise NotSupportedError(f"The profile {profile!r} has no resources that are tagged as temporary.")
    at = None if every or run else datetime.now(UTC)
    found = list(left_behind(cloud, run=run, at=at))
    if not session.json:
        _show(session, found)
    if not found or dry_run:
        _report(session, found, SweepReport((), ()))
        return
    if not yes:
        ask(session, f"Remove {text.counted(len(found), 'resource')}?", "removed")
    with waiting(session, "sweep") as state:
        report = remove(
            cloud, found, timeout=timeout, progress=lambda one: state(f"{one.type} {one.name} removed")
        )
    for failure in report.failures:
        session.failure(f"{failure.resource.type} {failure.resource.name}", failure.error)
    _report(session, found, report)
    raise click.exceptions.Exit(exit_code_of_all(failure.error for failure in report.failures))


def _show(session: Session, found: list[CloudResource]) -> None:
    rows = [[str(one.type), one.name, one.id, one.state or "-", _until(one)] for one in found]
    printed = [[text.printable(cell) for cell in row] for row in rows]
    show_rows(["type", "name", "id", "state", "wanted until"], printed, quiet=session.quiet)


def _until(resource: CloudResource) -> str:
    until = resource.tags.get(UNTIL, "")
    return text.moment(datetime.fromtimestamp(int(until), UTC)) if until.isdecimal() else "-"


def _report(session: Session, found: list[CloudResource], report: SweepReport) -> None:
    session.done(
        {
            "resources": fields_of(found),
            "removed": len(report.removed),
            "failures": [
                {
                    "resource": fields_of(failure.resource),
                    "error": type(failure.error).__name__,
                    "message": failure.error.message,
                }
                for failure in report.failures
            ],
        },
        f"{text.counted(len(found), 'resource')} found, {len(report.removed)} removed",
    )
