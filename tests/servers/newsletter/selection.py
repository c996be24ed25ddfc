"""Which subscribers a list, a bulk request or a campaign is about."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from tests.servers.newsletter.domain import Domain
from tests.servers.newsletter.envelopes import invalid
from tests.servers.newsletter.listing import contains
from tests.servers.newsletter.records import Campaign, Subscriber
from tests.servers.newsletter.rules import FLAG, INTEGER, TEXT, Problem, Rule, array, choice, fields, required
from tests.servers.newsletter.segmentation import meets

STATUSES = ("active", "bounced", "junk", "unconfirmed", "under_verification", "unsubscribed")
SELECT = fields(all=required(FLAG), include=array(INTEGER), exclude=array(INTEGER))
LIST_FILTER = fields(
    groups=array(INTEGER), search=TEXT, status=choice(*STATUSES, "all"), validation_status=INTEGER
)

Matches = Callable[[Subscriber], bool]


def bulk(*statuses: str, **more: Rule) -> Rule:
    """The body of a request about many subscribers."""
    chosen = fields(groups=array(INTEGER), search=TEXT, status=choice(*statuses))
    return fields(filter=chosen, segment=TEXT, select=required(SELECT), **more)


def matching(domain: Domain, body: Mapping[str, Any]) -> Matches:
    """What the filter and the segment of a request say of a subscriber.

    Raises:
        RefusedError: the filter names a group that is not there.
    """
    chosen = body.get("filter", {})
    groups = {int(group) for group in chosen.get("groups", ())}
    if any(group not in domain.groups for group in groups):
        raise invalid([Problem("exists", "filter.groups", "must be groups that exist.")])
    segment = domain.segments.get(body["segment"]).data if "segment" in body else {}

    def matches(subscriber: Subscriber) -> bool:
        return (
            (not groups or bool(groups & subscriber.groups))
            and chosen.get("status", "all") in ("all", subscriber.status)
            and contains(chosen.get("search"), subscriber.email, *subscriber.fields.values())
            and meets(domain, segment, subscriber)
        )

    return matches


def recipients(domain: Domain, campaign: Campaign) -> list[Subscriber]:
    """Who gets a campaign: of those it names, the active ones."""
    said = campaign.said.get("recipients") or {}
    return [one for one in domain.subscribers if one.status == "active" and _gets(domain, said, one)]


def _gets(domain: Domain, said: Mapping[str, Any], one: Subscriber) -> bool:
    groups, segments = said.get("groups", {}), said.get("segments", {})
    expert = (said.get("expert") or {}).get("conditions")

    def in_segments(ids: list[int]) -> bool:
        return any(meets(domain, domain.segments.get(segment).data, one) for segment in ids)

    if one.groups & set(groups.get("exclude", ())) or in_segments(segments.get("exclude", [])):
        return False
    return (
        bool(said.get("all_subscribers"))
        or one.email in said.get("emails", ())
        or bool(one.groups & set(groups.get("include", ())))
        or in_segments(segments.get("include", []))
        or (expert is not None and meets(domain, expert, one))
    )
