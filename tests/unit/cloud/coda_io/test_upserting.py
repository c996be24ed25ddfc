"""How rows are divided among requests, and what is known of them when one fails."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from codomyrmex.cloud.coda_io import CodaClient, CodaValidationError, UpsertReport
from codomyrmex.cloud.coda_io.batches import Batches
from codomyrmex.cloud.coda_io.cells import encode_row
from codomyrmex.cloud.coda_io.models import CellEdit, Column, RowEdit
from codomyrmex.cloud.common.errors import (
    CloudError,
    InvalidRequestError,
    OperationTimeoutError,
    ServiceUnavailableError,
)
from tests.servers.capture import Answer, CapturedRequest, CaptureServer


def sizes(rows: list[bytes], most_rows: int, most_bytes: int) -> list[int]:
    batches = Batches(iter(rows), most_rows, most_bytes)
    return [len(batch) for batch in iter(batches.take, [])]


def test_batches_are_bounded_by_rows() -> None:
    assert sizes([b"x"] * 7, 3, 1000) == [3, 3, 1]


def test_batches_are_bounded_by_bytes() -> None:
    assert sizes([b"x" * 9] * 7, 100, 30) == [3, 3, 1]


def test_a_row_that_is_too_long_goes_alone() -> None:
    assert sizes([b"x", b"x" * 100, b"x"], 100, 30) == [1, 1, 1]


def test_what_was_too_large_comes_again_in_order_and_in_halves() -> None:
    batches = Batches((b"%02d" % number for number in range(10)), 8, 1000)
    first = batches.take()
    batches.put_back(first)
    assert b"".join(b"".join(batch) for batch in iter(batches.take, [])) == b"00010203040506070809"
    batches = Batches((b"%02d" % number for number in range(10)), 8, 1000)
    batches.put_back(batches.take())
    assert [len(batch) for batch in iter(batches.take, [])] == [4, 4, 2]


def test_rows_are_taken_only_as_they_are_needed() -> None:
    taken: list[int] = []

    def rows() -> Iterator[bytes]:
        for number in range(100):
            taken.append(number)
            yield b"x"

    Batches(rows(), 5, 1000).take()
    assert len(taken) == 5


@pytest.mark.parametrize(("most_rows", "most_bytes"), [(0, 1), (1, 0)])
def test_a_batch_has_room(most_rows: int, most_bytes: int) -> None:
    with pytest.raises(InvalidRequestError):
        Batches(iter(()), most_rows, most_bytes)


@pytest.mark.parametrize(
    ("value", "sent"),
    [
        ("é", "é"),
        (1, 1),
        (True, True),
        (None, ""),
        (date(2024, 2, 29), "2024-02-29"),
        (Decimal("0.10"), "0.10"),
        (["a", 1], ["a", 1]),
    ],
)
def test_values_as_coda_takes_them(value: Any, sent: Any) -> None:
    expected = {"cells": [{"column": "c-1", "value": sent}]}
    assert json.loads(encode_row({"c-1": value})) == expected
    assert json.loads(encode_row(RowEdit(cells=[CellEdit(column="c-1", value=value)]))) == expected


def test_a_cell_takes_the_column_itself() -> None:
    column = Column.model_validate({"id": "c-1", "name": "Name", "format": {"type": "text"}})
    assert CellEdit.model_validate({"column": column, "value": 1}).column == "c-1"


def answer(request: CapturedRequest) -> Answer:
    rows = json.loads(request.body)["rows"]
    ids = [f"i-{row['cells'][0]['value']}" for row in rows]
    return accepted(ids)


def accepted(ids: list[str]) -> Answer:
    return Answer(202, body=json.dumps({"requestId": f"r-{ids[0]}", "addedRowIds": ids}).encode())


def rows(count: int) -> Iterator[Mapping[str, Any]]:
    return ({"c-1": number} for number in range(count))


def test_rows_go_in_as_many_requests_as_needed(client: CodaClient, capture_server: CaptureServer) -> None:
    capture_server.answer = answer
    told: list[int] = []
    upsert = client.upsert_rows("doc", "table", rows(7), batch_rows=3, progress=told.append)
    assert (upsert.accepted, told) == (7, [3, 6, 7])
    assert upsert.request_ids == ("r-i-0", "r-i-3", "r-i-6")
    assert upsert.added_row_ids == tuple(f"i-{number}" for number in range(7))
    assert [request.target for request in capture_server.requests] == [
        "/apis/v1/docs/doc/tables/table/rows"
    ] * 3


def test_key_columns_and_parsing_are_asked_for(client: CodaClient, capture_server: CaptureServer) -> None:
    capture_server.answer = answer
    client.upsert_rows("doc", "table", rows(1), key_columns=["c-1", "Name"], disable_parsing=True)
    request = capture_server.requests[0]
    assert request.target.endswith("?disableParsing=true")
    assert json.loads(request.body) == {
        "rows": [{"cells": [{"column": "c-1", "value": 0}]}],
        "keyColumns": ["c-1", "Name"],
    }


def test_no_rows_make_no_request(client: CodaClient, capture_server: CaptureServer) -> None:
    upsert = client.upsert_rows("doc", "table", [])
    assert (upsert.accepted, upsert.wait()) == (0, ())
    assert capture_server.requests == []


def test_what_is_too_large_for_the_service_is_halved(
    client: CodaClient, capture_server: CaptureServer
) -> None:
    def picky(request: CapturedRequest) -> Answer:
        return answer(request) if len(json.loads(request.body)["rows"]) <= 2 else Answer(413)

    capture_server.answer = picky
    upsert = client.upsert_rows("doc", "table", rows(9), batch_rows=8)
    assert upsert.added_row_ids == tuple(f"i-{number}" for number in range(9))
    asked = [len(json.loads(request.body)["rows"]) for request in capture_server.requests]
    assert asked == [8, 4, 2, 2, 2, 2, 1]


def test_a_row_that_the_service_finds_too_large_is_an_error(
    client: CodaClient, capture_server: CaptureServer
) -> None:
    capture_server.answer = lambda _request: Answer(413)
    with pytest.raises(CloudError) as raised:
        client.upsert_rows("doc", "table", rows(1))
    assert raised.value.status == 413
    assert report_of(raised.value) == UpsertReport()


def refusing(status: int, *, after: int) -> Any:
    """Answers that accept so many requests and then none."""
    answers = iter([True] * after)

    def answer_or_refuse(request: CapturedRequest) -> Answer:
        return answer(request) if next(answers, False) else Answer(status, body=b"{}")

    return answer_or_refuse


def report_of(error: BaseException) -> UpsertReport:
    report = error.report  # type: ignore[attr-defined]
    assert isinstance(report, UpsertReport)
    return report


def test_what_was_refused_is_not_there(client: CodaClient, capture_server: CaptureServer) -> None:
    capture_server.answer = refusing(400, after=2)
    with pytest.raises(CodaValidationError) as raised:
        client.upsert_rows("doc", "table", rows(9), batch_rows=3)
    assert report_of(raised.value) == UpsertReport(
        6, ("r-i-0", "r-i-3"), tuple(f"i-{number}" for number in range(6)), None
    )


def test_a_call_is_resumed(client: CodaClient, capture_server: CaptureServer) -> None:
    capture_server.answer = refusing(403, after=1)
    with pytest.raises(CloudError) as raised:
        client.upsert_rows("doc", "table", rows(5), batch_rows=2)
    capture_server.answer = answer
    told: list[int] = []
    upsert = client.upsert_rows(
        "doc", "table", rows(5), batch_rows=2, progress=told.append, resume=report_of(raised.value)
    )
    assert (upsert.accepted, told) == (5, [4, 5])
    assert upsert.request_ids == ("r-i-0", "r-i-2", "r-i-4")
    assert upsert.added_row_ids == tuple(f"i-{number}" for number in range(5))


@pytest.mark.parametrize(("landed", "sent"), [(True, [4]), (False, [2, 3, 4])])
def test_what_may_be_there_is_not_sent_again_without_a_decision(
    client: CodaClient, capture_server: CaptureServer, landed: bool, sent: list[int]
) -> None:
    capture_server.answer = refusing(502, after=1)
    with pytest.raises(ServiceUnavailableError) as raised:
        client.upsert_rows("doc", "table", rows(5), batch_rows=2)
    report = report_of(raised.value)
    assert (report.accepted, report.unknown) == (2, range(2, 4))
    count = len(capture_server.requests)
    assert count == 2, "without key columns a batch is sent once"
    with pytest.raises(InvalidRequestError, match=r"2 to 3.*assume"):
        client.upsert_rows("doc", "table", rows(5), resume=report)
    assert len(capture_server.requests) == count
    capture_server.answer = answer
    client.upsert_rows("doc", "table", rows(5), resume=report.assume(landed=landed))
    again = json.loads(capture_server.requests[-1].body)["rows"]
    assert [row["cells"][0]["value"] for row in again] == sent


def test_with_key_columns_they_are_sent_again(client: CodaClient, capture_server: CaptureServer) -> None:
    capture_server.answer = answer
    report = UpsertReport(2, ("r",), (), range(2, 4))
    upsert = client.upsert_rows("doc", "table", rows(5), key_columns=["c-1"], resume=report)
    assert upsert.accepted == 5
    again = json.loads(capture_server.requests[0].body)["rows"]
    assert [row["cells"][0]["value"] for row in again] == [2, 3, 4]


def test_where_nobody_listens_nothing_is_unknown(capture_server: CaptureServer) -> None:
    capture_server.close()
    with (
        CodaClient("a-token", base_url=f"{capture_server.endpoint}/apis/v1", limits={}) as client,
        pytest.raises(ServiceUnavailableError) as raised,
    ):
        client.upsert_rows("doc", "table", rows(1))
    assert report_of(raised.value).unknown is None


def test_a_value_that_no_cell_holds_names_its_row(client: CodaClient, capture_server: CaptureServer) -> None:
    capture_server.answer = answer
    bad = [*rows(3), {"c-1": object()}]
    with pytest.raises(InvalidRequestError, match="Row 3: ") as raised:
        client.upsert_rows("doc", "table", bad, batch_rows=2)
    assert report_of(raised.value).accepted == 2


def test_what_the_rows_themselves_raise_keeps_the_report(
    client: CodaClient, capture_server: CaptureServer
) -> None:
    capture_server.answer = answer

    def broken() -> Iterator[Mapping[str, Any]]:
        yield from rows(2)
        raise LookupError("the file ends here")

    with pytest.raises(LookupError) as raised:
        client.upsert_rows("doc", "table", broken(), batch_rows=1)
    assert report_of(raised.value).accepted == 2


def test_fewer_rows_than_were_accepted_are_others(client: CodaClient) -> None:
    with pytest.raises(InvalidRequestError, match="fewer"):
        client.upsert_rows("doc", "table", rows(1), resume=UpsertReport(2))


def test_all_requests_are_waited_for(client: CodaClient, capture_server: CaptureServer) -> None:
    asked: list[str] = []

    def status(request: CapturedRequest) -> Answer:
        if request.method == "POST":
            return answer(request)
        asked.append(request.target.rpartition("/")[2])
        return Answer(body=json.dumps({"completed": asked.count(asked[-1]) > 1}).encode())

    capture_server.answer = status
    told: list[int] = []
    upsert = client.upsert_rows("doc", "table", rows(2), batch_rows=1)
    assert all(one.completed for one in upsert.wait(timeout=30, progress=told.append))
    assert asked == ["r-i-0", "r-i-0", "r-i-1", "r-i-1"]
    assert told == [1, 2]


def test_a_wait_that_takes_too_long_is_an_error(client: CodaClient, capture_server: CaptureServer) -> None:
    capture_server.answer = lambda request: (
        answer(request) if request.method == "POST" else Answer(body=b'{"completed":false}')
    )
    upsert = client.upsert_rows("doc", "table", rows(1))
    with pytest.raises(OperationTimeoutError):
        upsert.wait(timeout=0)
    with pytest.raises(InvalidRequestError, match="negative"):
        upsert.wait(timeout=-1)
