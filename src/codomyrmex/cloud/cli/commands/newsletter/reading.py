"""``cmx newsletter campaigns``, ``groups``, ``subscribers``, ``stats`` and ``credits``."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import islice
from typing import TYPE_CHECKING, Any

import click

from codomyrmex.cloud.cli.clients import newsletter_of
from codomyrmex.cloud.cli.commands.newsletter.naming import group_id
from codomyrmex.cloud.cli.csvfiles import csv_option, write_rows
from codomyrmex.cloud.cli.kinds import command, listing
from codomyrmex.cloud.cli.session import Session
from codomyrmex.cloud.cli.table import Column, show_list, show_one
from codomyrmex.cloud.common.errors import NotFoundError

if TYPE_CHECKING:
    from codomyrmex.cloud.infomaniak.newsletter import InfomaniakNewsletterClient
    from codomyrmex.cloud.infomaniak.newsletter.models.campaigns import Campaign
    from codomyrmex.cloud.infomaniak.newsletter.models.groups import Group
    from codomyrmex.cloud.infomaniak.newsletter.models.subscribers import Subscriber

PROFILE = "newsletter"

_CAMPAIGNS: dict[str, Column] = {
    "ID": "id",
    "STATUS": "status",
    "SUBJECT": "subject",
    "FROM": "email_from_addr",
    "STARTED": "started_at",
}
_GROUPS: dict[str, Column] = {"ID": "id", "NAME": "name", "SUBSCRIBERS": "subscribed_count"}
_SUBSCRIBERS: dict[str, Column] = {
    "ID": "id",
    "EMAIL": "email",
    "STATUS": "status",
    "SINCE": "created_at",
}


@listing(newsletter_of, "List campaigns.", _CAMPAIGNS, profile=PROFILE)
@click.option("--search", metavar="TEXT", help="Only those in which this is found.")
@click.option("--status", multiple=True, help="Only those in this status, such as draft or sent; repeatable.")
def campaigns(
    client: InfomaniakNewsletterClient, search: str | None, status: tuple[str, ...]
) -> Iterable[Campaign]:
    """List campaigns.

    JSON: one campaign a line.
    """
    return client.list_campaigns(search=search, status=status or None)


@listing(newsletter_of, "List groups, which are the mailing lists.", _GROUPS, profile=PROFILE)
def groups(client: InfomaniakNewsletterClient) -> Iterable[Group]:
    """List groups, which are the mailing lists.

    JSON: one group a line.
    """
    return client.list_groups(include="subscribed_count")


@command(newsletter_of, "List subscribers.", profile=PROFILE)
@click.option("--group", help="Only those of a group.")
@click.option("--status", help="Only those in this status: active, unsubscribed, bounced, …")
@click.option("--search", metavar="TEXT", help="Only those in which this is found.")
@csv_option
@click.option("-n", "--limit", type=click.IntRange(min=0), help="Print no more than so many.")
def subscribers(
    session: Session,
    client: InfomaniakNewsletterClient,
    group: str | None,
    status: str | None,
    search: str | None,
    as_csv: bool,
    limit: int | None,
) -> None:
    """List subscribers. With --csv their fields are columns, as import takes them.

    JSON: one subscriber a line.
    """
    filters: dict[str, Any] = {"status": status, "search": search}
    if as_csv:
        filters["include"] = "fields"
    found: Iterable[Subscriber] = (
        client.list_subscribers(**filters)
        if group is None
        else client.list_group_subscribers(group_id(client, group), **filters)
    )
    chosen = islice(found, limit)
    if as_csv and not session.json:
        fields = [field.key or field.name or str(field.id) for field in client.list_fields()]
        write_rows(["email", *fields], map(_row, chosen))
    else:
        show_list(session, chosen, _SUBSCRIBERS)


def _row(subscriber: Subscriber) -> Mapping[str, Any]:
    values = {field.key or field.name or str(field.id): field.value for field in subscriber.fields}
    return {"email": subscriber.email, **values}


@command(newsletter_of, "Show how a campaign was received.", profile=PROFILE)
@click.argument("campaign", type=int)
def stats(session: Session, client: InfomaniakNewsletterClient, campaign: int) -> None:
    """Show how a campaign was received: how many were sent, opened, clicked, and came back.

    JSON: the numbers.
    """
    found = client.get_campaign_statistics(campaign)
    if found is None:
        raise NotFoundError("The campaign has no numbers yet; it was not sent.", resource=str(campaign))
    show_one(session, found)


@command(newsletter_of, "Show what credits there are.", name="credits", profile=PROFILE)
def credits_(session: Session, client: InfomaniakNewsletterClient) -> None:
    """Show which credits were bought and used.

    JSON: one entry a line.
    """
    columns: dict[str, Column] = {
        "ID": "id",
        "QUANTITY": "quantity",
        "TYPE": "type",
        "CAMPAIGN": "campaign_subject",
        "AT": "created_at",
    }
    show_list(session, client.list_credits(), columns)
