"""One exchange at a time: what goes out, what comes back, when it is sent again."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest

from codomyrmex.cloud.common.content import FileRegion
from codomyrmex.cloud.common.errors import (
    AuthenticationError,
    CloudError,
    IntegrityError,
    InvalidRequestError,
    LocalFileError,
    RateLimitedError,
    ServiceUnavailableError,
)
from codomyrmex.cloud.wire import NO_RETRY, Exchange, Request, Response, RetryPolicy, Transport
from tests.servers.capture import Answer, CaptureServer
from tests.servers.fault_proxy import FaultProxy
from tests.servers.faults import ResetRequest, ResetResponse
from tests.unit.cloud.wire.plain import Collector, PlainService, Script, exchange, transport

BUSY = Answer(503)


def test_a_busy_service_is_asked_again(capture_server: CaptureServer) -> None:
    capture_server.answer = Script(BUSY, Answer(500), Answer(body=b"done"))
    assert transport().send(exchange(f"{capture_server.endpoint}/key")).body == b"done"
    assert len(capture_server.requests) == 3


def test_retry_after_is_waited_for(capture_server: CaptureServer) -> None:
    capture_server.answer = Script(Answer(429, (("Retry-After", "1"),)), Answer())
    started = time.monotonic()
    transport().send(exchange(f"{capture_server.endpoint}/key"))
    assert time.monotonic() - started >= 1


def test_retry_after_beyond_the_budget_ends_the_call_at_once(capture_server: CaptureServer) -> None:
    moment = format_datetime(datetime.now(UTC) + timedelta(seconds=100), usegmt=True)
    capture_server.answer = Script(Answer(429, (("Retry-After", moment),)))
    with pytest.raises(RateLimitedError) as caught:
        transport().send(exchange(f"{capture_server.endpoint}/key"))
    assert caught.value.retry_after is not None
    assert 95 < caught.value.retry_after <= 100
    assert caught.value.status == 429
    assert len(capture_server.requests) == 1


@pytest.mark.parametrize(
    ("policy", "count"), [(RetryPolicy(max_attempts=3, first_delay=0.001), 3), (NO_RETRY, 1)]
)
def test_attempts_are_counted(capture_server: CaptureServer, policy: RetryPolicy, count: int) -> None:
    capture_server.answer = Script(BUSY)
    with pytest.raises(ServiceUnavailableError) as caught:
        transport(policy).send(exchange(f"{capture_server.endpoint}/key"))
    assert caught.value.status == 503
    assert len(capture_server.requests) == count


def test_what_does_harm_twice_is_sent_once(capture_server: CaptureServer) -> None:
    capture_server.answer = Script(BUSY)
    with pytest.raises(ServiceUnavailableError):
        transport().send(exchange(f"{capture_server.endpoint}/key", repeatable=False))
    assert len(capture_server.requests) == 1


def test_each_attempt_has_a_request_of_its_own(capture_server: CaptureServer) -> None:
    capture_server.answer = Script(BUSY, BUSY, Answer())
    numbers = iter(range(9))
    sent = Exchange(
        PlainService(),
        lambda: Request("GET", f"{capture_server.endpoint}/{next(numbers)}"),
        lambda response: response.status,
    )
    assert transport().send(sent) == 200
    assert [request.target for request in capture_server.requests] == ["/0", "/1", "/2"]


def test_a_request_that_cannot_be_made_is_not_sent(capture_server: CaptureServer) -> None:
    def refuse() -> Request:
        raise AuthenticationError("There are no credentials.")

    with pytest.raises(AuthenticationError):
        transport().send(Exchange(PlainService(), refuse, lambda response: response))
    assert capture_server.requests == []


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_redirects_are_not_followed(capture_server: CaptureServer, status: int) -> None:
    elsewhere = f"{capture_server.endpoint}/elsewhere"
    capture_server.answer = Script(Answer(status, (("Location", elsewhere),)))
    with pytest.raises(CloudError) as caught:
        transport().send(exchange(f"{capture_server.endpoint}/key"))
    assert (caught.value.status, caught.value.retryable) == (status, False)
    assert [request.target for request in capture_server.requests] == ["/key"]


def test_an_error_in_disguise_is_retried_like_any_other(capture_server: CaptureServer) -> None:
    capture_server.answer = Script(Answer(body=b"damaged"), Answer(body=b"whole"))

    def parse(response: Response) -> bytes:
        if response.body == b"damaged":
            raise IntegrityError("It arrived damaged.")
        return response.body

    sent = Exchange(PlainService(), lambda: Request("GET", f"{capture_server.endpoint}/key"), parse)
    assert transport().send(sent) == b"whole"


def test_an_answer_that_makes_no_sense_is_the_services_fault(capture_server: CaptureServer) -> None:
    capture_server.answer = Script(Answer(body=b"seven"))
    url = f"{capture_server.endpoint}/key"
    sent = Exchange(PlainService(), lambda: Request("GET", url), lambda response: int(response.body))
    with pytest.raises(ServiceUnavailableError) as caught:
        transport(NO_RETRY).send(sent)
    assert isinstance(caught.value.__cause__, ValueError)


class OneRemedy(PlainService):
    """Mends every error, so it claims."""

    def __init__(self) -> None:
        self.mended: list[CloudError] = []

    def recover(self, error: CloudError) -> bool:
        self.mended.append(error)
        return True


def test_a_remedy_is_tried_once(capture_server: CaptureServer) -> None:
    capture_server.answer = Script(Answer(403))
    service = OneRemedy()
    url = f"{capture_server.endpoint}/key"
    with pytest.raises(CloudError):
        transport(NO_RETRY).send(Exchange(service, lambda: Request("GET", url), lambda response: response))
    assert len(service.mended) == 1
    assert len(capture_server.requests) == 2


def test_a_sink_gets_the_body_of_success_alone(capture_server: CaptureServer) -> None:
    capture_server.answer = Script(Answer(503, body=b"sorry"), Answer(body=b"x" * 1_000_000))
    sink = Collector()
    assert transport().send(exchange(f"{capture_server.endpoint}/key", sink=sink)).body == b""
    assert sink.data == b"x" * 1_000_000
    assert sink.restarts == 2


def test_a_sink_begins_again_when_half_the_body_was_lost(
    capture_server: CaptureServer, fault_proxy: Callable[[int], FaultProxy]
) -> None:
    body = bytes(range(256)) * 1000
    capture_server.answer = lambda _: Answer(body=body)
    proxy = fault_proxy(capture_server.port)
    proxy.plan(ResetResponse(100_000), ResetResponse(200_000))
    sink = Collector()
    transport().send(exchange(f"{proxy.endpoint}/key", sink=sink))
    assert sink.data == body
    assert sink.restarts == 3


def test_what_a_sink_raises_ends_the_call(
    capture_server: CaptureServer, capfd: pytest.CaptureFixture[str]
) -> None:
    class Full(Collector):
        def write(self, chunk: bytes, /) -> object:
            raise OSError(28, "No space left on device")

    capture_server.answer = Script(Answer(body=b"x" * 1000))
    with pytest.raises(OSError, match="No space left"):
        transport().send(exchange(f"{capture_server.endpoint}/key", sink=Full()))
    assert len(capture_server.requests) == 1
    assert capfd.readouterr() == ("", "")


def test_a_body_beyond_the_limit_is_refused(capture_server: CaptureServer) -> None:
    capture_server.answer = Script(Answer(body=bytes(2_000_000)))
    with pytest.raises(InvalidRequestError, match="larger than the limit of 1000000 bytes"):
        transport().send(exchange(f"{capture_server.endpoint}/key", limit=1_000_000))
    assert (
        len(transport().send(exchange(f"{capture_server.endpoint}/key", limit=2_000_000)).body) == 2_000_000
    )


def test_an_error_may_be_longer_than_the_limit(capture_server: CaptureServer) -> None:
    capture_server.answer = Script(Answer(403, body=b"x" * 5000))
    with pytest.raises(PermissionError):
        transport().send(exchange(f"{capture_server.endpoint}/key", limit=10))


def test_a_watch_sees_the_bytes_and_may_end_the_call(
    capture_server: CaptureServer, capfd: pytest.CaptureFixture[str]
) -> None:
    capture_server.answer = Script(Answer(body=bytes(3_000_000)))
    seen: list[tuple[int, int]] = []
    transport().send(
        exchange(
            f"{capture_server.endpoint}/key",
            "PUT",
            body=bytes(2_000_000),
            watch=lambda up, down: seen.append((up, down)),
        )
    )
    assert seen == sorted(seen)
    assert seen[-1] == (2_000_000, 3_000_000)

    class EnoughError(Exception):
        pass

    def stop(_up: int, down: int) -> None:
        if down:
            raise EnoughError

    with pytest.raises(EnoughError):
        transport().send(exchange(f"{capture_server.endpoint}/key", watch=stop))
    assert capfd.readouterr() == ("", "")


def test_a_watch_may_end_a_long_wait(capture_server: CaptureServer) -> None:
    capture_server.answer = Script(Answer(503, (("Retry-After", "30"),)))

    class EnoughError(Exception):
        pass

    def stop(_up: int, _down: int) -> None:
        if capture_server.requests:
            raise EnoughError

    started = time.monotonic()
    with pytest.raises(EnoughError):
        transport(RetryPolicy(budget=60)).send(exchange(f"{capture_server.endpoint}/key", watch=stop))
    assert time.monotonic() - started < 15


def test_a_connection_in_the_middle_of_an_answer_is_not_used_again(capture_server: CaptureServer) -> None:
    capture_server.answer = Script(Answer(body=bytes(5_000_000)), Answer(body=b"next"))
    shared = transport()

    class Refuses(Collector):
        def write(self, chunk: bytes, /) -> object:
            raise ValueError("no more")

    with pytest.raises(ValueError, match="no more"):
        shared.send(exchange(f"{capture_server.endpoint}/key", sink=Refuses()))
    assert shared.send(exchange(f"{capture_server.endpoint}/key")).body == b"next"
    assert capture_server.accepted == 2


BODIES = {"none": None, "empty": b"", "bytes": b"some bytes", "view": memoryview(b"some bytes")[2:6]}


@pytest.mark.parametrize("method", ["PUT", "POST"])
@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES)
def test_a_request_has_what_was_said_and_little_else(
    capture_server: CaptureServer, method: str, body: bytes | memoryview | None
) -> None:
    Transport().send(exchange(f"{capture_server.endpoint}/key", method, ("X-A: b", "X-Empty;"), body))
    request = capture_server.requests[0]
    assert (request.method, request.body) == (method, bytes(body or b""))
    assert {name.lower(): value for name, value in request.headers} == {
        "host": f"127.0.0.1:{capture_server.port}",
        "user-agent": "codomyrmex-cloud",
        "accept": "*/*",
        "content-length": str(len(body or b"")),
        "x-a": "b",
        "x-empty": "",
    }


@pytest.mark.parametrize("method", ["GET", "HEAD", "DELETE"])
def test_a_request_without_a_body_says_nothing_of_one(capture_server: CaptureServer, method: str) -> None:
    Transport().send(exchange(f"{capture_server.endpoint}/key", method))
    request = capture_server.requests[0]
    assert request.method == method
    assert {name.lower() for name, _ in request.headers} == {"host", "user-agent", "accept"}


def test_a_media_type_is_sent_as_it_is_given(capture_server: CaptureServer) -> None:
    Transport().send(exchange(f"{capture_server.endpoint}/key", "PUT", ("content-type: text/x",), b"data"))
    types = [value for name, value in capture_server.requests[0].headers if name.lower() == "content-type"]
    assert types == ["text/x"]


def test_one_request_leaves_nothing_behind_for_the_next(capture_server: CaptureServer) -> None:
    shared = transport()
    url = f"{capture_server.endpoint}/key"
    shared.send(exchange(url, "PUT", ("X-A: b",), b"data"))
    assert shared.send(exchange(url, "HEAD")).body == b""
    shared.send(exchange(url, "GET"))
    shared.send(exchange(url, "DELETE"))
    assert [(r.method, r.body, r.header("x-a")) for r in capture_server.requests] == [
        ("PUT", b"data", "b"),
        ("HEAD", b"", None),
        ("GET", b"", None),
        ("DELETE", b"", None),
    ]
    assert capture_server.accepted == 1


def test_a_region_of_a_file_is_sent_again_from_its_first_byte(
    capture_server: CaptureServer, fault_proxy: Callable[[int], FaultProxy], tmp_path: Path
) -> None:
    data = bytes(range(256)) * 8000
    path = tmp_path / "file"
    path.write_bytes(data)
    proxy = fault_proxy(capture_server.port)
    proxy.plan(ResetRequest(500_000))
    with path.open("rb") as file:
        region = FileRegion(file.fileno(), 1000, 1_500_000)
        transport().send(exchange(f"{proxy.endpoint}/key", "PUT", body=region))
    assert [request.body for request in capture_server.requests] == [data[1000:1_501_000]]


def test_a_file_that_became_shorter_ends_the_call(capture_server: CaptureServer, tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(bytes(1000))
    with path.open("rb") as file, pytest.raises(LocalFileError, match="shorter"):
        transport().send(
            exchange(f"{capture_server.endpoint}/key", "PUT", body=FileRegion(file.fileno(), 0, 2000))
        )
    assert capture_server.requests == []


TARGETS = [
    "/.",
    "/..",
    "/a/..",
    "/x/../../other/k",
    "/a//b",
    "//a",
    "/dir/",
    "/./a",
    "/a%20b+c",
    "/a%2Fb",
    "/%2E%2E/k",
    "/~%7E",
    "/b?versionId=a%2Bb",
    "/b?delete",
    "/b?prefix=../..&list-type=2",
    "/b?",
    "/k;v=1,2(3)!*'",
]


@pytest.mark.parametrize("method", ["GET", "HEAD", "PUT", "POST", "DELETE"])
def test_targets_are_exact(capture_server: CaptureServer, method: str) -> None:
    shared = transport()
    for target in TARGETS:
        shared.send(exchange(capture_server.endpoint + target, method))
    assert [request.target for request in capture_server.requests] == TARGETS
