"""Subscribers, one at a time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from tests.servers.gcs_emulator.messages import Answer
from tests.servers.newsletter.domain import Domain
from tests.servers.newsletter.envelopes import invalid, success
from tests.servers.newsletter.listing import LISTING, listed
from tests.servers.newsletter.records import Subscriber
from tests.servers.newsletter.routes import SHOWING, Call, Route
from tests.servers.newsletter.rules import (
    ANYTHING,
    EMAIL,
    TEXT,
    WORDS,
    Problem,
    array,
    choice,
    fields,
    required,
)
from tests.servers.newsletter.selection import LIST_FILTER, STATUSES, matching


def shown(domain: Domain, one: Subscriber, extras: Iterable[str] = ()) -> dict[str, Any]:
    """A subscriber as the API shows it; what belongs to other resources is loaded when it is asked for."""
    loaded: dict[str, Callable[[Domain, Subscriber], Any]] = {
        "fields": _fields,
        "groups": _groups,
        "statistics": _statistics,
    }
    return {
        "id": one.id,
        "email": one.email,
        "status": one.status,
        "created_at": one.created_at,
        "added_at": one.created_at,
        "source": one.source,
        "last_location": None,
        **{name: load(domain, one) for name, load in loaded.items() if name in extras},
    }


def _fields(domain: Domain, one: Subscriber) -> list[dict[str, Any]]:
    return [
        {"id": field.id, "name": field.name, "key": field.key, "value": one.fields[field.key]}
        for field in domain.fields
        if field.key in one.fields
    ]


def _groups(domain: Domain, one: Subscriber) -> list[dict[str, Any]]:
    return [
        {"id": group.id, "name": group.name, "updated_at": group.updated_at}
        for group in domain.groups
        if group.id in one.groups
    ]


def _statistics(domain: Domain, one: Subscriber) -> dict[str, Any]:
    counts = Counter(
        tracked.action
        for campaign in domain.campaigns
        for tracked in campaign.tracked
        if tracked.email == one.email
    )
    sent = counts["send"]
    return {
        "sent_count": sent,
        "open_count": counts["open"],
        "click_count": counts["click"],
        "open_rate": 100 * counts["open"] / sent if sent else 0,
        "click_rate": 100 * counts["click"] / sent if sent else 0,
    }


def groups_of(domain: Domain, named: Iterable[Any]) -> set[int]:
    """The ids of groups that are named by id, or by the name of one that is made if it is not there.

    Raises:
        RefusedError: an id is of no group.
    """
    found = set()
    for name in named:
        if isinstance(name, int):
            if name not in domain.groups:
                raise invalid([Problem("exists", "groups", "must be groups that exist.")])
            found.add(name)
            continue
        if not isinstance(name, str):
            raise invalid([Problem("string", "groups", "must be ids or names.")])
        known = next((group for group in domain.groups if group.name == name), None)
        found.add((known or domain.add_group(name)).id)
    return found


def values_of(domain: Domain, said: Mapping[str, Any]) -> dict[str, str]:
    """The values of custom fields.

    Raises:
        RefusedError: there is no such field.
    """
    unknown = [key for key in said if domain.field_of(key) is None]
    if unknown:
        raise invalid([Problem("exists", f"fields.{key}", "must be the key of a field.") for key in unknown])
    return {key: str(value) for key, value in said.items()}


def _matching(call: Call, asked: Mapping[str, Any]) -> Answer:
    domain, matches = call.domain, matching(call.domain, asked)
    found = [one for one in domain.subscribers if matches(one)]
    return listed(found, lambda one: shown(domain, one, call.extras), call.query)


def _list(call: Call) -> Answer:
    return _matching(call, call.query)


def _filter(call: Call) -> Answer:
    return _matching(call, call.body)


def _create(call: Call) -> Answer:
    values = values_of(call.domain, call.body.get("fields", {}))
    groups = groups_of(call.domain, call.body.get("groups", ()))
    one = call.domain.put_subscriber(call.body["email"])
    one.fields |= values
    one.groups |= groups
    one.status = call.body.get("status", one.status)
    return success(shown(call.domain, one, ("fields", "groups")), 201)


def _count(call: Call) -> Answer:
    counts = Counter(one.status for one in call.domain.subscribers)
    return success({status: counts[status] for status in STATUSES})


def _show(call: Call) -> Answer:
    one = call.domain.subscribers.get(call.path["subscriber"])
    return success(shown(call.domain, one, call.extras))


def _update(call: Call) -> Answer:
    one = call.domain.subscribers.get(call.path["subscriber"])
    if "fields" in call.body:
        one.fields = values_of(call.domain, call.body["fields"])
    if "groups" in call.body:
        one.groups = groups_of(call.domain, call.body["groups"])
    one.status = call.body.get("status", one.status)
    return success(shown(call.domain, one, call.extras | {"fields", "groups"}))


def _delete(call: Call) -> Answer:
    call.domain.subscribers.remove(call.domain.subscribers.get(call.path["subscriber"]))
    return success(True)


def _forget(call: Call) -> Answer:
    call.domain.subscribers.forget(call.domain.subscribers.get(call.path["subscriber"]))
    return success(True)


_CREATE = fields(email=required(EMAIL), fields=WORDS, groups=array(ANYTHING), status=choice(*STATUSES))
_UPDATE = fields(fields=WORDS, groups=array(ANYTHING), status=choice("active", "unsubscribed"))
_FILTER = fields(filter=LIST_FILTER, segment=TEXT)

ROUTES = (
    Route("GET", "/subscribers", _list, query={**LISTING, "filter": LIST_FILTER}),
    Route("POST", "/subscribers", _create, _CREATE),
    Route("POST", "/subscribers/filter", _filter, _FILTER, {**LISTING, "extra": choice("metadata")}),
    Route("GET", "/subscribers/count_status", _count),
    Route("GET", "/subscribers/{subscriber}", _show, query=SHOWING),
    Route("PUT", "/subscribers/{subscriber}", _update, _UPDATE, SHOWING),
    Route("DELETE", "/subscribers/{subscriber}", _delete),
    Route("DELETE", "/subscribers/{subscriber}/forget", _forget),
)
