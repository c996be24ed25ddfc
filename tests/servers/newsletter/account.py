"""What belongs to a domain as a whole: itself, its credits, its templates, its operations."""

from __future__ import annotations

from typing import Any

from tests.servers.gcs_emulator.messages import Answer
from tests.servers.newsletter.domain import Domain
from tests.servers.newsletter.envelopes import not_found, success
from tests.servers.newsletter.listing import PAGING, contains, listed
from tests.servers.newsletter.records import Credit, Template
from tests.servers.newsletter.routes import Call, Route, list_query
from tests.servers.newsletter.rules import INTEGER, TEXT, choice

_PACKS = [{"id": 1, "quantity": 5000, "price": 9.0}, {"id": 2, "quantity": 50000, "price": 49.0}]


def _domain(call: Call) -> Answer:
    return success(
        {
            "id": call.domain.id,
            "name": call.domain.name,
            "credit_month": call.domain.credit,
            "limit_by_hour": 0,
            "sender_type": "infomaniak",
            "status": "disabled" if call.domain.deleted else "enabled",
            "can_use_other_domains": False,
        }
    )


def _delete_domain(call: Call) -> Answer:
    call.domain.deleted = True
    return success(True)


def _api_key(_call: Call) -> Answer:
    return success({"client_api": "key-of-the-domain", "client_secret": "secret-of-the-domain"})


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
    return listed([_shown(call.domain, credit) for credit in found], call.query)


def _credit_details(call: Call) -> Answer:
    used = -sum(credit.quantity for credit in call.domain.credits if credit.quantity < 0)
    return success({"available": call.domain.credit, "used": used})


def _checkout(call: Call) -> Answer:
    if call.path["id"] not in {str(pack["id"]) for pack in _PACKS}:
        raise not_found()
    return Answer(302, {"Location": f"https://shop.example.com/packs/{call.path['id']}"})


def _template(domain: Domain, template: Template) -> dict[str, Any]:
    return {
        "id": template.id,
        "uuid": template.uuid,
        "domain_id": domain.id,
        "name": template.name,
        "content": {},
        "thumbnail": template.thumbnail,
    }


def _templates(call: Call) -> Answer:
    return listed([_template(call.domain, one) for one in call.domain.templates], call.query)


def _html(call: Call) -> Answer:
    return success(call.domain.template(call.path["template"]).html)


def _thumbnail(call: Call) -> Answer:
    template = call.domain.template(call.path["template"])
    template.thumbnail = f"https://media.example.com/{template.uuid}.png"
    return success(template.thumbnail)


def _operation(call: Call) -> Answer:
    operation = call.domain.operations.get(call.path["operation"])
    operation.advance()
    return success(
        {"id": operation.id, "type": operation.kind, "status": operation.status, "result": operation.result}
    )


def _cancel(call: Call) -> Answer:
    call.domain.operations.cancel(call.path["operation"])
    return success(True)


_LIST = list_query(search=TEXT, status=choice("active", "bounced", "junk", "unconfirmed", "unsubscribed"))

ROUTES = (
    Route("GET", "", _domain, query={"with": TEXT, "newsletter_id": INTEGER}),
    Route("DELETE", "", _delete_domain),
    Route("GET", "/api-key", _api_key),
    Route("GET", "/credits", _credits, query=_LIST),
    Route("GET", "/credits/accounts", _credits, query=_LIST),
    Route("GET", "/credits/details", _credit_details),
    Route("GET", "/credits/packs", lambda _call: success(_PACKS)),
    Route("GET", "/credits/checkout/{id}", _checkout),
    Route("GET", "/templates", _templates, query=PAGING),
    Route("GET", "/templates/{template}/html", _html),
    Route("PUT", "/templates/{template}/update-thumbnails", _thumbnail),
    # The description has only the end of an operation; its state is at the same address.
    Route("GET", "/operations/{operation}", _operation),
    Route("DELETE", "/operations/{operation}", _cancel),
)
