"""Campaigns: made, tested, scheduled, canceled."""

from __future__ import annotations

import copy
from typing import Any

from tests.servers.gcs_emulator.messages import Answer
from tests.servers.newsletter.domain import Domain
from tests.servers.newsletter.envelopes import asynchronous, bad_request, invalid, success
from tests.servers.newsletter.listing import contains, listed
from tests.servers.newsletter.records import Campaign
from tests.servers.newsletter.routes import SHOWING, Call, Route, list_query
from tests.servers.newsletter.rules import (
    EMAIL,
    FLAG,
    INTEGER,
    SHORT,
    TEXT,
    Problem,
    Rule,
    array,
    choice,
    fields,
    nullable,
    required,
)
from tests.servers.newsletter.segmentation import CONDITIONS, lacks
from tests.servers.newsletter.selection import SELECT
from tests.servers.newsletter.sending import begin, look, statistics

_EDITABLE = ("draft", "canceled", "scheduled")
_STATUSES = (
    "blocked",
    "canceled",
    "draft",
    "scheduled",
    "scheduled_v1",
    "sending_failed",
    "sending_v1",
    "sent",
)


def _shown(campaign: Campaign, extras: frozenset[str] = frozenset()) -> dict[str, Any]:
    """A campaign as the API shows it; PHP shows an object without fields as an empty array."""
    said = campaign.said
    loaded = {
        "statistics": statistics(campaign),
        "advanced_statistics": {"mobile": {}, "browser": {}},
        "recipients": said.get("recipients") or [],
        "content": said.get("content_html", ""),
    }
    return {
        "id": campaign.id,
        "status": campaign.status,
        "sending_batch": None,
        "lang": said["lang"],
        "subject": said["subject"],
        "preheader": said.get("preheader", ""),
        "email_from_name": said["email_from_name"],
        "email_from_addr": said["email_from_addr"],
        "tracking_link": said.get("tracking_link", True),
        "tracking_opening": said.get("tracking_opening", True),
        "tracking_utm": said.get("tracking_utm") or [],
        "next_step": {"draft": "schedule", "scheduled": "send"}.get(campaign.status, ""),
        "unsub_link": said.get("unsub_link"),
        "force_sended": said.get("force_sended"),
        "started_at": campaign.started_at,
        "created_at": campaign.created_at,
        **{name: value for name, value in loaded.items() if name in extras},
    }


def _list(call: Call) -> Answer:
    wanted, statuses = call.filter, call.filter.get("status", ())
    after, before = int(call.query.get("date_from", 0)), call.query.get("date_to")
    found = [
        campaign
        for campaign in call.domain.campaigns
        if contains(wanted.get("search"), campaign.said["subject"])
        and (not statuses or look(call.domain, campaign).status in statuses)
        and campaign.created_at >= after
        and (before is None or campaign.created_at <= int(before))
    ]
    return listed(found, lambda one: _shown(one, call.extras), call.query)


def _checked(domain: Domain, body: dict[str, Any]) -> dict[str, Any]:
    said = body.get("recipients") or {}
    for table, kind in ((domain.groups, "groups"), (domain.segments, "segments")):
        for way, ids in said.get(kind, {}).items():
            if any(number not in table for number in ids):
                raise invalid([Problem("exists", f"recipients.{kind}.{way}", f"must be {kind} that exist.")])
    rules = said.get("expert", {}).get("conditions") or {}
    if missing := list(lacks(rules, "recipients.expert.conditions")):
        raise invalid(missing)
    return body


def _create(call: Call) -> Answer:
    domain = call.domain
    campaign = Campaign(domain.campaigns.next_id(), _checked(domain, call.body), domain.clock.now())
    domain.campaigns.add(campaign)
    return success(_shown(campaign, frozenset({"recipients", "content"})), 201)


def _campaign(call: Call) -> Campaign:
    return look(call.domain, call.domain.campaigns.get(call.path["campaign"]))


def _show(call: Call) -> Answer:
    return success(_shown(_campaign(call), call.extras))


def _edit(call: Call) -> Answer:
    campaign = _campaign(call)
    _demand(campaign, *_EDITABLE)
    campaign.said |= _checked(call.domain, call.body)
    return success(_shown(campaign, frozenset({"recipients", "content"})))


