"""Templates: the looks of campaigns."""

from __future__ import annotations

from typing import Any

from tests.servers.gcs_emulator.messages import Answer
from tests.servers.newsletter.domain import Domain
from tests.servers.newsletter.envelopes import success
from tests.servers.newsletter.listing import PAGING, listed
from tests.servers.newsletter.records import Template
from tests.servers.newsletter.routes import Call, Route
from tests.servers.newsletter.rules import SHORT, array, fields, required


def _shown(domain: Domain, template: Template) -> dict[str, Any]:
    return {
        "id": template.id,
        "uuid": template.uuid,
        "domain_id": domain.id,
        "name": template.name,
        "content": {},
        "thumbnail": template.thumbnail,
    }


def _list(call: Call) -> Answer:
    return listed(call.domain.templates, lambda one: _shown(call.domain, one), call.query)


def _html(call: Call) -> Answer:
    return success(call.domain.template(call.path["template"]).html)


def _thumbnail(call: Call) -> Answer:
    template = call.domain.template(call.path["template"])
    template.thumbnail = f"https://media.example.com/{template.uuid}.png"
    return success(template.thumbnail)


def _test(call: Call) -> Answer:
    call.domain.template(call.path["template_uuid"]).tests.extend(call.body["emails"])
    return success(True)


def _from_campaign(call: Call) -> Answer:
    domain, like = call.domain, call.domain.template(call.path["template"])
    campaign = domain.campaigns.get(call.path["campaign"])
    made = domain.add_template(campaign.said["subject"], campaign.said.get("content_html", like.html))
    return success(made.uuid)


_EMAILS = fields(emails=required(array(SHORT, longest=5)))

ROUTES = (
    Route("GET", "/templates", _list, query=PAGING),
    Route("GET", "/templates/{template}/html", _html),
    Route("PUT", "/templates/{template}/update-thumbnails", _thumbnail),
    Route("POST", "/campaigns/template/{template_uuid}/test", _test, _EMAILS),
    Route("POST", "/campaigns/{campaign}/template/{template}", _from_campaign),
)
