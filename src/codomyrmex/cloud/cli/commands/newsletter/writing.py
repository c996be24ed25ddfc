"""``cmx newsletter import``, ``send`` and ``cancel``."""

from __future__ import annotations

from datetime import datetime
from itertools import islice
from typing import TYPE_CHECKING, BinaryIO

import click

from codomyrmex.cloud.cli import text
from codomyrmex.cloud.cli.asking import ask
from codomyrmex.cloud.cli.clients import newsletter_of
from codomyrmex.cloud.cli.commands.newsletter.naming import group_id
from codomyrmex.cloud.cli.commands.newsletter.reading import PROFILE
from codomyrmex.cloud.cli.csvfiles import csv_argument, read_rows
from codomyrmex.cloud.cli.kinds import command
from codomyrmex.cloud.cli.options import no_wait_option, timeout_option, yes_option
from codomyrmex.cloud.cli.session import Session
from codomyrmex.cloud.cli.waiting import waiting
from codomyrmex.cloud.common.errors import CloudError

if TYPE_CHECKING:
    from codomyrmex.cloud.infomaniak.newsletter import InfomaniakNewsletterClient


@command(newsletter_of, "Add the subscribers of a CSV file.", name="import", profile=PROFILE)
@csv_argument
@click.option("--group", "names", multiple=True, help="Put them into this group; repeatable.")
@click.option("--create-fields", is_flag=True, help="Make fields for columns that the newsletter has not.")
@click.option("--after", type=click.IntRange(min=0), default=0, help="Leave out the first so many rows.")
@no_wait_option
@timeout_option
def import_(
    session: Session,
    client: InfomaniakNewsletterClient,
    file: BinaryIO,
    names: tuple[str, ...],
    create_fields: bool,
    after: int,
    no_wait: bool,
    timeout: float,
) -> None:
    """Add the subscribers of a CSV file; - is standard input. Its first line has the names of columns: email,
    and those of fields. Who is there already is changed.

    JSON: one object: rows, made (whether all are there already).
    """
    rows = islice(read_rows(file), after, None)
    groups = [group_id(client, name) for name in names] or None
    with waiting(session, "subscribers") as show:
        try:
            change = client.import_subscribers_from(
                rows,
                groups=groups,
                create_fields=create_fields,
                progress=lambda count: show(f"{after + count:,} rows sent"),
            )
        except CloudError as error:
            _say_how_far(session, error, after)
            raise
        if not no_wait:
            show("waiting until all are there")
            change.wait(timeout)
    fields = {"rows": change.rows, "made": not no_wait}
    session.done(fields, f"{text.counted(change.rows, 'row')} {'sent' if no_wait else 'imported'}")


def _say_how_far(session: Session, error: CloudError, after: int) -> None:
    accepted = getattr(error, "rows_accepted", None)
    if accepted is not None and not session.json:
        landed = text.counted(after + accepted, "row")
        session.warn(f"{landed} of the file were accepted; go on with --after {after + accepted}")


@command(newsletter_of, "Send a campaign, now, at a time, or to a test address.", profile=PROFILE)
@click.argument("campaign", type=int)
@click.option(
    "--at", type=click.DateTime(["%Y-%m-%dT%H:%M:%S", "%Y-%m-%dT%H:%M"]), help="When, in local time."
)
@click.option("--test", metavar="EMAIL", help="Send it to this address alone.")
@yes_option
def send(
    session: Session,
    client: InfomaniakNewsletterClient,
    campaign: int,
    at: datetime | None,
    test: str | None,
    yes: bool,
) -> None:
    """Send a campaign to its subscribers: now, or at a time. It asks first.

    JSON: one object: campaign, sent (test, now, or the time).
    """
    if test is not None:
        if at is not None:
            raise click.UsageError("A test is sent at once; leave out --at.")
        client.test_campaign(campaign, test)
        session.done({"campaign": campaign, "sent": "test"}, f"sent to {text.printable(test)} alone")
        return
    if not yes:
        found = client.get_campaign(campaign)
        subject = text.printable(found.subject or str(campaign))
        ask(session, f"Send {subject!r} to {_recipients(found.subscribers_count)}?", "sent")
    if at is None:
        client.send_campaign(campaign)
        session.done({"campaign": campaign, "sent": "now"}, f"campaign {campaign} is being sent")
    else:
        moment = at.astimezone()
        client.schedule_campaign(campaign, moment)
        fields = {"campaign": campaign, "sent": moment.isoformat()}
        session.done(fields, f"campaign {campaign} will be sent on {text.moment(moment)}")


def _recipients(count: int | None) -> str:
    return "its subscribers" if count is None else text.counted(count, "subscriber")


@command(newsletter_of, "Take back a campaign that is scheduled.", profile=PROFILE)
@click.argument("campaign", type=int)
def cancel(session: Session, client: InfomaniakNewsletterClient, campaign: int) -> None:
    """Take back a campaign that is scheduled.

    JSON: one object: campaign, canceled.
    """
    client.cancel_campaign(campaign)
    session.done({"campaign": campaign, "canceled": True}, f"campaign {campaign} will not be sent")
