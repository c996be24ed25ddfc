"""Ctrl-C ends what is waiting for Coda."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from codomyrmex.cloud.coda_io import CodaClient
from codomyrmex.cloud.protocols.rest import RateLimit
from tests.contract.coda_account import CodaAccount
from tests.contract.interruption import PROMISE, SLACK, interrupt
from tests.servers.coda.messages import RefusedError
from tests.servers.fault_proxy import FaultProxy
from tests.servers.faults import Hang, Respond, SlowResponse


@pytest.fixture
def proxy(coda: CodaAccount, fault_proxy: Callable[[int], FaultProxy]) -> FaultProxy:
    """A proxy in front of the server."""
    return fault_proxy(coda.server.port)


def _client(coda: CodaAccount, proxy: FaultProxy, **options: Any) -> CodaClient:
    return CodaClient(coda.token, base_url=f"{proxy.endpoint}/apis/v1", **{"limits": {}, **options})


def test_a_wait_for_the_rate(coda: CodaAccount, proxy: FaultProxy) -> None:
    client = _client(coda, proxy, limits={"read": RateLimit(1, 3600)})
    proxy.plan(SlowResponse(1_000_000))
    ended, took = interrupt(lambda: [client.whoami() for _ in range(2)], proxy)
    assert ended == "interrupted"
    assert took < PROMISE + SLACK


def test_a_wait_that_the_service_asks_for(coda: CodaAccount, proxy: FaultProxy) -> None:
    client = _client(coda, proxy)
    refusal = RefusedError(429).answer()
    proxy.plan(Respond(429, "50", refusal.body))
    ended, took = interrupt(client.whoami, proxy)
    assert ended == "interrupted"
    assert took < PROMISE + SLACK


def test_a_read_that_stalls(coda: CodaAccount, proxy: FaultProxy) -> None:
    doc = coda.doc()
    table = coda.table(doc, 600)
    client = _client(coda, proxy)
    proxy.plan(Hang(1000), when=lambda head: "pageToken" in head.target)
    ended, took = interrupt(lambda: client.table(doc.id, table.id).to_records(), proxy)
    assert ended == "interrupted"
    assert took < PROMISE + SLACK


def test_a_wait_for_a_change(coda: CodaAccount, proxy: FaultProxy) -> None:
    coda.server.service.changes.questions = 10_000
    doc = coda.doc()
    client = _client(coda, proxy)
    proxy.plan(SlowResponse(1_000_000), when=lambda head: "mutationStatus" in head.target)
    ended, took = interrupt(lambda: client.create_page(doc.id, "Notes").wait(3600), proxy)
    assert ended == "interrupted"
    assert took < PROMISE + SLACK


def test_an_export_leaves_no_file(coda: CodaAccount, proxy: FaultProxy, tmp_path: Path) -> None:
    coda.server.service.export_questions = 10_000
    doc = coda.doc()
    client = _client(coda, proxy)
    proxy.plan(SlowResponse(1_000_000), when=lambda head: head.method == "GET")
    target = tmp_path / "notes.md"
    ended, took = interrupt(lambda: client.export_page(doc.id, "First page", target, timeout=3600), proxy)
    assert ended == "interrupted"
    assert took < PROMISE + SLACK
    assert list(tmp_path.iterdir()) == []
