"""Segments."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tests.servers.gcs_emulator.messages import Answer
from tests.servers.newsletter.domain import Domain
from tests.servers.newsletter.envelopes import invalid, success
from tests.servers.newsletter.listing import contains, listed
from tests.servers.newsletter.records import Segment, Subscriber
from tests.servers.newsletter.routes import Call, Route, list_query
from tests.servers.newsletter.rules import INTEGER, SHORT, TEXT, choice, fields, required
from tests.servers.newsletter.segmentation import CONDITIONS, lacks, meets
from tests.servers.newsletter.selection import SELECT, matching
from tests.servers.newsletter.subscribers import shown as shown_subscriber


def _members(domain: Domain, segment: Segment) -> list[Subscriber]:
    return [one for one in domain.subscribers if meets(domain, segment.data, one)]


def _shown(domain: Domain, segment: Segment) -> dict[str, Any]:
    subscribed = [one for one in _members(domain, segment) if one.status == "active"]
    return {
        "id": segment.id,
        "name": segment.name,
        "data": segment.data,
        "subscribed_count": len(subscribed),
        "updated_at": segment.updated_at,
    }


def _check(body: Mapping[str, Any]) -> None:
    found = list(lacks(body.get("data", {}), "data"))
    if found:
        raise invalid(found)


def _list(call: Call) -> Answer:
    found = [one for one in call.domain.segments if contains(call.filter.get("search"), one.name)]
    return listed(found, lambda segment: _shown(call.domain, segment), call.query)


def _create(call: Call) -> Answer:
    segments, body = call.domain.segments, call.body
    _check(body)
    segment = Segment(segments.next_id(), body["name"], body["data"], call.domain.clock.now())
    return success(_shown(call.domain, segments.add(segment)), 201)


def _show(call: Call) -> Answer:
    return success(_shown(call.domain, call.domain.segments.get(call.path["segment"])))


def _update(call: Call) -> Answer:
    segment = call.domain.segments.get(call.path["segment"])
    _check(call.body)
    segment.name = call.body.get("name", segment.name)
    segment.data = call.body.get("data", segment.data)
    segment.updated_at = call.domain.clock.now()
    return success(_shown(call.domain, segment))


def _delete(call: Call) -> Answer:
    call.domain.segments.remove(call.domain.segments.get(call.path["segment"]))
    return success(True)


def _delete_many(call: Call) -> Answer:
    search = call.body.get("filter", {}).get("search")
    segments = call.domain.segments
    for segment in segments.selected(call.body["select"], lambda one: contains(search, one.name)):
        segments.remove(segment)
    return success(True)


def _subscribers(call: Call) -> Answer:
    domain, matches = call.domain, matching(call.domain, call.query)
    found = [one for one in _members(domain, domain.segments.get(call.path["segment"])) if matches(one)]
    return listed(found, lambda one: shown_subscriber(domain, one, call.extras), call.query)


_CREATE = fields(data=required(CONDITIONS), name=required(SHORT))
_MANY = fields(filter=fields(search=TEXT, status=choice("active", "inactive")), select=required(SELECT))
_IDS = {"newsletter_id": INTEGER, "segment_id": INTEGER}
_LIST = {**list_query(search=TEXT, status=choice("active", "inactive")), "newsletter_id": INTEGER}
_MEMBERS = {
    **list_query(search=TEXT, status=choice("active", "bounced", "junk", "unconfirmed", "unsubscribed")),
    **_IDS,
}

ROUTES = (
    Route("GET", "/segments", _list, query=_LIST),
    Route("POST", "/segments", _create, _CREATE),
    Route("DELETE", "/segments", _delete_many, _MANY, {"newsletter_id": INTEGER}),
    Route("GET", "/segments/{segment}", _show, query={"with": TEXT, **_IDS}),
    Route("PUT", "/segments/{segment}", _update, fields(data=CONDITIONS, name=SHORT)),
    Route("DELETE", "/segments/{segment}", _delete),
    Route("GET", "/segments/{segment}/subscribers", _subscribers, query=_MEMBERS),
)