def _demand(campaign: Campaign, *statuses: str) -> None:
    if campaign.status not in statuses:
        raise bad_request(f"The campaign is {campaign.status}.")


def _delete(call: Call) -> Answer:
    campaign = _campaign(call)
    if campaign.status == "sending":
        raise bad_request("The campaign is being sent.")
    call.domain.campaigns.remove(campaign)
    return success(True)


def _delete_many(call: Call) -> Answer:
    campaigns, statuses = call.domain.campaigns, call.filter.get("status", ())

    def matches(campaign: Campaign) -> bool:
        named = contains(call.filter.get("search"), campaign.said["subject"])
        return named and (not statuses or campaign.status in statuses) and campaign.status != "sending"

    def work() -> int:
        chosen = campaigns.selected(call.body.get("select", {"all": True}), matches)
        for campaign in chosen:
            campaigns.remove(campaign)
        return len(chosen)

    return asynchronous(call.domain.operations.begin("delete_campaigns", work))


def _duplicate(call: Call) -> Answer:
    domain, campaign = call.domain, _campaign(call)
    twin = Campaign(domain.campaigns.next_id(), copy.deepcopy(campaign.said), domain.clock.now())
    return success(_shown(domain.campaigns.add(twin)))


def _test(call: Call) -> Answer:
    _campaign(call).tests.append(call.body["email"])
    return success(True)


def _schedule(call: Call) -> Answer:
    campaign = _campaign(call)
    _demand(campaign, *_EDITABLE)
    now = call.domain.clock.now()
    campaign.started_at = call.body.get("started_at", now)
    campaign.status = "scheduled"
    if campaign.started_at <= now:
        begin(call.domain, campaign)
    return success(True)


def _cancel(call: Call) -> Answer:
    campaign = _campaign(call)
    _demand(campaign, "scheduled")
    campaign.status, campaign.started_at = "canceled", None
    return success(True)


_IDS = fields(include=array(INTEGER), exclude=array(INTEGER))
_RECIPIENTS = fields(
    all_subscribers=FLAG,
    emails=array(TEXT),
    expert=fields(conditions=nullable(CONDITIONS), id=nullable(INTEGER)),
    groups=_IDS,
    segments=_IDS,
)
_MUST: dict[str, Rule] = {
    "email_from_addr": SHORT,
    "email_from_name": SHORT,
    "lang": choice("de_DE", "en_GB", "es_ES", "fr_FR", "it_IT"),
    "subject": TEXT,
}
_MAY: dict[str, Rule] = {
    "content_html": TEXT,
    "force_sended": nullable(FLAG),
    "preheader": TEXT,
    "recipients": _RECIPIENTS,
    "template_id": INTEGER,
    "tracking_link": FLAG,
    "tracking_opening": FLAG,
    "tracking_utm": nullable(fields(utm_campaign=TEXT, utm_medium=TEXT, utm_source=TEXT)),
    "unsub_link": nullable(FLAG),
}
_CREATE = fields(**{name: required(rule) for name, rule in _MUST.items()}, **_MAY)
_LIST = {
    **list_query(search=TEXT, status=array(choice(*_STATUSES, "sending", "unknown"))),
    **dict.fromkeys(("date_from", "date_to", "newsletter_id"), INTEGER),
}
_BULK_FILTER = fields(search=Rule("string", longest=500), status=array(choice(*_STATUSES)))

ROUTES = (
    Route("GET", "/campaigns", _list, query=_LIST),
    Route("POST", "/campaigns", _create, _CREATE),
    Route("DELETE", "/campaigns", _delete_many, fields(select=SELECT), {"filter": _BULK_FILTER}),
    Route("GET", "/campaigns/{campaign}", _show, query=SHOWING),
    Route("PUT", "/campaigns/{campaign}", _edit, fields(**_MUST, **_MAY)),
    Route("DELETE", "/campaigns/{campaign}", _delete),
    Route("POST", "/campaigns/{campaign}/duplicate", _duplicate),
    Route("POST", "/campaigns/{campaign}/test", _test, fields(email=required(EMAIL))),
    Route("PUT", "/campaigns/{campaign}/schedule", _schedule, fields(started_at=INTEGER)),
    Route("PUT", "/campaigns/{campaign}/cancel", _cancel),
)
