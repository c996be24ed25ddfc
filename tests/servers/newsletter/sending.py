"""How a campaign goes out, and what is counted of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from tests.servers.newsletter.domain import Domain
from tests.servers.newsletter.envelopes import bad_request
from tests.servers.newsletter.records import Action, Campaign, Tracked
from tests.servers.newsletter.selection import recipients

_COUNTS: Mapping[str, Action] = {
    "delivery": "delivery",
    "open": "open",
    "click": "click",
    "complaint": "complaint",
    "bounce": "bounce",
    "soft_bounce": "sbounce",
    "unsubscribe": "unsub",
}


def begin(domain: Domain, campaign: Campaign) -> None:
    """Use up a credit for each recipient, and begin to send.

    Raises:
        RefusedError: there are fewer credits than recipients; the campaign stays a draft.
    """
    copies = len(recipients(domain, campaign))
    if copies > domain.credit:
        campaign.status, campaign.started_at = "draft", None
        raise bad_request("There are not enough credits.")
    domain.add_credits(-copies, "campaign", campaign)
    campaign.status, campaign.left = "sending", domain.sending_takes


def look(domain: Domain, campaign: Campaign) -> Campaign:
    """The campaign as it is now: what is due begins, and what is looked at often enough is sent."""
    now = domain.clock.now()
    if campaign.status == "scheduled" and (campaign.started_at or now) <= now:
        begin(domain, campaign)
    elif campaign.status == "sending" and campaign.left > 0:
        campaign.left -= 1
    elif campaign.status == "sending":
        for one in recipients(domain, campaign):
            campaign.tracked += (Tracked(one.email, "send", now), Tracked(one.email, "delivery", now))
        campaign.status = "sent"
    return campaign


def statistics(campaign: Campaign) -> dict[str, Any]:
    """How many copies were sent, and what became of them; an opener counts once, and rates are in percent."""
    counts = Counter(action for _email, action in {(one.email, one.action) for one in campaign.tracked})
    sent = counts["send"]
    return {
        "sent_count": sent,
        **{f"{name}_count": counts[action] for name, action in _COUNTS.items()},
        **{f"{name}_rate": 100 * counts[action] / sent if sent else 0 for name, action in _COUNTS.items()},
    }
