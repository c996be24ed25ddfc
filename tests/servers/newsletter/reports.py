"""What became of a campaign, copy by copy and link by link."""

from __future__ import annotations

from collections import Counter

from tests.servers.gcs_emulator.messages import Answer
from tests.servers.newsletter.envelopes import success
from tests.servers.newsletter.listing import PAGING, SORTING, contains, listed
from tests.servers.newsletter.records import Campaign
from tests.servers.newsletter.routes import Call, Route
from tests.servers.newsletter.rules import TEXT, array, choice, fields
from tests.servers.newsletter.sending import look

_REPORTED = ("bounce", "click", "complaint", "not_open", "open", "sbounce", "unsub")
_TRACKED = (
    *("bounce", "click", "complaint", "delivery", "not_delivery", "not_open", "open", "sbounce", "send"),
    *("unsub", "unsub-reason", "v3", "webform_conversion", "webform_display"),
)


def _campaign(call: Call) -> Campaign:
    return look(call.domain, call.domain.campaigns.get(call.path["campaign"]))


def _tracking(call: Call) -> Answer:
    wanted = call.filter
    found = [
        {"email": one.email, "action": one.action, "link": one.link, "created_at": one.created_at}
        for one in _campaign(call).tracked
        if wanted.get("action", one.action) == one.action and contains(wanted.get("search"), one.email)
    ]
    return listed(found, dict, call.query)


def _links(call: Call) -> Answer:
    clicks = [one for one in _campaign(call).tracked if one.action == "click" and one.link]
    counts = Counter(str(one.link) for one in clicks)
    return success(
        [
            {
                "url": url,
                "click_count": count,
                "unique_click_count": len({one.email for one in clicks if one.link == url}),
            }
            for url, count in counts.items()
        ]
    )


def _activity(call: Call) -> Answer:
    campaign, wanted = _campaign(call), call.filter.get("action")
    counts = Counter((one.email, one.action) for one in campaign.tracked)
    emails = [one.email for one in campaign.tracked if one.action == "send"]

    def is_wanted(email: str) -> bool:
        if wanted == "not_open":
            return not counts[email, "open"]
        return wanted is None or bool(counts[email, wanted])

    return listed(
        [
            {"email": email, "open_count": counts[email, "open"], "click_count": counts[email, "click"]}
            for email in emails
            if is_wanted(email) and contains(call.filter.get("search"), email)
        ],
        dict,
        call.query,
    )


_BELOW = "/campaigns/{campaign}"
_TRACKING = {**PAGING, **SORTING, "filter": fields(action=choice(*_TRACKED), search=TEXT)}
# This one is cut by pages only.
_ACTIVITY = {
    **{name: rule for name, rule in PAGING.items() if name not in ("skip", "limit")},
    **SORTING,
    "order_by": array(choice("click_count", "email", "open_count")),
    "filter": fields(action=choice(*_REPORTED), search=TEXT),
}

ROUTES = (
    Route("GET", f"{_BELOW}/tracking", _tracking, query=_TRACKING),
    Route("GET", f"{_BELOW}/report/links", _links),
    Route("GET", f"{_BELOW}/report/activity", _activity, query=_ACTIVITY),
)
