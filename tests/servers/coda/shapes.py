"""What the bodies of requests look like: the description's schemas, by their names there."""

from __future__ import annotations

from typing import Any

from tests.servers.coda.messages import Problem
from tests.servers.coda.schema import BOOLEAN, SCALAR, TEXT, either, fields, items, of_type, one_of, tagged

VALUE = either(SCALAR, items(either(SCALAR, items(SCALAR))))
CELL_EDIT = fields({"column": TEXT, "value": VALUE})
_PLAIN = frozenset({str, int, float, bool})


def _cell(value: Any) -> list[Problem] | None:
    # Tables are written by the thousand of these, nearly all of them plain.
    plain = (
        type(value) is dict
        and len(value) == 2
        and type(value.get("column")) is str
        and type(value.get("value")) in _PLAIN
    )
    return None if plain else CELL_EDIT(value)


ROW_EDIT = fields({"cells": items(_cell)})
ROWS_UPSERT = fields({"rows": items(ROW_EDIT)}, {"keyColumns": items(TEXT)})
ROW_UPDATE = fields({"row": ROW_EDIT})
ROWS_DELETE = fields({"rowIds": items(TEXT)})

FORMAT = one_of("html", "markdown")
PAGE_CONTENT = fields({"format": FORMAT, "content": TEXT})
_CANVAS = fields({"type": TEXT, "canvasContent": PAGE_CONTENT})
_EMBED = fields({"type": TEXT, "url": TEXT}, {"renderMethod": one_of("compatibility", "standard")})
_SYNC_PAGE = tagged(
    "mode",
    page=fields(
        {"type": TEXT, "mode": TEXT, "includeSubpages": BOOLEAN, "sourcePageId": TEXT, "sourceDocId": TEXT}
    ),
    document=fields({"type": TEXT, "mode": TEXT, "sourceDocId": TEXT}),
)
_CONTENT_UPDATE = fields(
    {"insertionMode": one_of("append", "prepend", "replace"), "canvasContent": PAGE_CONTENT},
    {"elementId": TEXT},
)
_PAGE = {"name": TEXT, "subtitle": TEXT, "iconName": TEXT, "imageUrl": TEXT}
PAGE_CREATE = fields(
    {},
    {
        **_PAGE,
        "parentPageId": TEXT,
        "pageContent": tagged("type", canvas=_CANVAS, embed=_EMBED, syncPage=_SYNC_PAGE),
    },
)
PAGE_UPDATE = fields({}, {**_PAGE, "isHidden": BOOLEAN, "contentUpdate": _CONTENT_UPDATE})
PAGE_CONTENT_DELETE = fields({}, {"elementIds": items(TEXT)})
PAGE_EXPORT = fields({"outputFormat": FORMAT})

DOC_CREATE = fields(
    {}, {"title": TEXT, "sourceDoc": TEXT, "timezone": TEXT, "folderId": TEXT, "initialPage": PAGE_CREATE}
)
DOC_UPDATE = fields({}, {"title": TEXT, "iconName": TEXT})
DOC_PUBLISH = fields(
    {},
    {
        "slug": TEXT,
        "discoverable": BOOLEAN,
        "earnCredit": BOOLEAN,
        "categoryNames": items(TEXT),
        "mode": one_of("view", "play", "edit"),
    },
)

_PRINCIPAL = tagged(
    "type",
    email=fields({"type": TEXT, "email": TEXT}),
    group=fields({"type": TEXT, "groupId": TEXT}),
    domain=fields({"type": TEXT, "domain": TEXT}),
    workspace=fields({"type": TEXT, "workspaceId": TEXT}),
    anyone=fields({"type": TEXT}),
)
ADD_PERMISSION = fields(
    {"access": one_of("readonly", "write", "comment"), "principal": _PRINCIPAL}, {"suppressEmail": BOOLEAN}
)
ACL_SETTINGS = fields(
    {},
    {
        "allowEditorsToChangePermissions": BOOLEAN,
        "allowCopying": BOOLEAN,
        "allowViewersToRequestEditing": BOOLEAN,
    },
)

FOLDER_CREATE = fields({"name": TEXT, "workspaceId": TEXT}, {"description": TEXT})
FOLDER_UPDATE = fields({}, {"name": TEXT, "description": TEXT})

WEBHOOK = of_type(dict, name="an object")
