"""A client keeps under what Coda lets a user ask for, whoever uses it."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from codomyrmex.cloud.coda_io.exceptions import CodaRateLimitError
from codomyrmex.cloud.coda_io.service import LIMITS
from codomyrmex.cloud.protocols.rest import RateLimit
from codomyrmex.cloud.wire import RetryPolicy
from tests.contract.coda_account import CodaAccount
from tests.servers.capture import Answer
from tests.servers.coda.faults import Before
from tests.servers.coda.messages import RefusedError

READS = {"read": RateLimit(5, 0.2)}
EAGER = RetryPolicy(budget=5, max_attempts=1)


def test_the_limits_are_those_of_coda() -> None:
    # 100 reads, 10 writes and 4 lists of docs in 6 s, 5 changes of content in 10 s.
    assert {kind: (limit.requests, limit.seconds) for kind, limit in LIMITS.items()} == {
        "read": (100, 6),
        "write": (10, 6),
        "content": (5, 10),
        "docs": (4, 6),
        "analytics": (100, 6),
    }


def test_threads_of_two_clients_are_never_refused(coda: CodaAccount) -> None:
    coda.server.service.rates.limits = {"read": (5, 0.2)}
    clients = [coda.client(limits=READS, retry=EAGER) for _ in range(2)]
    with ThreadPoolExecutor(8) as threads:
        users = list(threads.map(lambda turn: clients[turn % 2].whoami(), range(20)))
    assert len(users) == 20
    assert len(coda.server.requests) == 20
    assert coda.server.service.rates.refused == 0


def test_a_request_counts_when_it_arrives(coda: CodaAccount) -> None:
    coda.server.service.rates.limits = {"read": (2, 0.4)}
    client = coda.client(limits={"read": RateLimit(2, 0.4)}, retry=EAGER)
    late = threading.Event()
    coda.server.faults.plan(Before(lambda: late.wait(0.35)))
    with ThreadPoolExecutor(4) as threads:
        users = list(threads.map(lambda _: client.whoami(), range(4)))
    assert len(users) == 4
    assert coda.server.service.rates.refused == 0


def test_kinds_are_held_back_by_themselves(coda: CodaAccount) -> None:
    limits = {"read": (4, 0.2), "write": (2, 0.2), "content": (3, 0.3), "docs": (1, 0.2)}
    coda.server.service.rates.limits = dict(limits)
    own = {kind: RateLimit(*limit) for kind, limit in limits.items()}
    client = coda.client(limits=own, retry=EAGER)
    doc = coda.doc()
    table = coda.table(doc)
    for number in range(5):
        client.list_docs()
        client.update_doc(doc, title=f"Launch {number}")
        client.upsert_rows(doc, table, [{"Name": "x"}])
        client.publish_doc(doc)
        client.get_table(doc, table)
    assert len(coda.server.requests) == 25
    assert coda.server.service.rates.refused == 0


def test_two_users_do_not_wait_for_each_other(coda: CodaAccount) -> None:
    once = {"read": RateLimit(1, 3600)}
    coda.client(limits=once).whoami()
    other = coda.client("another-token", limits=once)
    with pytest.raises(PermissionError):
        other.whoami()
    assert len(coda.server.requests) == 2


def test_a_refusal_is_waited_out(coda: CodaAccount) -> None:
    coda.server.service.rates.limits = {"read": (1, 1.0)}
    client = coda.client(retry=RetryPolicy(budget=20, max_attempts=30, first_delay=0.05, longest_delay=0.2))
    assert [client.whoami().name for _ in range(3)] == ["Ada"] * 3
    refused = [request for request in coda.server.requests if request.status == 429]
    assert len(coda.server.requests) == 3 + len(refused)
    assert refused


def test_a_refusal_that_lasts_is_an_error(coda: CodaAccount) -> None:
    coda.server.service.rates.limits = {"read": (1, 3600)}
    client = coda.client()
    client.whoami()
    with pytest.raises(CodaRateLimitError) as caught:
        client.whoami()
    assert caught.value.status == 429
    assert len(coda.server.requests) == 1 + 3, "it was tried as often as the policy says"


def test_a_wait_that_is_too_long_is_not_begun(coda: CodaAccount) -> None:
    coda.server.service.rates.limits = {"read": (1, 3600)}
    coda.server.service.rates.says_when = True
    client = coda.client()
    client.whoami()
    with pytest.raises(CodaRateLimitError) as caught:
        client.whoami()
    assert caught.value.retry_after is not None
    assert 3500 < caught.value.retry_after <= 3600
    assert len(coda.server.requests) == 2


def test_what_adds_is_sent_again_where_it_was_refused_for_its_rate(coda: CodaAccount) -> None:
    refusal = RefusedError(429, headers=(("Retry-After", "0"),)).answer()
    coda.server.faults.plan(refusal, "POST", times=2)
    assert coda.client().create_doc("Plan").name == "Plan"
    assert len(coda.server.service.state.docs) == 1
    assert len(coda.server.asked("POST", "/docs")) == 3


def test_a_request_that_is_sent_again_counts_again(coda: CodaAccount) -> None:
    coda.server.service.rates.limits = {"read": (2, 0.2)}
    coda.server.faults.plan(Answer(503), times=3)
    client = coda.client(
        limits={"read": RateLimit(2, 0.2)}, retry=RetryPolicy(budget=10, max_attempts=9, first_delay=0.001)
    )
    assert client.whoami().name == "Ada"
    assert client.whoami().name == "Ada"
    assert coda.server.service.rates.refused == 0
