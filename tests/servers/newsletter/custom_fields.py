"""The custom fields of the subscribers."""

from __future__ import annotations

from typing import Any

from tests.servers.gcs_emulator.messages import Answer
from tests.servers.newsletter.domain import Domain
from tests.servers.newsletter.envelopes import invalid, success
from tests.servers.newsletter.listing import PAGING, SORTING, contains, listed
from tests.servers.newsletter.records import Field
from tests.servers.newsletter.routes import Call, Route
from tests.servers.newsletter.rules import SHORT, TEXT, Problem, choice, fields, required
from tests.servers.newsletter.selection import SELECT


def _shown(field: Field) -> dict[str, Any]:
    return {"id": field.id, "name": field.name, "key": field.key, "type": field.type}


def _list(call: Call) -> Answer:
    found = [field for field in call.domain.fields if contains(call.filter.get("search"), field.name)]
    return listed(found, _shown, call.query)


def _create(call: Call) -> Answer:
    body = call.body
    if "slug" in body and call.domain.field_of(body["slug"]) is not None:
        raise invalid([Problem("unique", "slug", "is taken.")])
    return success(_shown(call.domain.add_field(body["name"], body["type"], body.get("slug"))), 201)


def _update(call: Call) -> Answer:
    field = call.domain.fields.get(call.path["field"])
    field.name = call.body["name"]
    return success(_shown(field))


def _remove(domain: Domain, field: Field) -> None:
    domain.fields.remove(field)
    for one in domain.subscribers:
        one.fields.pop(field.key, None)


def _delete(call: Call) -> Answer:
    field = call.domain.fields.get(call.path["field"])
    _remove(call.domain, field)
    return success(_shown(field))


def _delete_many(call: Call) -> Answer:
    search = call.body.get("filter", {}).get("search")
    for field in call.domain.fields.selected(call.body["select"], lambda one: contains(search, one.name)):
        _remove(call.domain, field)
    return success(True)


_TYPES = choice("boolean", "date_en", "date_fr", "email", "float", "number", "text")
_CREATE = fields(name=required(SHORT), slug=SHORT, type=required(_TYPES))
_MANY = fields(filter=fields(search=TEXT), select=required(SELECT))

ROUTES = (
    Route("GET", "/fields", _list, query={**PAGING, **SORTING, "filter": fields(search=TEXT)}),
    Route("POST", "/fields", _create, _CREATE),
    Route("DELETE", "/fields", _delete_many, _MANY),
    Route("PUT", "/fields/{field}", _update, fields(name=required(SHORT))),
    Route("DELETE", "/fields/{field}", _delete),
)
