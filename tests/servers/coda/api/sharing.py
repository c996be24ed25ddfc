"""Who may do what with a doc."""

from __future__ import annotations

from typing import Any

from tests.servers.capture import Answer
from tests.servers.coda import shapes
from tests.servers.coda.messages import RefusedError, json_answer
from tests.servers.coda.parameters import PAGING
from tests.servers.coda.service import Call, Route
from tests.servers.coda.state import Permission

_MOST_FOUND = 20


def _metadata(call: Call) -> Answer:
    owned = call.doc().access_of(call.user) == "owner"
    flags = ("canShare", "canShareWithWorkspace", "canShareWithOrg")
    return json_answer({**dict.fromkeys(flags, owned), "canCopy": True})


def _list(call: Call) -> Answer:
    return call.listing(call.doc().permissions.values(), _shown)


def _shown(permission: Permission) -> dict[str, Any]:
    principal = permission.principal
    if principal["type"] == "group":
        principal = {**principal, "groupName": principal["groupId"]}
    return {"principal": principal, "id": permission.id, "access": permission.access}


def _add(call: Call) -> Answer:
    doc = call.doc(own=True)
    permission = Permission(call.state.ids.new(), call.body["principal"], call.body["access"])
    doc.permissions[permission.id] = permission
    return json_answer({})


def _delete(call: Call) -> Answer:
    if call.doc(own=True).permissions.pop(call.names[1], None) is None:
        raise RefusedError(404)
    return json_answer({})


def _search(call: Call) -> Answer:
    call.doc()
    wanted = call.query.get("query", "").lower()
    users = [
        {"name": user.name, "loginId": user.email, "type": "user"}
        for user in call.state.users.values()
        if wanted and (wanted in user.name.lower() or wanted in user.email.lower())
    ]
    return json_answer({"users": users[:_MOST_FOUND], "groups": []})


def _settings(call: Call) -> Answer:
    return json_answer(call.doc().settings)


def _update_settings(call: Call) -> Answer:
    doc = call.doc(own=True)
    doc.settings.update(call.body)
    return json_answer(doc.settings)


ROUTES = (
    Route("GET", "/docs/*/acl/metadata", _metadata),
    Route("GET", "/docs/*/acl/permissions", _list, query=PAGING),
    Route("POST", "/docs/*/acl/permissions", _add, "write", body=shapes.ADD_PERMISSION),
    Route("DELETE", "/docs/*/acl/permissions/*", _delete, "write"),
    Route("GET", "/docs/*/acl/principals/search", _search, query={"query": str}),
    Route("GET", "/docs/*/acl/settings", _settings),
    Route("PATCH", "/docs/*/acl/settings", _update_settings, "write", body=shapes.ACL_SETTINGS),
)
