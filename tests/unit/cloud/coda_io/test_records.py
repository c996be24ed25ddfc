"""Whole tables, as records and as Arrow tables."""

from __future__ import annotations

import json
import sys
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pyarrow as pa
import pytest

from codomyrmex.cloud.coda_io import CodaClient, CodaNotFoundError
from codomyrmex.cloud.coda_io.arrow import table_of
from codomyrmex.cloud.common.errors import MissingDependencyError, ServiceUnavailableError
from tests.servers.capture import Answer, CapturedRequest, CaptureServer


def page(values: list[dict[str, Any]], token: str | None = None) -> Answer:
    items = [{"id": f"i-{n}", "name": "x", "index": n, "values": one} for n, one in enumerate(values)]
    return Answer(body=json.dumps({"items": items} | ({"nextPageToken": token} if token else {})).encode())


def query_of(request: CapturedRequest) -> dict[str, str]:
    return dict(parse_qsl(urlsplit(request.target).query))


def test_records_come_page_by_page(client: CodaClient, capture_server: CaptureServer) -> None:
    pages = {None: page([{"Name": "a"}, {"Name": "b"}], "t"), "t": page([{"Name": "c", "Count": 1}])}
    capture_server.answer = lambda request: pages[query_of(request).get("pageToken")]
    records = client.table_records("doc", "Table 1", latest=True)
    assert len(capture_server.requests) == 1
    assert list(records) == [{"Name": "a"}, {"Name": "b"}, {"Name": "c", "Count": 1}]
    first, second = capture_server.requests
    assert urlsplit(first.target).path == "/apis/v1/docs/doc/tables/Table%201/rows"
    assert query_of(first) == {"useColumnNames": "true", "limit": "500"}
    assert query_of(second) == {"pageToken": "t"}
    assert {request.header("X-Coda-Doc-Version") for request in (first, second)} == {"latest"}


def test_a_wrong_table_is_an_error_at_the_call(client: CodaClient, capture_server: CaptureServer) -> None:
    capture_server.answer = lambda _request: Answer(404, body=b"{}")
    with pytest.raises(CodaNotFoundError):
        client.table_records("doc", "nothing")


def test_an_answer_without_rows_is_an_error(client: CodaClient, capture_server: CaptureServer) -> None:
    capture_server.answer = lambda _request: Answer(body=b'{"items":[{"id":"i-1"}]}')
    with pytest.raises(ServiceUnavailableError):
        client.table_records("doc", "table")


def test_a_table_is_read_in_all_forms(client: CodaClient, capture_server: CaptureServer) -> None:
    capture_server.answer = lambda _request: page([{"Name": "a", "Count": 1}, {"Name": "b", "Count": 2}])
    table = client.table("doc", "table")
    assert capture_server.requests == []
    assert [row.values["Count"] for row in table.rows(use_column_names=True)] == [1, 2]
    assert table.to_records() == [{"Name": "a", "Count": 1}, {"Name": "b", "Count": 2}]
    assert table.to_arrow(query="x").to_pydict() == {"Name": ["a", "b"], "Count": [1, 2]}
    assert [query_of(request)["limit"] for request in capture_server.requests] == ["500"] * 3
    assert repr(table) == "TableHandle(doc='doc', table='table')"


def test_a_table_without_rows_has_its_columns(client: CodaClient, capture_server: CaptureServer) -> None:
    columns = {"items": [{"id": "c-1", "name": "Name", "format": {"type": "text", "isArray": False}}]}
    capture_server.answer = lambda request: (
        page([]) if "/rows" in request.target else Answer(body=json.dumps(columns).encode())
    )
    table = client.table("doc", "table")
    assert table.to_arrow().column_names == ["Name"]
    assert table.to_arrow(use_column_names=False).column_names == ["c-1"]


def test_a_table_is_written(client: CodaClient, capture_server: CaptureServer) -> None:
    capture_server.answer = lambda _request: Answer(202, body=b'{"requestId":"r"}')
    assert client.table("doc", "table").upsert([{"Name": "a"}], key_columns=["Name"]).request_ids == ("r",)
    assert json.loads(capture_server.requests[0].body)["keyColumns"] == ["Name"]


@pytest.mark.parametrize(
    ("values", "kind", "held"),
    [
        (["a", ""], pa.string(), ["a", ""]),
        ([1, None, 2], pa.int64(), [1, None, 2]),
        ([1, 0.5], pa.float64(), [1.0, 0.5]),
        ([True, ""], pa.bool_(), [True, None]),
        (["", 1, "", 2.5], pa.float64(), [None, 1.0, None, 2.5]),
        (["a", 1, None], pa.string(), ["a", "1", None]),
        ([1, True], pa.string(), ["1", "true"]),
        ([2**70, 1], pa.string(), [str(2**70), "1"]),
        ([["a"], ["b", "c"]], pa.list_(pa.string()), [["a"], ["b", "c"]]),
        ([["a"], [1]], pa.string(), ['["a"]', "[1]"]),
        ([["a"], "é"], pa.string(), ['["a"]', "é"]),
        ([{"amount": 1}, ""], pa.struct({"amount": pa.int64()}), [{"amount": 1}, None]),
        ([None], pa.null(), [None]),
    ],
)
def test_a_column_has_the_type_of_what_is_in_it(
    values: list[Any], kind: pa.DataType, held: list[Any]
) -> None:
    table = table_of(({"x": value} for value in values), list)
    assert table.schema.field("x").type == kind
    assert table["x"].to_pylist() == held


def test_what_a_record_does_not_have_is_null() -> None:
    table = table_of(iter([{"a": 1}, {"b": 2}, {"a": 3}]), list)
    assert table.to_pydict() == {"a": [1, None, 3], "b": [None, 2, None]}


def test_without_pyarrow_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(MissingDependencyError, match=r"codomyrmex-cloud\[arrow\]"):
        table_of([], list)
