"""Conditions on subscribers: at least one group of conditions holds, each as a whole."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from itertools import islice
from typing import Any

from tests.servers.newsletter.domain import Domain
from tests.servers.newsletter.records import Campaign, Subscriber
from tests.servers.newsletter.rules import (
    INTEGER,
    SHORT,
    TEXT,
    Problem,
    array,
    choice,
    fields,
    nullable,
    required,
)

_OPERATORS = (
    *("<", "<>", "=", ">", "between", "click", "exclude", "finish", "include", "like", "noclick", "noopen"),
    *("nosent", "not like", "open", "sent", "start"),
)
_CONDITION = fields(
    type=required(choice("campaign", "created_at", "mailinglist", "meta")),
    operator=required(choice(*_OPERATORS)),
    actionId=choice("all", "any", "custom", "last5"),
    campaign_id=INTEGER,
    date1=TEXT,
    date2=nullable(TEXT),
    mailinglist_id=INTEGER,
    meta_id=INTEGER,
    value=SHORT,
)
_ALL_OF = fields(closure=required(choice("AND")), conds=required(array(_CONDITION)))
CONDITIONS = fields(closure=choice("OR"), conds=array(_ALL_OF))

_NEEDED = {
    "campaign": ("actionId",),
    "created_at": ("date1",),
    "mailinglist": ("mailinglist_id",),
    "meta": ("meta_id", "value"),
    "custom": ("campaign_id",),
    "between": ("date2",),
}
"""What a condition has to have, by its type, its operator or its choice of campaigns."""

_RECENT_SECONDS = 30 * 86400


def lacks(data: Mapping[str, Any], attribute: str) -> Iterator[Problem]:
    """What conditions lack.

    Args:
        data: the conditions.
        attribute: where they are.
    """
    for position, group in enumerate(data.get("conds", ())):
        for place, condition in enumerate(group["conds"]):
            for kind in (condition["type"], condition["operator"], condition.get("actionId")):
                for name in _NEEDED.get(kind, ()):
                    if condition.get(name) is None:
                        where = f"{attribute}.conds.{position}.conds.{place}.{name}"
                        yield Problem("required_if", where, f"is required of {kind}.")


def meets(domain: Domain, data: Mapping[str, Any], subscriber: Subscriber) -> bool:
    """Whether a subscriber meets conditions; no conditions are met by everybody."""
    groups = data.get("conds", ())
    return not groups or any(
        all(_holds(domain, condition, subscriber) for condition in group["conds"]) for group in groups
    )


def _holds(domain: Domain, condition: Mapping[str, Any], subscriber: Subscriber) -> bool:
    match condition["type"]:
        case "mailinglist":
            is_in = condition["mailinglist_id"] in subscriber.groups
            return is_in is (condition["operator"] == "include")
        case "created_at":
            return _created(condition, subscriber)
        case "meta":
            field = domain.fields.get(condition["meta_id"])
            return _compares(subscriber.fields.get(field.key, ""), condition["operator"], condition["value"])
        case _:
            return _was_reached(domain, condition, subscriber)


def _created(condition: Mapping[str, Any], subscriber: Subscriber) -> bool:
    day = datetime.fromtimestamp(subscriber.created_at, UTC).date().isoformat()
    first = str(condition["date1"])
    match condition["operator"]:
        case "=":
            return day == first
        case "<":
            return day < first
        case ">":
            return day > first
        case _:
            return first <= day <= str(condition["date2"])


def _compares(value: str, operator: str, wanted: str) -> bool:
    match operator:
        case "=":
            return value == wanted
        case "<>":
            return value != wanted
        case "like":
            return wanted in value
        case "not like":
            return wanted not in value
        case "start":
            return value.startswith(wanted)
        case _:
            return value.endswith(wanted)


def _was_reached(domain: Domain, condition: Mapping[str, Any], subscriber: Subscriber) -> bool:
    operator = str(condition["operator"])
    action = {"sent": "send"}.get(operator.removeprefix("no"), operator.removeprefix("no"))
    happened = any(
        one.email == subscriber.email and one.action == action
        for campaign in _campaigns(domain, condition)
        for one in campaign.tracked
    )
    return happened != operator.startswith("no")


def _campaigns(domain: Domain, condition: Mapping[str, Any]) -> Iterator[Campaign]:
    sent = [campaign for campaign in domain.campaigns if campaign.status == "sent"]
    match condition["actionId"]:
        case "custom":
            return iter([domain.campaigns.get(condition["campaign_id"])])
        case "last5":
            return islice(reversed(sent), 5)
        case "any":
            since = domain.clock.now() - _RECENT_SECONDS
            return (campaign for campaign in sent if (campaign.started_at or 0) >= since)
        case _:
            return iter(sent)
