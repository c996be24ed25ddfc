"""Credits: bought in packs, used up by campaigns."""

from __future__ import annotations

from typing import Any

from tests.servers.gcs_emulator.messages import Answer
from tests.servers.newsletter.domain import Domain
from tests.servers.newsletter.envelopes import not_found, success
from tests.servers.newsletter.listing import contains, listed
from tests.servers.newsletter.records import Credit
from tests.servers.newsletter.routes import Call, Route, list_query
from tests.servers.newsletter.rules import TEXT, choice

_PACKS = [{"id": 1, "quantity": 5000, "price": 9.0}, {"id": 2, "quantity": 50000, "price": 49.0}]


def _shown(domain: Domain, credit: Credit) -> dict[str, Any]:
    return {
        "id": credit.id,
        "domain_name": domain.name,
        "campaign_id": credit.campaign_id,
        "campaign_subject": credit.campaign_subject,
        "quantity": credit.quantity,
        "type": credit.type,
        "genre": "debit" if credit.quantity < 0 else "credit",
        "created_at": credit.created_at,
    }


def _credits(call: Call) -> Answer:
    search = call.filter.get("search")
    found = [credit for credit in call.domain.credits if contains(search, credit.campaign_subject)]
    return listed(found, lambda credit: _shown(call.domain, credit), call.query)


def _credit_details(call: Call) -> Answer:
    used = -sum(credit.quantity for credit in call.domain.credits if credit.quantity < 0)
    return success({"available": call.domain.credit, "used": used})


def _checkout(call: Call) -> Answer:
    if call.path["id"] not in {str(pack["id"]) for pack in _PACKS}:
        raise not_found()
    return Answer(302, {"Location": f"https://shop.example.com/packs/{call.path['id']}"})


_LIST = list_query(search=TEXT, status=choice("active", "bounced", "junk", "unconfirmed", "unsubscribed"))

ROUTES = (
    Route("GET", "/credits", _credits, query=_LIST),
    Route("GET", "/credits/accounts", _credits, query=_LIST),
    Route("GET", "/credits/details", _credit_details),
    Route("GET", "/credits/packs", lambda _call: success(_PACKS)),
    Route("GET", "/credits/checkout/{id}", _checkout),
)
