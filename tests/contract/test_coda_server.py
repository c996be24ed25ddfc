"""The Coda of the tests is as strict as the one of its description."""

from __future__ import annotations

import json
import subprocess
import sys
from http.client import HTTPConnection
from typing import Any
from urllib.parse import urlsplit

import pytest

from codomyrmex.cloud.coda_io import CodaClient
from tests.contract.coda_account import CodaAccount
from tests.servers.coda import making


def _said(coda: CodaAccount, method: str, path: str, body: Any = None, **headers: str) -> tuple[int, Any]:
    """The status and the value that a plain HTTP client is answered."""
    connection = HTTPConnection("127.0.0.1", coda.server.port, timeout=300)
    content = None if body is None else json.dumps(body)
    said = {"Authorization": f"Bearer {coda.token}", "Content-Type": "application/json", **headers}
    connection.request(method, f"/apis/v1{path}", content, said)
    answer = connection.getresponse()
    text = answer.read()
    connection.close()
    return answer.status, json.loads(text)


@pytest.mark.parametrize(
    ("query", "path", "message"),
    [
        ("nope=1", "nope", "Unknown parameter"),
        ("limit=0", "limit", "Expected an integer of 1 or more"),
        ("limit=many", "limit", "Expected an integer of 1 or more"),
        ("limit=1&limit=2", "limit", "Given twice"),
        ("valueFormat=poor", "valueFormat", "Expected one of simple, simpleWithArrays, rich"),
        ("useColumnNames=True", "useColumnNames", "Expected a boolean"),
    ],
)
def test_parameters_are_checked(coda: CodaAccount, query: str, path: str, message: str) -> None:
    doc = coda.doc()
    table = coda.table(doc)
    status, said = _said(coda, "GET", f"/docs/{doc.id}/tables/{table.id}/rows?{query}")
    assert status == 400
    assert said["codaDetail"]["validationErrors"] == [{"path": path, "message": message}]


@pytest.mark.parametrize(
    ("body", "path", "message"),
    [
        ({}, "rows", "Required"),
        ({"rows": {}}, "rows", "Expected an array but got an object"),
        ({"rows": [], "more": 1}, "more", "Unknown field"),
        ({"rows": [{"cells": [{"column": 1, "value": 1}]}]}, "rows[0].cells[0].column", "Expected a string"),
        ({"rows": [{"cells": [{"column": "c-name"}]}]}, "rows[0].cells[0].value", "Required"),
        (
            {"rows": [{"cells": [{"column": "c-name", "value": None}]}]},
            "rows[0].cells[0].value",
            "Expected a",
        ),
        ([], "", "Expected an object but got an array"),
    ],
)
def test_bodies_are_checked(coda: CodaAccount, body: Any, path: str, message: str) -> None:
    doc = coda.doc()
    table = coda.table(doc)
    status, said = _said(coda, "POST", f"/docs/{doc.id}/tables/{table.id}/rows", body)
    assert status == 400
    (problem,) = said["codaDetail"]["validationErrors"]
    assert problem["path"] == path
    assert problem["message"].startswith(message)


@pytest.mark.parametrize("authorization", ["", "Bearer", "Bearer wrong", "Basic abc", "bearer-token"])
def test_only_a_token_lets_in(coda: CodaAccount, authorization: str) -> None:
    status, said = _said(coda, "GET", "/whoami", Authorization=authorization)
    assert (status, said["statusCode"], said["statusMessage"]) == (401, 401, "Unauthorized")


def test_a_page_token_is_of_its_list_alone(coda: CodaAccount) -> None:
    doc = coda.doc()
    first, second = (coda.table(doc, 3, name=name) for name in ("A", "B"))
    _, page = _said(coda, "GET", f"/docs/{doc.id}/tables/{first.id}/rows?limit=1")
    token = page["nextPageToken"]
    status, _ = _said(coda, "GET", f"/docs/{doc.id}/tables/{second.id}/rows?pageToken={token}")
    assert status == 400
    status, page = _said(coda, "GET", f"/docs/{doc.id}/tables/{first.id}/rows?pageToken={token}&limit=2")
    assert (status, [row["name"] for row in page["items"]]) == (200, ["row 1"])


def test_a_download_takes_no_token(coda: CodaAccount) -> None:
    doc = coda.doc()
    page = making.add_page(coda.server, doc, "Notes", "text")
    path = f"/docs/{doc.id}/pages/{page.id}/export"
    _, begun = _said(coda, "POST", path, {"outputFormat": "html"})
    statuses = [_said(coda, "GET", f"{path}/{begun['id']}")[1] for _ in range(2)]
    assert [one["status"] for one in statuses] == ["inProgress", "complete"]
    connection = HTTPConnection("127.0.0.1", coda.server.port, timeout=300)
    answers = []
    for headers in ({"Authorization": f"Bearer {coda.token}"}, {}):
        connection.request("GET", urlsplit(statuses[1]["downloadLink"]).path, headers=headers)
        answer = connection.getresponse()
        answers.append((answer.status, answer.read()))
    connection.close()
    assert answers[0][0] == 400
    assert answers[1] == (200, b"<p>text</p>\n")


def test_what_is_asked_is_kept_without_the_token(coda: CodaAccount) -> None:
    _said(coda, "POST", "/docs", {"title": "Plan"})
    (request,) = coda.server.requests
    assert (request.method, request.path, request.status) == ("POST", "/apis/v1/docs", 201)
    assert json.loads(request.body) == {"title": "Plan"}
    assert "authorization" not in request.headers
    assert coda.token not in repr(request)


def test_the_server_by_itself() -> None:
    command = [sys.executable, "-m", "tests.servers.coda", "3"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        place = json.loads(process.stdout.readline())
        client = CodaClient(place["token"], base_url=place["base_url"])
        records = client.table(place["doc"], place["full"]).to_records()
        assert [record["Name"] for record in records] == ["row 0", "row 1", "row 2"]
        process.stdin.close()
        assert process.wait(30) == 0
