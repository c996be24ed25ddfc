"""Folders."""

from __future__ import annotations

from typing import Any

from tests.servers.capture import Answer
from tests.servers.coda import shapes
from tests.servers.coda.links import BROWSER
from tests.servers.coda.messages import RefusedError, json_answer
from tests.servers.coda.parameters import PAGING, boolean
from tests.servers.coda.service import Call, Route
from tests.servers.coda.state import Folder


def _shown(folder: Folder) -> dict[str, Any]:
    value = {
        "id": folder.id,
        "type": "folder",
        "name": folder.name,
        "browserLink": f"{BROWSER}/folders/{folder.id}",
        "createdAt": folder.created,
        "canEdit": True,
        "workspace": {"id": folder.workspace, "type": "workspace", "browserLink": f"{BROWSER}/docs"},
    }
    return value if folder.description is None else {**value, "description": folder.description}


def _own(call: Call) -> Folder:
    folder = call.state.folders.get(call.names[0])
    if folder is None:
        raise RefusedError(404)
    if folder.owner is not call.user:
        raise RefusedError(403)
    return folder


def _list(call: Call) -> Answer:
    wanted = call.query.get("workspaceId")
    found = [
        folder
        for folder in call.state.folders.values()
        if folder.owner is call.user
        and wanted in (None, folder.workspace)
        and not call.query.get("isStarred")
    ]
    return call.listing(found, _shown)


def _create(call: Call) -> Answer:
    if call.body["workspaceId"] != call.user.workspace:
        raise RefusedError(403)
    folder = Folder(
        call.state.ids.new("fl-"),
        call.body["name"],
        call.user,
        call.user.workspace,
        call.state.clock.now(),
        call.body.get("description"),
    )
    call.state.folders[folder.id] = folder
    return json_answer(_shown(folder), 201)


def _get(call: Call) -> Answer:
    return json_answer(_shown(_own(call)))


def _update(call: Call) -> Answer:
    folder = _own(call)
    folder.name = call.body.get("name", folder.name)
    folder.description = call.body.get("description", folder.description)
    return json_answer(_shown(folder))


def _delete(call: Call) -> Answer:
    folder = _own(call)
    if any(doc.folder == folder.id for doc in call.state.docs.values()):
        raise RefusedError(400, "The folder has docs in it.")
    del call.state.folders[folder.id]
    return json_answer({})


ROUTES = (
    Route("GET", "/folders", _list, query={**PAGING, "workspaceId": str, "isStarred": boolean}),
    Route("POST", "/folders", _create, "write", body=shapes.FOLDER_CREATE),
    Route("GET", "/folders/*", _get),
    Route("PATCH", "/folders/*", _update, "write", body=shapes.FOLDER_UPDATE),
    Route("DELETE", "/folders/*", _delete, "write"),
)
