"""Thousands of rows into Coda's tables and back, also where something breaks on the way."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any

import pytest

from codomyrmex.cloud.coda_io import UpsertReport
from codomyrmex.cloud.coda_io.exceptions import (
    CodaAPIError,
    CodaAuthenticationError,
    CodaUnavailableError,
    CodaValidationError,
)
from codomyrmex.cloud.common.errors import CloudError, InvalidRequestError, ServiceUnavailableError
from codomyrmex.cloud.protocols.rest import RateLimit
from codomyrmex.cloud.wire import NO_RETRY, RetryPolicy
from tests.contract.coda_account import CodaAccount
from tests.servers.capture import Answer
from tests.servers.coda import making
from tests.servers.coda.faults import FOREVER, Before, Fault
from tests.servers.faults import Hang, ResetRequest, ResetResponse, TruncateResponse

BATCH = 500
ROWS = [
    {"Name": f"Zürich {number} \U0001f3d4", "Count": number / 4, "Done": number % 3 == 0}
    for number in range(2500)
]
SOME = ROWS[:50]
KEY = ("Name",)
BAD_GATEWAY = Answer(502)


def _report(error: BaseException) -> UpsertReport:
    report = getattr(error, "report", None)
    assert isinstance(report, UpsertReport)
    return report


def _names(rows: list[dict[str, Any]]) -> list[Any]:
    return [row["Name"] for row in rows]


@pytest.mark.parametrize("keys", [(), KEY], ids=["added", "upserted"])
def test_2500_rows_come_back_as_they_went(coda: CodaAccount, keys: tuple[str, ...]) -> None:
    coda.server.service.changes.questions = 1
    doc = coda.doc()
    table = coda.client().table(doc, coda.table(doc))
    accepted: list[int] = []
    made: list[int] = []
    done = table.upsert(ROWS, key_columns=keys, progress=accepted.append)
    assert accepted == [BATCH, 1000, 1500, 2000, 2500]
    assert done.accepted == 2500
    assert len(done.added_row_ids) == (0 if keys else 2500)
    assert all(status.completed for status in done.wait(progress=made.append))
    assert made == [1, 2, 3, 4, 5]
    assert table.to_records() == ROWS
    assert table.to_arrow().to_pylist() == ROWS
    assert len(coda.server.asked("GET", "/rows")) == 2 * 5


def test_rows_that_are_there_are_changed(coda: CodaAccount) -> None:
    doc = coda.doc()
    table = coda.client().table(doc, coda.table(doc))
    table.upsert(ROWS, key_columns=KEY)
    changed = [{**row, "Done": True} for row in reversed(ROWS)]
    table.upsert(changed, key_columns=KEY, batch_rows=400)
    assert table.to_records() == changed[::-1]


@pytest.mark.parametrize(
    "fault", [ResetRequest(), ResetResponse(), TruncateResponse(), BAD_GATEWAY, Hang()], ids=repr
)
def test_with_keys_nothing_is_lost_and_nothing_twice(coda: CodaAccount, fault: Fault) -> None:
    doc = coda.doc()
    grid = coda.table(doc)
    table = coda.client(retry=RetryPolicy(budget=4, max_attempts=1)).table(doc, grid)
    coda.server.faults.plan(fault, "POST", "/rows", after=2)
    with pytest.raises(CloudError) as caught:
        table.upsert(SOME, key_columns=KEY, batch_rows=10)
    report = _report(caught.value)
    assert (report.accepted, report.unknown) == (20, range(20, 30))
    done = table.upsert(SOME, key_columns=KEY, batch_rows=10, resume=report)
    assert done.accepted == 50
    assert done.request_ids[:2] == report.request_ids
    assert len(done.request_ids) == 5
    assert table.to_records() == SOME


@pytest.mark.parametrize("fault", [ResetRequest(), ResetResponse(), Answer(503)], ids=repr)
def test_with_keys_a_batch_is_sent_again(coda: CodaAccount, fault: Fault) -> None:
    doc = coda.doc()
    table = coda.client().table(doc, coda.table(doc))
    coda.server.faults.plan(fault, "POST", "/rows", after=1)
    assert table.upsert(SOME, key_columns=KEY, batch_rows=10).accepted == 50
    assert table.to_records() == SOME
    assert len(coda.server.asked("POST", "/rows")) == 6


@pytest.mark.parametrize(
    "fault", [ResetRequest(), ResetResponse(), TruncateResponse(), Answer(502)], ids=repr
)
def test_without_keys_it_is_said_which_rows_are_unknown(coda: CodaAccount, fault: Fault) -> None:
    doc = coda.doc()
    table = coda.client().table(doc, coda.table(doc))
    coda.server.faults.plan(fault, "POST", "/rows", after=2)
    with pytest.raises(ServiceUnavailableError) as caught:
        table.upsert(SOME, batch_rows=10)
    report = _report(caught.value)
    assert (report.accepted, report.unknown, len(report.added_row_ids)) == (20, range(20, 30), 20)
    assert len(coda.server.asked("POST", "/rows")) == 3, "what adds is sent once"
    with pytest.raises(InvalidRequestError, match="rows 20 to 29"):
        table.upsert(SOME, batch_rows=10, resume=report)
    landed = SOME[25]["Name"] in _names(table.to_records())
    assert landed == isinstance(fault, ResetResponse | TruncateResponse)
    table.upsert(SOME, batch_rows=10, resume=report.assume(landed=landed))
    assert table.to_records() == SOME


def test_what_was_never_sent_is_not_unknown(coda: CodaAccount) -> None:
    doc = coda.doc()
    table = coda.client(retry=NO_RETRY).table(doc, coda.table(doc))
    with ExitStack() as stack:

        def go_away(accepted: int) -> None:
            if accepted == 20:
                stack.enter_context(coda.server.refusing())

        with pytest.raises(ServiceUnavailableError) as caught:
            table.upsert(SOME, batch_rows=10, progress=go_away)
    report = _report(caught.value)
    assert (report.accepted, report.unknown) == (20, None)
    table.upsert(SOME, batch_rows=10, resume=report)
    assert table.to_records() == SOME


@pytest.mark.parametrize("keys", [(), KEY], ids=["added", "upserted"])
@pytest.mark.parametrize("value", [{"deep": 1}, [[["deeper"]]]])
def test_a_bad_cell_is_named_and_what_came_before_is_there(
    coda: CodaAccount, keys: tuple[str, ...], value: object
) -> None:
    doc = coda.doc()
    table = coda.client().table(doc, coda.table(doc))
    rows: list[dict[str, Any]] = [*SOME[:34], {"Name": "bad", "Count": value}, *SOME[34:]]
    with pytest.raises(CodaValidationError) as caught:
        table.upsert(rows, batch_rows=10, key_columns=keys)
    assert [field.path for field in caught.value.fields] == ["rows[4].cells[1].value"]
    report = _report(caught.value)
    assert (report.accepted, report.unknown) == (30, None)
    assert table.to_records() == SOME[:30]
    table.upsert(SOME, batch_rows=10, key_columns=keys, resume=report)
    assert table.to_records() == SOME


def test_a_token_that_is_revoked_in_the_middle(coda: CodaAccount) -> None:
    doc = coda.doc()
    grid = coda.table(doc)
    table = coda.client().table(doc, grid)
    revoking = Before(lambda: making.revoke(coda.server, coda.token))
    coda.server.faults.plan(revoking, "POST", "/rows", after=3)
    with pytest.raises(CodaAuthenticationError) as caught:
        table.upsert(SOME, batch_rows=10)
    report = _report(caught.value)
    assert (report.accepted, report.unknown) == (30, None)
    other = coda.client(making.add_token(coda.server, coda.user)).table(doc, grid)
    other.upsert(SOME, batch_rows=10, resume=report)
    assert other.to_records() == SOME


def test_a_batch_that_is_too_large_is_divided(coda: CodaAccount) -> None:
    coda.server.service.largest_body = 2_000
    doc = coda.doc()
    table = coda.client().table(doc, coda.table(doc))
    done = table.upsert(SOME)
    assert done.accepted == 50
    assert table.to_records() == SOME
    assert all(len(one.body) <= 2_000 for one in coda.server.asked("POST", "/rows") if one.status == 202)


def test_a_row_that_is_too_large_ends_it(coda: CodaAccount) -> None:
    coda.server.service.largest_body = 2_000
    doc = coda.doc()
    table = coda.client().table(doc, coda.table(doc))
    with pytest.raises(CodaAPIError) as caught:
        table.upsert([*SOME[:3], {"Name": "x" * 3_000}])
    assert caught.value.status == 413
    report = _report(caught.value)
    assert (report.accepted, report.unknown) == (3, None)


def test_rows_are_taken_as_they_are_sent(coda: CodaAccount) -> None:
    doc = coda.doc()
    table = coda.client().table(doc, coda.table(doc))
    taken: list[object] = []

    def rows() -> Iterator[dict[str, Any]]:
        for row in SOME[:45]:
            taken.append(row["Name"])
            yield row
        raise RuntimeError("the caller's own fault")

    ahead: list[int] = []
    with pytest.raises(RuntimeError, match="own fault") as caught:
        table.upsert(rows(), batch_rows=10, progress=lambda accepted: ahead.append(len(taken) - accepted))
    assert max(ahead) <= 1
    assert _report(caught.value).accepted == 40
    assert table.to_records() == SOME[:40]


def test_a_row_that_is_none_is_named(coda: CodaAccount) -> None:
    doc = coda.doc()
    table = coda.client().table(doc, coda.table(doc))
    with pytest.raises(InvalidRequestError, match="Row 1:") as caught:
        table.upsert([{"Name": "a"}, ["Name", "b"]])  # type: ignore[list-item]
    assert _report(caught.value) == UpsertReport()
    assert coda.server.requests == []


def test_no_rows_are_no_requests(coda: CodaAccount) -> None:
    doc = coda.doc()
    table = coda.client().table(doc, coda.table(doc))
    done = table.upsert([])
    assert (done.accepted, done.wait()) == (0, ())
    assert coda.server.requests == []
    assert table.to_records() == []
    assert table.to_arrow().column_names == ["Name", "Count", "Done"]


def test_batches_keep_under_the_rate(coda: CodaAccount) -> None:
    coda.server.service.rates.limits = {"content": (2, 0.2)}
    doc = coda.doc()
    client = coda.client(limits={"content": RateLimit(2, 0.2)}, retry=NO_RETRY)
    table = client.table(doc, coda.table(doc))
    assert table.upsert(SOME, batch_rows=10).accepted == 50
    assert coda.server.service.rates.refused == 0


def test_a_fault_while_a_table_is_read(coda: CodaAccount) -> None:
    doc = coda.doc()
    table = coda.client().table(doc, coda.table(doc, 30))
    coda.server.faults.plan(TruncateResponse(), "GET", "/rows", after=1)
    assert len(table.to_records(limit=10)) == 30
    coda.server.faults.plan(Answer(500), "GET", "pageToken", times=FOREVER)
    with pytest.raises(CodaUnavailableError) as caught:
        table.to_records(limit=10)
    assert caught.value.provider == "coda"


def test_a_table_may_change_while_it_is_read(coda: CodaAccount) -> None:
    doc = coda.doc()
    grid = coda.table(doc, 30)
    client = coda.client()
    records = client.table_records(doc, grid, limit=10)
    names = [next(records)["Name"]]
    client.delete_rows(doc, grid, [row.id for row in list(grid.grid.rows.values())[:15]]).wait()
    names += [record["Name"] for record in records]
    assert names == [f"row {number}" for number in range(30)]
