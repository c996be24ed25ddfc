"""Forms on web pages, through which subscribers come."""

from __future__ import annotations

from typing import Any

from tests.servers.gcs_emulator.messages import Answer
from tests.servers.newsletter.domain import Domain
from tests.servers.newsletter.envelopes import asynchronous, success
from tests.servers.newsletter.listing import contains, listed
from tests.servers.newsletter.records import Webform
from tests.servers.newsletter.routes import SHOWING, Call, Route, list_query
from tests.servers.newsletter.rules import FLAG, INTEGER, SHORT, TEXT, Rule, array, fields, required
from tests.servers.newsletter.selection import SELECT

_LONG = Rule("string", longest=1000)
_FIELD = fields(deleted=FLAG, error=SHORT, id=INTEGER, required=FLAG, selected=FLAG)
_BODY = fields(
    button=SHORT,
    confirmation_url=TEXT,
    design=SHORT,
    email_from_addr=SHORT,
    email_from_name=SHORT,
    email_title=SHORT,
    fields=array(_FIELD),
    groups=array(INTEGER),
    msg_ok=SHORT,
    name=SHORT,
    notify=FLAG,
    notify_address=SHORT,
    notify_lang=Rule("string", longest=5),
    placeholder=FLAG,
    rgpd=FLAG,
    rgpd_msg=_LONG,
    subtitle=_LONG,
    title=SHORT,
    validation_url=TEXT,
)
_TEXTS = (
    *("name", "title", "subtitle", "button", "msg_ok", "msg_ok_redir", "placeholder", "design", "rgpd"),
    *("rgpd_msg", "notify", "notify_address", "notify_lang", "confirmation_url", "validation_url"),
    *("email_title", "email_from_addr", "email_from_name"),
)
_THEMES = [{"id": "light", "name": "Light"}, {"id": "dark", "name": "Dark"}]


def _shown(domain: Domain, form: Webform) -> dict[str, Any]:
    groups = [domain.groups.get(group) for group in form.said.get("groups", ()) if group in domain.groups]
    return {
        "id": form.id,
        **{name: form.said.get(name, "") for name in _TEXTS},
        "template_email_id": 1,
        "template_confirmation_id": 2,
        "template_validation_id": 3,
        "fields": form.said.get("fields", []),
        "groups": [{"id": one.id, "name": one.name, "updated_at": one.updated_at} for one in groups],
        "created_at": form.created_at,
        "updated_at": form.updated_at,
    }


def _list(call: Call) -> Answer:
    search = call.filter.get("search")
    found = [form for form in call.domain.webforms if contains(search, form.said.get("name"))]
    return listed(found, lambda form: _shown(call.domain, form), call.query)


def _create(call: Call) -> Answer:
    for group in call.body.get("groups", ()):
        call.domain.groups.get(group)
    now, forms = call.domain.clock.now(), call.domain.webforms
    return success(_shown(call.domain, forms.add(Webform(forms.next_id(), call.body, now, now))), 201)


def _show(call: Call) -> Answer:
    return success(_shown(call.domain, call.domain.webforms.get(call.path["webform"])))


def _update(call: Call) -> Answer:
    form = call.domain.webforms.get(call.path["webform"])
    form.said |= call.body
    form.updated_at = call.domain.clock.now()
    return success(_shown(call.domain, form))


def _delete(call: Call) -> Answer:
    form = call.domain.webforms.get(call.path["webform"])
    call.domain.webforms.remove(form)
    return success(_shown(call.domain, form))


def _delete_many(call: Call) -> Answer:
    forms, search = call.domain.webforms, call.body.get("filter", {}).get("search")

    def work() -> int:
        chosen = forms.selected(call.body["select"], lambda form: contains(search, form.said.get("name")))
        for form in chosen:
            forms.remove(form)
        return len(chosen)

    return asynchronous(call.domain.operations.begin("delete_webforms", work))


def _fields(call: Call) -> Answer:
    return success(call.domain.webforms.get(call.path["webform"]).said.get("fields", []))


_MANY = fields(filter=fields(search=TEXT), select=required(SELECT))

ROUTES = (
    Route("GET", "/webforms", _list, query=list_query(search=TEXT)),
    Route("POST", "/webforms", _create, _BODY),
    Route("DELETE", "/webforms", _delete_many, _MANY),
    Route("GET", "/webforms/themes", lambda _call: success(_THEMES)),
    Route("GET", "/webforms/{webform}", _show, query=SHOWING),
    Route("PUT", "/webforms/{webform}", _update, _BODY, SHOWING),
    Route("DELETE", "/webforms/{webform}", _delete),
    Route("GET", "/webforms/{webform}/fields", _fields),
)
