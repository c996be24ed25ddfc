"""Subscribers, many at a time: all of it is done by operations."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable

from tests.servers.gcs_emulator.messages import Answer
from tests.servers.newsletter.domain import Domain
from tests.servers.newsletter.envelopes import asynchronous
from tests.servers.newsletter.records import Subscriber
from tests.servers.newsletter.routes import Call, Route
from tests.servers.newsletter.rules import ANYTHING, INTEGER, array, required
from tests.servers.newsletter.selection import STATUSES, bulk, matching
from tests.servers.newsletter.subscribers import groups_of


def _each(call: Call, kind: str, change: Callable[[Subscriber], object]) -> Answer:
    """Change each subscriber that the request is about, later."""
    domain, matches = call.domain, matching(call.domain, call.body)

    def work() -> int:
        chosen = domain.subscribers.selected(call.body["select"], matches)
        for one in chosen:
            change(one)
        return len(chosen)

    return asynchronous(domain.operations.begin(kind, work))


def _delete(call: Call) -> Answer:
    return _each(call, "delete_subscribers", call.domain.subscribers.remove)


def _unsubscribe(call: Call) -> Answer:
    def change(one: Subscriber) -> None:
        one.status = "unsubscribed"

    return _each(call, "unsubscribe_subscribers", change)


def _assign(call: Call) -> Answer:
    groups = groups_of(call.domain, call.body.get("groups", ()))
    return _each(call, "assign_subscribers", lambda one: one.groups.update(groups))


def _unassign(call: Call) -> Answer:
    group = call.domain.groups.get(call.body["group_id"])
    return _each(call, "unassign_subscribers", lambda one: one.groups.discard(group.id))


def _export(call: Call) -> Answer:
    domain, matches = call.domain, matching(call.domain, call.body)

    def work() -> str:
        return csv_of(domain, domain.subscribers.selected(call.body["select"], matches))

    return asynchronous(domain.operations.begin("export_subscribers", work))


def csv_of(domain: Domain, subscribers: list[Subscriber]) -> str:
    """Subscribers with their custom fields, as the file that an export makes."""
    keys = [field.key for field in domain.fields]
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["email", *keys])
    writer.writerows([one.email, *(one.fields.get(key, "") for key in keys)] for one in subscribers)
    return text.getvalue()


_ASSIGN = bulk(*STATUSES, "all", groups=array(ANYTHING))
_UNASSIGN = bulk(*STATUSES, "all", group_id=required(INTEGER))

ROUTES = (
    Route("DELETE", "/subscribers", _delete, bulk(*STATUSES)),
    Route("POST", "/subscribers/export", _export, bulk(*STATUSES)),
    Route("PUT", "/subscribers/unsubscribe", _unsubscribe, bulk("active")),
    Route("PUT", "/subscribers/assign", _assign, _ASSIGN),
    Route("PUT", "/subscribers/unassign", _unassign, _UNASSIGN),
)
