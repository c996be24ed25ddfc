"""Many exchanges at once."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from codomyrmex.cloud.common.errors import (
    AuthenticationError,
    NotFoundError,
    OperationTimeoutError,
    ServiceUnavailableError,
)
from codomyrmex.cloud.wire import NO_RETRY, Exchange, Request, Response, RetryPolicy
from tests.servers.capture import Answer, CapturedRequest, CaptureServer
from tests.servers.fault_proxy import FaultProxy
from tests.servers.faults import Fault, Hang, ResetRequest, ResetResponse, Respond, TruncateResponse
from tests.servers.http1 import RequestHead
from tests.servers.process import wait_until
from tests.unit.cloud.wire.plain import Collector, PlainService, Script, exchange, transport


def echo(request: CapturedRequest) -> Answer:
    """Its target is the body of the answer, but for what is said to be missing or busy for ever."""
    if request.target.startswith("/missing"):
        return Answer(404)
    if request.target.startswith("/busy"):
        return Answer(503)
    return Answer(body=request.target.encode())


@pytest.fixture
def server(capture_server: CaptureServer) -> CaptureServer:
    capture_server.answer = echo
    return capture_server


def numbered(url: str, name: str, count: int, **options: Any) -> Iterator[Exchange[Response]]:
    for number in range(count):
        one = exchange(f"{url}/{name}{number}", **options)
        one.tag = number
        yield one


def aimed_at(target: str) -> Callable[[RequestHead], bool]:
    return lambda head: head.target == target


def test_each_ends_with_a_result_or_its_error(
    server: CaptureServer, fault_proxy: Callable[[int], FaultProxy]
) -> None:
    proxy = fault_proxy(server.port)
    names = ["ok", "missing", "busy", "ok", "ok"]
    faults: list[Fault] = [
        Respond(503),
        ResetRequest(),
        ResetResponse(),
        ResetResponse(1),
        TruncateResponse(2),
        Respond(429),
    ]
    for number in range(60):
        proxy.plan(faults[number % len(faults)], when=aimed_at(f"/ok{5 * number}"))

    def exchanges() -> Iterator[Exchange[Response]]:
        for number in range(500):
            one = exchange(f"{proxy.endpoint}/{names[number % 5]}{number}")
            one.tag = number
            yield one

    policy = RetryPolicy(budget=30, max_attempts=4, first_delay=0.001, longest_delay=0.01)
    ended = {one.tag: one for one in transport(policy).send_many(exchanges(), concurrency=16)}
    assert sorted(ended) == list(range(500))
    for number, one in ended.items():
        name = names[number % 5]
        if name == "ok":
            assert one.error is None
            assert one.result is not None
            assert one.result.body == f"/ok{number}".encode()
        else:
            assert one.result is None
            assert isinstance(one.error, NotFoundError if name == "missing" else ServiceUnavailableError)
            assert one.attempts.count == (1 if name == "missing" else 4)
    assert proxy.pending == []
    assert proxy.accepted < 16 + 3 * 60


@pytest.mark.parametrize("name", ["ok", "missing", "busy"])
def test_no_more_are_taken_than_there_are_places(server: CaptureServer, name: str) -> None:
    taken, ended = 0, 0
    outstanding: list[int] = []

    def exchanges() -> Iterator[Exchange[Response]]:
        nonlocal taken
        for one in numbered(server.endpoint, name, 60):
            taken += 1
            outstanding.append(taken - ended)
            yield one

    policy = RetryPolicy(budget=30, max_attempts=3, first_delay=0.02, longest_delay=0.02)
    for _ in transport(policy).send_many(exchanges(), concurrency=5):
        ended += 1
    assert (taken, ended) == (60, 60)
    assert max(outstanding) == 5


def test_no_more_are_taken_than_there_are_places_when_none_can_be_made(server: CaptureServer) -> None:
    def refuse() -> Request:
        raise AuthenticationError("There are no credentials.")

    taken = 0

    def exchanges() -> Iterator[Exchange[Response]]:
        nonlocal taken
        while True:
            taken += 1
            yield Exchange(PlainService(), refuse, lambda response: response, resource="bucket/key")

    ended = transport().send_many(exchanges(), concurrency=5)
    for _ in range(20):
        one = next(ended)
        assert isinstance(one.error, AuthenticationError)
        assert one.error.resource == "bucket/key"
    ended.close()  # type: ignore[attr-defined]
    assert taken <= 25
    assert server.accepted == 0


def test_a_request_that_cannot_be_made_fails_alone(server: CaptureServer) -> None:
    def refuse() -> Request:
        raise AuthenticationError("There are no credentials.")

    def exchanges() -> Iterator[Exchange[Response]]:
        for number, one in enumerate(numbered(server.endpoint, "ok", 30)):
            if number % 3 == 0:
                one.request = refuse
            yield one

    ended = list(transport().send_many(exchanges(), concurrency=4))
    assert sorted(one.tag for one in ended) == list(range(30))
    assert [one.tag % 3 == 0 for one in ended] == [
        isinstance(one.error, AuthenticationError) for one in ended
    ]


def test_connections_are_used_again(server: CaptureServer) -> None:
    ended = list(transport().send_many(numbered(server.endpoint, "ok", 200), concurrency=4))
    assert len(ended) == 200
    assert server.accepted == 4


def test_what_the_iterator_raises_ends_all(server: CaptureServer) -> None:
    def exchanges() -> Iterator[Exchange[Response]]:
        yield from numbered(server.endpoint, "ok", 10)
        raise LookupError("the plan ends here")

    with pytest.raises(LookupError, match="the plan ends here"):
        list(transport().send_many(exchanges(), concurrency=4))
    wait_until(lambda: server.open_connections == 0, "connections closed")


def test_what_a_sink_raises_ends_all(server: CaptureServer, capfd: pytest.CaptureFixture[str]) -> None:
    class Full(Collector):
        def write(self, chunk: bytes, /) -> object:
            raise OSError(28, "No space left on device")

    def exchanges() -> Iterator[Exchange[Response]]:
        for number, one in enumerate(numbered(server.endpoint, "ok", 100)):
            one.sink = Full() if number == 30 else None
            yield one

    with pytest.raises(OSError, match="No space left"):
        list(transport().send_many(exchanges(), concurrency=4))
    wait_until(lambda: server.open_connections == 0, "connections closed")
    assert capfd.readouterr() == ("", "")


def test_bodies_go_both_ways(capture_server: CaptureServer) -> None:
    capture_server.answer = lambda request: Answer(body=request.body[::-1])

    def exchanges() -> Iterator[Exchange[Response]]:
        for number in range(30):
            body = bytes([number]) * number * 10_000 + b"end"
            one = exchange(f"{capture_server.endpoint}/key", "PUT", body=body, sink=Collector())
            one.tag = body
            yield one

    for one in transport().send_many(exchanges(), concurrency=4):
        assert isinstance(one.sink, Collector)
        assert one.sink.data == one.tag[::-1]


def test_waiting_for_one_does_not_hold_up_the_others(server: CaptureServer) -> None:
    refusals = iter([Answer(503, (("Retry-After", "1"),))])
    server.answer = lambda request: (
        next(refusals, echo(request)) if request.target == "/ok0" else echo(request)
    )
    started = time.monotonic()
    ended = [one.tag for one in transport().send_many(numbered(server.endpoint, "ok", 50))]
    assert time.monotonic() - started >= 1
    assert ended[-1] == 0
    assert sorted(ended) == list(range(50))


def test_hangs_end_with_the_budget(server: CaptureServer, fault_proxy: Callable[[int], FaultProxy]) -> None:
    proxy = fault_proxy(server.port)
    proxy.plan(Hang(), when=lambda head: head.target.endswith("3"), times=100)
    started = time.monotonic()
    ended = list(
        transport(RetryPolicy(budget=1.5)).send_many(
            numbered(proxy.endpoint, "ok", 40, body=b"x", method="PUT")
        )
    )
    assert time.monotonic() - started < 15
    assert {one.tag for one in ended if isinstance(one.error, OperationTimeoutError)} == {3, 13, 23, 33}
    assert sum(one.error is None for one in ended) == 36


def test_nobody_listens(closed_port: int) -> None:
    url = f"http://127.0.0.1:{closed_port}"
    ended = list(transport(NO_RETRY).send_many(numbered(url, "ok", 20), concurrency=4))
    assert len(ended) == 20
    assert all(isinstance(one.error, ServiceUnavailableError) for one in ended)


def test_no_exchanges_are_no_work(server: CaptureServer) -> None:
    assert list(transport().send_many([])) == []
    assert server.accepted == 0


def test_loops_run_beside_each_other(server: CaptureServer) -> None:
    client = transport()
    counts: list[int] = []

    def run() -> None:
        counts.append(
            sum(
                one.error is None
                for one in client.send_many(numbered(server.endpoint, "ok", 50), concurrency=4)
            )
        )

    threads = [threading.Thread(target=run) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert counts == [50] * 4


def test_a_script_of_answers_is_followed(server: CaptureServer) -> None:
    server.answer = Script(Answer(503), Answer(500), Answer(body=b"done"))
    (one,) = transport().send_many([exchange(f"{server.endpoint}/key")])
    assert one.result is not None
    assert one.result.body == b"done"
    assert one.attempts.count == 3
