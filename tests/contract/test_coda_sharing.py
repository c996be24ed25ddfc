"""One client of Coda for many threads and processes, and what nobody may see of it."""

from __future__ import annotations

import logging
import multiprocessing
import pickle
import threading
import traceback
from concurrent.futures import ThreadPoolExecutor
from multiprocessing.connection import Connection

import pytest

from codomyrmex.cloud.coda_io import CodaClient
from codomyrmex.cloud.coda_io.exceptions import CodaNotFoundError
from codomyrmex.cloud.common.errors import CloudError, ConfigurationError, ServiceUnavailableError
from codomyrmex.cloud.protocols.rest import RateLimit
from tests.contract.coda_account import CodaAccount
from tests.servers.capture import Answer
from tests.servers.coda.faults import FOREVER, Altered
from tests.servers.coda.state import Doc
from tests.servers.coda.tables import Table
from tests.servers.faults import Hang, TruncateResponse

THREADS = 8


def test_threads_share_a_client(coda: CodaAccount) -> None:
    doc = coda.doc()
    tables = [coda.table(doc, name=f"Tasks {number}") for number in range(THREADS)]
    client = coda.client()
    together = threading.Barrier(THREADS)

    def work(table: Table) -> list[str]:
        together.wait()
        for turn in range(5):
            client.upsert_rows(doc, table, [{"Name": f"{table.name} {turn}"}], key_columns=["Name"])
        return [row["Name"] for row in client.table_records(doc, table, limit=2)]

    with ThreadPoolExecutor(THREADS) as threads:
        seen = list(threads.map(work, tables))
    assert seen == [[f"Tasks {number} {turn}" for turn in range(5)] for number in range(THREADS)]
    assert coda.server.accepted <= THREADS, "connections are used again"


def test_one_thread_one_connection(coda: CodaAccount) -> None:
    with coda.client() as client:
        for _ in range(5):
            client.whoami()
        assert coda.server.accepted == 1
    client.whoami()
    assert coda.server.accepted == 2, "a closed client opens another"


def _read_in_child(client: CodaClient, doc_id: str, answer: Connection) -> None:
    try:
        answer.send(client.get_doc(doc_id).name)
    except BaseException:
        answer.send(traceback.format_exc())
        raise


def _name_seen_by_a_child(client: CodaClient, doc: Doc) -> str:
    ours, theirs = multiprocessing.Pipe()
    child = multiprocessing.get_context("fork").Process(target=_read_in_child, args=(client, doc.id, theirs))
    child.start()
    try:
        assert ours.poll(30), "the child does not answer"
        return str(ours.recv())
    finally:
        child.join(5)
        child.kill()


def test_a_client_works_in_a_child(coda: CodaAccount) -> None:
    doc = coda.doc()
    client = coda.client(limits={"read": RateLimit(100, 6)})
    client.whoami()
    assert _name_seen_by_a_child(client, doc) == "Launch"
    assert client.whoami().name == "Ada"
    assert coda.server.accepted == 2, "the parent's connection is the parent's still"


def test_a_fork_while_threads_use_the_client(coda: CodaAccount) -> None:
    doc = coda.doc()
    client = coda.client(limits={"read": RateLimit(100_000, 6)})
    done = threading.Event()

    def keep_busy() -> int:
        count = 0
        while not done.is_set():
            count += client.whoami().name == "Ada"
        return count

    with ThreadPoolExecutor(4) as threads:
        busy = [threads.submit(keep_busy) for _ in range(4)]
        try:
            assert _name_seen_by_a_child(client, doc) == "Launch"
        finally:
            done.set()
        assert all(thread.result() > 0 for thread in busy)


def test_the_token_is_in_nothing_that_is_shown(coda: CodaAccount, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    client = coda.client()
    shown = [repr(client), str(client), repr(client.native), repr(client.table("doc", "table"))]
    shown += [repr(client.list_docs()), repr(vars(client))]
    coda.server.faults.plan(TruncateResponse(), times=3)
    coda.server.faults.plan(Altered(lambda user: {**user, "name": 1}), path="/whoami", times=FOREVER)
    for ask in (lambda: client.get_doc("nothing"), client.whoami, lambda: client.get_doc("nothing")):
        with pytest.raises(CloudError) as caught:
            ask()
        shown += [*traceback.format_exception(caught.value), repr(vars(caught.value)), repr(caught.value)]
        shown.append(repr(pickle.dumps(caught.value)))
    shown.append(caplog.text)
    assert "nothing" in "".join(shown)
    assert coda.token not in "".join(shown)


def test_a_client_is_not_pickled(coda: CodaAccount) -> None:
    with pytest.raises(TypeError) as caught:
        pickle.dumps(coda.client())
    assert coda.token not in str(caught.value)


@pytest.mark.parametrize("token", ["", "with space", "line\nbreak", "line\r\nHost: evil", "zürich", "\x00"])
def test_what_can_be_no_token_is_refused(coda: CodaAccount, token: str) -> None:
    with pytest.raises(ConfigurationError) as caught:
        CodaClient(token, base_url=coda.server.base_url)
    assert not token or token not in str(caught.value)


def test_a_token_does_not_go_over_the_network_in_the_clear() -> None:
    with pytest.raises(ConfigurationError, match="https only"):
        CodaClient("token", base_url="http://coda.example/apis/v1")


@pytest.mark.parametrize("answer", [b'{"items": [{"id": {"deep": "private text"}}]}', b'"private text'])
def test_values_of_a_table_are_not_in_an_error(coda: CodaAccount, answer: bytes) -> None:
    doc = coda.doc()
    table = coda.table(doc, 1)
    coda.server.faults.plan(Answer(200, body=answer), times=FOREVER)
    client = coda.client()
    for read in (client.list_rows, client.table_records):
        with pytest.raises(ServiceUnavailableError) as caught:
            read(doc, table)
        assert "private text" not in "".join(traceback.format_exception(caught.value))


def test_closing_while_a_thread_waits(coda: CodaAccount) -> None:
    coda.server.faults.plan(Hang())
    client = coda.client()
    with ThreadPoolExecutor(1) as threads:
        stalled = threads.submit(client.whoami)
        coda.server.faults.wait()
        client.close()
        with pytest.raises(CodaNotFoundError):
            client.get_doc("nothing")
        with coda.server.refusing():
            pass
        assert stalled.result(30).name == "Ada", "the read is asked again"
