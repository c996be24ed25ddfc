"""Each operation as it goes over the wire, and whether it goes again when its answer is lost."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from codomyrmex.cloud.coda_io import CodaClient
from codomyrmex.cloud.coda_io.models import (
    AddedEmailPrincipal,
    CanvasPageContent,
    PageContent,
    PageContentItem,
    PageContentUpdate,
    PageCreate,
    Permission,
    RowEdit,
)
from codomyrmex.cloud.common.errors import CloudError, InvalidRequestError
from tests.servers.capture import Answer, CaptureServer

Call = Callable[[CodaClient], Any]

HELLO = PageContent(format="markdown", content="*hi*")
CANVAS = CanvasPageContent(canvas_content=HELLO)
APPEND = PageContentUpdate(insertion_mode="append", canvas_content=HELLO)
ANN = AddedEmailPrincipal(email="ann@example.com")
PERMISSION = Permission.model_validate({"id": "p-1", "principal": {"type": "anyone"}, "access": "write"})

READS: list[tuple[Call, str]] = [
    (lambda c: c.list_folders(is_starred=True, limit=3), "/folders?isStarred=true&limit=3"),
    (lambda c: c.get_folder("f"), "/folders/f"),
    (lambda c: c.list_pages("d", page_token="next"), "/docs/d/pages?pageToken=next"),
    (lambda c: c.get_page("d", "a/b"), "/docs/d/pages/a%2Fb"),
    (lambda c: c.list_page_content("d", "p", limit=9), "/docs/d/pages/p/content?limit=9"),
    (lambda c: c.get_page_content_export_status("d", "p", "e"), "/docs/d/pages/p/export/e"),
    (lambda c: c.list_tables("d", table_types=["table", "view"]), "/docs/d/tables?tableTypes=table%2Cview"),
    (
        lambda c: c.get_table("d", "t", use_updated_table_layouts=True),
        "/docs/d/tables/t?useUpdatedTableLayouts=true",
    ),
    (lambda c: c.list_columns("d", "t", visible_only=False), "/docs/d/tables/t/columns?visibleOnly=false"),
    (lambda c: c.get_column("d", "t", "My column"), "/docs/d/tables/t/columns/My%20column"),
    (
        lambda c: c.list_rows("d", "t", query='"N":1', sort_by="natural", sync_token="s"),
        "/docs/d/tables/t/rows?query=%22N%22%3A1&sortBy=natural&limit=500&syncToken=s",
    ),
    (lambda c: c.get_row("d", "t", "r", value_format="rich"), "/docs/d/tables/t/rows/r?valueFormat=rich"),
    (lambda c: c.list_formulas("d", sort_by="name"), "/docs/d/formulas?sortBy=name"),
    (lambda c: c.get_formula("d", "f"), "/docs/d/formulas/f"),
    (lambda c: c.list_controls("d"), "/docs/d/controls"),
    (lambda c: c.get_control("d", "k"), "/docs/d/controls/k"),
    (lambda c: c.get_sharing_metadata("d"), "/docs/d/acl/metadata"),
    (lambda c: c.get_permissions("d", limit=2), "/docs/d/acl/permissions?limit=2"),
    (lambda c: c.search_principals("d", "ann"), "/docs/d/acl/principals/search?query=ann"),
    (lambda c: c.get_acl_settings("d"), "/docs/d/acl/settings"),
    (lambda c: c.list_categories(), "/categories"),
    (lambda c: c.list_custom_doc_domains("d"), "/docs/d/domains"),
    (lambda c: c.get_custom_doc_domain_provider("x.example"), "/domains/provider/x.example"),
]

WRITES: list[tuple[Call, str, Any, bool]] = [
    (
        lambda c: c.create_doc("D", initial_page=PageCreate(name="P")),
        "POST /docs",
        {"title": "D", "initialPage": {"name": "P"}},
        False,
    ),
    (lambda c: c.create_folder("F", "ws-1"), "POST /folders", {"name": "F", "workspaceId": "ws-1"}, False),
    (lambda c: c.update_folder("f", description="x"), "PATCH /folders/f", {"description": "x"}, True),
    (lambda c: c.delete_folder("f"), "DELETE /folders/f", None, False),
    (
        lambda c: c.create_page("d", "P", parent_page_id="q", page_content=CANVAS),
        "POST /docs/d/pages",
        {
            "name": "P",
            "parentPageId": "q",
            "pageContent": {
                "type": "canvas",
                "canvasContent": {"format": "markdown", "content": "*hi*"},
            },
        },
        False,
    ),
    (
        lambda c: c.update_page("d", "p", icon_name="x", is_hidden=False),
        "PUT /docs/d/pages/p",
        {"iconName": "x", "isHidden": False},
        True,
    ),
    (
        lambda c: c.update_page("d", "p", content_update=APPEND),
        "PUT /docs/d/pages/p",
        {
            "contentUpdate": {
                "insertionMode": "append",
                "canvasContent": {"format": "markdown", "content": "*hi*"},
            }
        },
        False,
    ),
    (lambda c: c.delete_page("d", "p"), "DELETE /docs/d/pages/p", None, False),
    (lambda c: c.delete_page_content("d", "p"), "DELETE /docs/d/pages/p/content", {}, False),
    (
        lambda c: c.delete_page_content("d", "p", element_ids=["a", PageContentItem(id="b", type="line")]),
        "DELETE /docs/d/pages/p/content",
        {"elementIds": ["a", "b"]},
        False,
    ),
    (
        lambda c: c.begin_page_content_export("d", "p", output_format="html"),
        "POST /docs/d/pages/p/export",
        {"outputFormat": "html"},
        True,
    ),
    (
        lambda c: c.upsert_rows("d", "t", [{"c": 1}]),
        "POST /docs/d/tables/t/rows",
        {"rows": [{"cells": [{"column": "c", "value": 1}]}]},
        False,
    ),
    (
        lambda c: c.upsert_rows("d", "t", [{"c": 1}], key_columns=["c"]),
        "POST /docs/d/tables/t/rows",
        {"rows": [{"cells": [{"column": "c", "value": 1}]}], "keyColumns": ["c"]},
        True,
    ),
    (
        lambda c: c.delete_rows("d", "t", ["i-1", "i-2"]),
        "DELETE /docs/d/tables/t/rows",
        {"rowIds": ["i-1", "i-2"]},
        True,
    ),
    (
        lambda c: c.update_row("d", "t", "i-1", RowEdit.of({"c": 1}), disable_parsing=True),
        "PUT /docs/d/tables/t/rows/i-1?disableParsing=true",
        {"row": {"cells": [{"column": "c", "value": 1}]}},
        True,
    ),
    (
        lambda c: c.update_row("d", "t", "a name", {"c": 1}),
        "PUT /docs/d/tables/t/rows/a%20name",
        {"row": {"cells": [{"column": "c", "value": 1}]}},
        False,
    ),
    (lambda c: c.delete_row("d", "t", "i-1"), "DELETE /docs/d/tables/t/rows/i-1", None, True),
    (lambda c: c.delete_row("d", "t", "a name"), "DELETE /docs/d/tables/t/rows/a%20name", None, False),
    (lambda c: c.push_button("d", "t", "i-1", "c"), "POST /docs/d/tables/t/rows/i-1/buttons/c", None, False),
    (lambda c: c.trigger_webhook_automation("d", "r"), "POST /docs/d/hooks/automation/r", {}, False),
    (
        lambda c: c.add_permission("d", ANN, "write", suppress_email=True),
        "POST /docs/d/acl/permissions",
        {
            "access": "write",
            "principal": {"type": "email", "email": "ann@example.com"},
            "suppressEmail": True,
        },
        False,
    ),
    (lambda c: c.delete_permission("d", PERMISSION), "DELETE /docs/d/acl/permissions/p-1", None, False),
    (
        lambda c: c.update_acl_settings("d", allow_copying=False),
        "PATCH /docs/d/acl/settings",
        {"allowCopying": False},
        True,
    ),
    (
        lambda c: c.publish_doc("d", slug="s", category_names=("a", "b"), mode="play"),
        "PUT /docs/d/publish",
        {"slug": "s", "categoryNames": ["a", "b"], "mode": "play"},
        True,
    ),
    (lambda c: c.unpublish_doc("d"), "DELETE /docs/d/publish", None, False),
    (
        lambda c: c.add_custom_doc_domain("d", "x.example"),
        "POST /docs/d/domains",
        {"customDocDomain": "x.example"},
        False,
    ),
    (lambda c: c.update_custom_doc_domain("d", "x.example"), "PATCH /docs/d/domains/x.example", {}, True),
    (lambda c: c.delete_custom_doc_domain("d", "x.example"), "DELETE /docs/d/domains/x.example", None, False),
]

LATEST: list[Call] = [
    lambda c: c.list_pages("d", latest=True),
    lambda c: c.get_page("d", "p", latest=True),
    lambda c: c.list_page_content("d", "p", latest=True),
    lambda c: c.list_tables("d", latest=True),
    lambda c: c.get_table("d", "t", latest=True),
    lambda c: c.list_columns("d", "t", latest=True),
    lambda c: c.get_column("d", "t", "c", latest=True),
    lambda c: c.list_rows("d", "t", latest=True),
    lambda c: c.get_row("d", "t", "r", latest=True),
    lambda c: c.list_formulas("d", latest=True),
    lambda c: c.get_formula("d", "f", latest=True),
    lambda c: c.list_controls("d", latest=True),
    lambda c: c.get_control("d", "k", latest=True),
]


@pytest.mark.parametrize(("call", "target"), READS, ids=[target for _, target in READS])
def test_a_read_asks_for_what_it_says(
    client: CodaClient, capture_server: CaptureServer, call: Call, target: str
) -> None:
    capture_server.answer = lambda _request: Answer(503)
    with pytest.raises(CloudError):
        call(client)
    asked = capture_server.requests
    assert [f"{one.method} {one.target}" for one in asked] == [f"GET /apis/v1{target}"] * 2
    assert {(one.body, one.header("X-Coda-Doc-Version")) for one in asked} == {(b"", None)}


@pytest.mark.parametrize(
    ("call", "line", "body", "repeated"), WRITES, ids=[f"{line}-{again}" for _, line, _, again in WRITES]
)
def test_a_write_says_what_is_to_be_done(
    client: CodaClient, capture_server: CaptureServer, call: Call, line: str, body: Any, repeated: bool
) -> None:
    capture_server.answer = lambda _request: Answer(503)
    with pytest.raises(CloudError):
        call(client)
    asked = capture_server.requests
    assert f"{asked[0].method} {asked[0].target}" == line.replace(" ", " /apis/v1")
    assert (json.loads(asked[0].body) if asked[0].body else None) == body
    assert len(asked) == (2 if repeated else 1)


@pytest.mark.parametrize("call", LATEST)
def test_a_read_can_insist_on_the_latest(
    client: CodaClient, capture_server: CaptureServer, call: Call
) -> None:
    capture_server.answer = lambda _request: Answer(400, body=b'{"message":"The doc has moved on."}')
    with pytest.raises(InvalidRequestError, match="moved on"):
        call(client)
    assert [one.header("X-Coda-Doc-Version") for one in capture_server.requests] == ["latest"]


@pytest.mark.parametrize(
    "call",
    [
        lambda c: c.delete_rows("d", "t", "i-1"),
        lambda c: c.delete_page_content("d", "p", element_ids=[]),
        lambda c: c.upsert_rows("d", "t", [{"c": 1}], key_columns="Name"),
        lambda c: c.upsert_rows("d", "t", ["Name"]),
        lambda c: c.update_row("d", "t", "i-1", [1]),
        lambda c: c.update_row("d", "t", "i-1", {"c": float("nan")}),
        lambda c: c.get_row("d", "t", ""),
        lambda c: c.get_folder(".."),
    ],
)
def test_what_cannot_be_meant_is_not_asked(
    client: CodaClient, capture_server: CaptureServer, call: Call
) -> None:
    with pytest.raises(InvalidRequestError):
        call(client)
    assert capture_server.requests == []
