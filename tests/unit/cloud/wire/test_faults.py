"""Each fault of the wire ends in its own error, in time."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pycurl
import pytest

from codomyrmex.cloud.common.errors import (
    AuthenticationError,
    CloudError,
    ConfigurationError,
    ConflictError,
    InvalidRequestError,
    NotFoundError,
    NotSupportedError,
    OperationTimeoutError,
    PermissionDeniedError,
    PreconditionFailedError,
    QuotaExceededError,
    RateLimitedError,
    ServiceUnavailableError,
)
from codomyrmex.cloud.wire import NO_RETRY, Response, RetryPolicy
from codomyrmex.cloud.wire.faults import kind_of_status, retry_after
from tests.servers.capture import Answer, CaptureServer
from tests.servers.fault_proxy import FaultProxy
from tests.servers.faults import Hang, ResetRequest, ResetResponse, TruncateResponse
from tests.servers.tls import TlsFront
from tests.unit.cloud.wire.plain import Collector, exchange, transport

MakeProxy = Callable[[int], FaultProxy]


def failure(url: str, policy: RetryPolicy = NO_RETRY, **options: str) -> CloudError:
    with pytest.raises(CloudError) as caught:
        transport(policy, **options).send(exchange(f"{url}/key", resource="bucket/key"))
    error = caught.value
    assert error.resource == "bucket/key"
    assert isinstance(error.__cause__, pycurl.error)
    assert error.message.endswith((".", "?"))
    assert "\n" not in error.message
    return error


def test_nothing_listens(closed_port: int) -> None:
    error = failure(f"http://127.0.0.1:{closed_port}")
    assert isinstance(error, ServiceUnavailableError)
    assert isinstance(error, ConnectionError)
    assert error.retryable
    assert f"127.0.0.1:{closed_port}" in error.message


def test_the_host_has_no_address() -> None:
    error = failure("http://nonexistent.invalid")
    assert isinstance(error, ServiceUnavailableError)
    assert "nonexistent.invalid" in error.message


def test_the_address_is_none() -> None:
    assert isinstance(failure("nothing://127.0.0.1"), ConfigurationError)


def test_the_proxy_is_down(capture_server: CaptureServer, closed_port: int) -> None:
    error = failure(capture_server.endpoint, proxy=f"http://127.0.0.1:{closed_port}")
    assert isinstance(error, ServiceUnavailableError)
    assert str(closed_port) in error.message
    assert capture_server.requests == []


def test_the_proxy_has_no_address(capture_server: CaptureServer) -> None:
    error = failure(capture_server.endpoint, proxy="http://name:hidden-word@nonexistent.invalid:3128")
    assert isinstance(error, ServiceUnavailableError)
    assert "proxy" in error.message
    assert "hidden-word" not in f"{error} {error.__cause__}"


def test_the_certificate_is_not_trusted(
    capture_server: CaptureServer, tls_front: Callable[[int], TlsFront]
) -> None:
    error = failure(tls_front(capture_server.port).endpoint)
    assert isinstance(error, ServiceUnavailableError)
    assert not error.retryable
    assert "ca_bundle" in error.message
    assert capture_server.requests == []


@pytest.mark.parametrize(
    "fault", [ResetRequest(), ResetResponse(), ResetResponse(100), TruncateResponse(100)], ids=str
)
def test_the_connection_breaks(
    capture_server: CaptureServer,
    fault_proxy: MakeProxy,
    fault: ResetRequest | ResetResponse | TruncateResponse,
) -> None:
    capture_server.answer = lambda _: Answer(body=bytes(100_000))
    proxy = fault_proxy(capture_server.port)
    proxy.plan(fault)
    error = failure(proxy.endpoint)
    assert isinstance(error, ServiceUnavailableError)
    assert error.retryable
    assert transport().send(exchange(f"{proxy.endpoint}/key")).body == bytes(100_000)


@pytest.mark.parametrize("body", [None, b"x" * 4096, b"x" * 3_000_000], ids=["get", "put", "large put"])
def test_the_budget_bounds_a_hang(
    capture_server: CaptureServer, fault_proxy: MakeProxy, body: bytes | None
) -> None:
    proxy = fault_proxy(capture_server.port)
    proxy.plan(Hang(), times=100)
    started = time.monotonic()
    with pytest.raises(OperationTimeoutError, match=r"did not answer for [0-9]+\.[0-9] s") as caught:
        transport(RetryPolicy(budget=1.5)).send(
            exchange(f"{proxy.endpoint}/key", "PUT" if body else "GET", body=body)
        )
    assert 1.4 < time.monotonic() - started < 15
    assert isinstance(caught.value, TimeoutError)
    assert caught.value.retryable


def test_the_budget_bounds_hangs_in_the_middle_of_answers(
    capture_server: CaptureServer, fault_proxy: MakeProxy
) -> None:
    capture_server.answer = lambda _: Answer(body=bytes(1000))
    proxy = fault_proxy(capture_server.port)
    proxy.plan(Hang(10), times=100)
    sink = Collector()
    started = time.monotonic()
    with pytest.raises(OperationTimeoutError):
        transport(RetryPolicy(budget=3), stall_timeout=0.5).send(exchange(f"{proxy.endpoint}/key", sink=sink))
    assert time.monotonic() - started < 15
    assert sink.restarts > 1


def test_a_stall_is_noticed_in_time_and_the_request_sent_again(
    capture_server: CaptureServer, fault_proxy: MakeProxy
) -> None:
    proxy = fault_proxy(capture_server.port)
    proxy.plan(Hang())
    started = time.monotonic()
    sent = exchange(f"{proxy.endpoint}/key", "PUT", body=b"data")
    assert transport(stall_timeout=1).send(sent).status == 200
    assert 0.9 < time.monotonic() - started < 15
    assert sent.attempts.count == 2


STATUSES = {
    302: InvalidRequestError,
    400: InvalidRequestError,
    401: AuthenticationError,
    403: PermissionDeniedError,
    404: NotFoundError,
    405: NotSupportedError,
    408: OperationTimeoutError,
    409: ConflictError,
    410: NotFoundError,
    412: PreconditionFailedError,
    418: InvalidRequestError,
    429: RateLimitedError,
    500: ServiceUnavailableError,
    501: NotSupportedError,
    503: ServiceUnavailableError,
    507: QuotaExceededError,
    599: ServiceUnavailableError,
}


@pytest.mark.parametrize(("status", "kind"), STATUSES.items())
def test_what_a_status_means_by_itself(status: int, kind: type[CloudError]) -> None:
    assert kind_of_status(status) is kind


def answer_with(value: str | None) -> Response:
    line = [] if value is None else [f"Retry-After: {value}\r\n".encode()]
    return Response(503, [b"HTTP/1.1 503 Busy\r\n", *line, b"\r\n"], b"")


@pytest.mark.parametrize(
    ("value", "seconds"),
    [("0", 0), ("120", 120), (None, None), ("soon", None), ("-3", None), ("", None), ("Wed, 99 Foo", None)],
)
def test_retry_after_in_seconds(value: str | None, seconds: float | None) -> None:
    assert retry_after(answer_with(value)) == seconds


def test_retry_after_as_a_date() -> None:
    soon = retry_after(answer_with(format_datetime(datetime.now(UTC) + timedelta(seconds=90), usegmt=True)))
    assert soon is not None
    assert 88 <= soon <= 90
    assert retry_after(answer_with("Wed, 21 Oct 2015 07:28:00 GMT")) == 0
    assert retry_after(answer_with("Wed Oct 21 07:28:00 2015")) == 0
