"""Changes that Coda accepts at once and makes later."""

from __future__ import annotations

import threading

import pytest

from codomyrmex.cloud.coda_io.exceptions import CodaNotFoundError, CodaValidationError
from codomyrmex.cloud.common.errors import CloudError, InvalidRequestError, OperationTimeoutError
from tests.contract.coda_account import CodaAccount
from tests.servers.coda.faults import Before


def test_a_change_shows_once_it_is_made(coda: CodaAccount) -> None:
    coda.server.service.changes.questions = 2
    doc = coda.doc()
    table = coda.table(doc, 1)
    client = coda.client()
    change = client.update_row(doc, table, "row 0", {"Count": 7})
    assert client.get_row(doc, table, "row 0").values["c-count"] == 0
    with pytest.raises(CodaValidationError, match="not up to date"):
        client.get_row(doc, table, "row 0", latest=True)
    assert not change.status().completed
    assert client.get_row(doc, table, "row 0").values["c-count"] == 0
    assert change.wait().completed
    assert client.get_row(doc, table, "row 0", latest=True).values["c-count"] == 7
    versions = [one.headers.get("x-coda-doc-version") for one in coda.server.asked("GET", "/row%200")]
    assert versions == [None, "latest", None, "latest"]


def test_waiting_asks_until_it_is_made(coda: CodaAccount) -> None:
    coda.server.service.changes.questions = 3
    doc = coda.doc()
    change = coda.client().create_page(doc, "Notes")
    assert change.wait(timeout=30).completed
    assert len(coda.server.asked("GET", f"/mutationStatus/{change.request_id.replace(':', '%3A')}")) == 3
    assert doc.pages[change.result.id].name == "Notes"


def test_a_wait_ends_with_its_time_and_says_what_was_seen(coda: CodaAccount) -> None:
    coda.server.service.changes.questions = 10_000
    change = coda.client().create_page(coda.doc(), "Notes")
    with pytest.raises(OperationTimeoutError, match="accepted and not made yet") as caught:
        change.wait(timeout=0.3)
    assert (caught.value.provider, caught.value.operation) == ("coda", "wait")
    with pytest.raises(TimeoutError):
        change.wait(timeout=0)


def test_a_wait_is_cancelled(coda: CodaAccount) -> None:
    coda.server.service.changes.questions = 10_000
    change = coda.client().create_page(coda.doc(), "Notes")
    cancelled = threading.Event()
    coda.server.faults.plan(Before(cancelled.set), "GET", "/mutationStatus/")
    with pytest.raises(CloudError, match="cancelled"):
        change.wait(timeout=600, cancelled=cancelled)


def test_a_warning_is_handed_on(coda: CodaAccount) -> None:
    coda.server.service.changes.questions = 1
    doc = coda.doc()
    table = coda.table(doc, 1)
    client = coda.client()
    row = client.get_row(doc, table, "row 0")
    client.delete_row(doc, table, row)
    change = client.update_row(doc, table, row, {"Count": 1})
    assert change.wait().warning == "The row was deleted in the meantime."


def test_what_coda_does_not_know(coda: CodaAccount) -> None:
    with pytest.raises(CodaNotFoundError):
        coda.client().get_mutation_status("mutate:nothing")


def test_a_negative_time_is_refused(coda: CodaAccount) -> None:
    change = coda.client().create_page(coda.doc(), "Notes")
    with pytest.raises(InvalidRequestError):
        change.wait(timeout=-1)
