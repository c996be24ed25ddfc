"""Coda's lists: lazy, complete, and never without end."""

from __future__ import annotations

from itertools import islice

import pytest

from codomyrmex.cloud.coda_io.exceptions import CodaNotFoundError, CodaUnavailableError, CodaValidationError
from codomyrmex.cloud.common.errors import ServiceUnavailableError
from tests.contract.coda_account import CodaAccount
from tests.servers.capture import Answer
from tests.servers.coda.faults import FOREVER, Circle


def test_pages_are_fetched_as_they_are_reached(coda: CodaAccount) -> None:
    names = [f"Doc {number}" for number in range(7)]
    for name in names:
        coda.doc(name)
    docs = coda.client().list_docs(limit=2)
    assert len(coda.server.requests) == 1
    reading = iter(docs)
    seen = [next(reading).name for _ in range(3)]
    assert len(coda.server.requests) == 2
    seen += [doc.name for doc in reading]
    assert seen == names[::-1]
    assert len(coda.server.requests) == 4
    assert len(list(docs)) == 7, "reading again lists again"
    assert len(coda.server.requests) == 8


def test_a_token_has_all_that_was_asked_for(coda: CodaAccount) -> None:
    for number in range(5):
        coda.doc(f"{'Plan' if number % 2 else 'Note'} {number}")
    docs = list(coda.client().list_docs(query="Note", limit=1))
    assert [doc.name for doc in docs] == ["Note 4", "Note 2", "Note 0"]
    first, *others = coda.server.requests
    assert first.parameters == {"query": "Note", "limit": "1"}
    assert all(request.parameters.keys() == {"pageToken"} for request in others)


def test_one_page(coda: CodaAccount) -> None:
    for number in range(3):
        coda.doc(f"Doc {number}")
    client = coda.client()
    page = client.list_docs(limit=2).page()
    assert [doc.name for doc in page.items] == ["Doc 2", "Doc 1"]
    assert len(coda.server.requests) == 1
    assert page.token is not None
    rest = client.list_docs(page_token=page.token)
    assert [doc.name for doc in rest] == ["Doc 0"]
    assert rest.page().token is None


def test_an_empty_list(coda: CodaAccount) -> None:
    assert list(coda.client().list_docs()) == []
    assert len(coda.server.requests) == 1


@pytest.mark.parametrize("length", [1, 2, 3, 5])
def test_a_circle_of_tokens_is_an_error(coda: CodaAccount, length: int) -> None:
    coda.doc()
    coda.server.faults.plan(Circle(length), "GET", "/docs", times=FOREVER)
    docs = coda.client().list_docs()
    with pytest.raises(ServiceUnavailableError, match="repeats a page"):
        list(islice(docs, 100))
    assert len(coda.server.requests) <= 4 * length


def test_a_table_without_end_is_an_error(coda: CodaAccount) -> None:
    doc = coda.doc()
    table = coda.table(doc, 1)
    coda.server.faults.plan(Circle(2), "GET", "/rows", times=FOREVER)
    with pytest.raises(ServiceUnavailableError, match="repeats a page") as caught:
        coda.client().table(doc, table).to_records()
    assert not caught.value.retryable
    assert len(coda.server.requests) <= 8


def test_a_token_that_nobody_gave_out(coda: CodaAccount) -> None:
    with pytest.raises(CodaValidationError, match="page token"):
        coda.client().list_docs(page_token="made up")


def test_a_list_of_what_is_not_there_fails_at_once(coda: CodaAccount) -> None:
    with pytest.raises(CodaNotFoundError):
        coda.client().list_pages("nothing")


def test_a_fault_on_a_later_page_is_told_of_the_list(coda: CodaAccount) -> None:
    for number in range(3):
        coda.doc(f"Doc {number}")
    coda.server.faults.plan(Answer(500), after=1, times=FOREVER)
    docs = coda.client().list_docs(limit=1)
    reading = iter(docs)
    assert next(reading).name == "Doc 2"
    with pytest.raises(CodaUnavailableError) as caught:
        next(reading)
    assert (caught.value.operation, caught.value.provider) == ("list_docs", "coda")
