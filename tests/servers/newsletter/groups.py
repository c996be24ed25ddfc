"""Groups: the mailing lists."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.servers.gcs_emulator.messages import Answer
from tests.servers.newsletter.domain import Domain
from tests.servers.newsletter.envelopes import asynchronous, success
from tests.servers.newsletter.listing import contains, listed
from tests.servers.newsletter.records import Group, Subscriber
from tests.servers.newsletter.routes import SHOWING, Call, Route, list_query
from tests.servers.newsletter.rules import INTEGER, SHORT, TEXT, array, choice, fields, required
from tests.servers.newsletter.selection import SELECT, STATUSES, matching
from tests.servers.newsletter.subscribers import shown as shown_subscriber


def _shown(domain: Domain, group: Group) -> dict[str, Any]:
    subscribed = [one for one in domain.subscribers if group.id in one.groups and one.status == "active"]
    return {
        "id": group.id,
        "name": group.name,
        "updated_at": group.updated_at,
        "subscribed_count": len(subscribed),
        "statistics": {"open_rate": 0, "click_rate": 0},
    }


def _list(call: Call) -> Answer:
    found = [group for group in call.domain.groups if contains(call.filter.get("search"), group.name)]
    return listed(found, lambda group: _shown(call.domain, group), call.query)


def _create(call: Call) -> Answer:
    return success(_shown(call.domain, call.domain.add_group(call.body["name"])), 201)


def _show(call: Call) -> Answer:
    return success(_shown(call.domain, call.domain.groups.get(call.path["group"])))


def _update(call: Call) -> Answer:
    group = call.domain.groups.get(call.path["group"])
    group.name, group.updated_at = call.body["name"], call.domain.clock.now()
    return success(_shown(call.domain, group))


def _remove(domain: Domain, group: Group) -> None:
    domain.groups.remove(group)
    for one in domain.subscribers:
        one.groups.discard(group.id)


def _delete(call: Call) -> Answer:
    _remove(call.domain, call.domain.groups.get(call.path["group"]))
    return success(True)


def _delete_many(call: Call) -> Answer:
    domain, search = call.domain, call.body.get("filter", {}).get("search")

    def work() -> int:
        chosen = domain.groups.selected(call.body["select"], lambda group: contains(search, group.name))
        for group in chosen:
            _remove(domain, group)
        return len(chosen)

    return asynchronous(domain.operations.begin("delete_groups", work))


def _subscribers(call: Call) -> Answer:
    domain, group = call.domain, call.domain.groups.get(call.path["group"])
    matches = matching(domain, call.query)
    found = [one for one in domain.subscribers if group.id in one.groups and matches(one)]
    return listed(found, lambda one: shown_subscriber(domain, one, call.extras), call.query)


def _change(call: Call, change: Callable[[Subscriber, int], object]) -> Answer:
    group = call.domain.groups.get(call.path["group"])
    chosen = [call.domain.subscribers.get(number) for number in call.body["subscriber_ids"]]
    for one in chosen:
        change(one, group.id)
    return success([shown_subscriber(call.domain, one, ("groups",)) for one in chosen])


def _assign(call: Call) -> Answer:
    return _change(call, lambda one, group: one.groups.add(group))


def _unassign(call: Call) -> Answer:
    return _change(call, lambda one, group: one.groups.discard(group))


_NAME = fields(name=required(SHORT))
_MANY = fields(filter=fields(search=TEXT, status=choice("active", "inactive")), select=required(SELECT))
_IDS = fields(subscriber_ids=required(array(INTEGER)))
_LIST = list_query(search=TEXT, status=choice("active", "bounced", "junk", "unconfirmed", "unsubscribed"))
_MEMBERS = {**list_query(search=TEXT, status=choice(*STATUSES)), "group_id": INTEGER}

ROUTES = (
    Route("GET", "/groups", _list, query=_LIST),
    Route("POST", "/groups", _create, _NAME),
    Route("DELETE", "/groups", _delete_many, _MANY),
    Route("GET", "/groups/{group}", _show, query=SHOWING),
    Route("PUT", "/groups/{group}", _update, _NAME),
    Route("DELETE", "/groups/{group}", _delete),
    Route("GET", "/groups/{group}/subscribers", _subscribers, query=_MEMBERS),
    Route("POST", "/groups/{group}/subscribers/assign", _assign, _IDS),
    Route("POST", "/groups/{group}/subscribers/unassign", _unassign, _IDS),
)
