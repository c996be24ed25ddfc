"""One request of a REST service, on the wire."""

from __future__ import annotations

import pickle
import traceback
from collections.abc import Iterator
from datetime import UTC, datetime
from types import MappingProxyType

import pytest

from codomyrmex.cloud.common.errors import (
    CloudError,
    ConfigurationError,
    InvalidRequestError,
    RateLimitedError,
    ServiceUnavailableError,
)
from codomyrmex.cloud.protocols.rest import Limiter, Model, RestService, path_of
from codomyrmex.cloud.wire import Response, RetryPolicy
from codomyrmex.cloud.wire.faults import kind_of_status
from tests.servers.capture import Answer, CapturedRequest, CaptureServer

TOKEN = "sesame-0123"


class Cell(Model):
    """A value with a field that need not be said."""

    column: str
    value: object = None
    note: str | None = None


class Script:
    """Answers what it is told to, one after the other, and then 200."""

    def __init__(self) -> None:
        self.statuses: list[int] = []

    def __call__(self, _request: CapturedRequest) -> Answer:
        return Answer(self.statuses.pop(0) if self.statuses else 200, body=b"{}")


def error_of(response: Response) -> CloudError:
    return kind_of_status(response.status)("refused")


@pytest.fixture
def script() -> Script:
    return Script()


@pytest.fixture
def server(script: Script) -> Iterator[CaptureServer]:
    with CaptureServer(script) as server:
        yield server


@pytest.fixture
def service(server: CaptureServer) -> Iterator[RestService]:
    patience = RetryPolicy(max_attempts=4, first_delay=0.01)
    made = RestService(
        f"http://127.0.0.1:{server.port}/v1/", TOKEN, error_of=error_of, limiter=Limiter({}), policy=patience
    )
    yield made
    made.close()


def call(service: RestService, method: str = "GET", path: str = "/x", **options: object) -> int:
    return service.call(method, path, lambda answer: answer.status, kind="any", **options)  # type: ignore[arg-type]


def test_what_is_asked_for_goes_over_the_wire(service: RestService, server: CaptureServer) -> None:
    path = path_of("docs", "a/b c", "tables", "Zürich?", "rows", "%2e")
    query = {"limit": 3, "all": True, "none": None, "at": datetime(2026, 1, 2, tzinfo=UTC), "id": ["b", "a"]}
    assert call(service, path=path, query=query) == 200
    (request,) = server.requests
    assert request.target == (
        "/v1/docs/a%2Fb%20c/tables/Z%C3%BCrich%3F/rows/%252e"
        "?limit=3&all=true&at=2026-01-02T00%3A00%3A00%2B00%3A00&id=b&id=a"
    )
    assert request.header("Authorization") == f"Bearer {TOKEN}"
    assert request.header("Content-Type") is None


def test_a_body_has_what_was_said_and_nothing_else(service: RestService, server: CaptureServer) -> None:
    body = {
        "cells": [Cell(column="c", value=None), Cell(column="d", value="ü")],
        "at": datetime(2026, 1, 2, tzinfo=UTC),
        "more": MappingProxyType({"a": 1}),
    }
    call(service, "POST", body=body)
    (request,) = server.requests
    assert request.body.decode() == (
        '{"cells":[{"column":"c","value":null},{"column":"d","value":"ü"}],'
        '"at":"2026-01-02T00:00:00+00:00","more":{"a":1}}'
    )
    assert request.header("Content-Type") == "application/json"


@pytest.mark.parametrize(
    "value", [float("nan"), object(), {1j: 2}, "\ud800"], ids=["nan", "object", "key", "surrogate"]
)
def test_what_json_cannot_hold_is_refused_before_a_request(
    service: RestService, server: CaptureServer, value: object
) -> None:
    with pytest.raises(InvalidRequestError, match="cannot be sent as JSON"):
        call(service, "POST", body={"value": value})
    assert not server.requests


@pytest.mark.parametrize("segment", ["", ".", ".."])
def test_no_segment_leads_elsewhere(segment: str) -> None:
    with pytest.raises(InvalidRequestError, match="names nothing"):
        path_of("docs", segment)


@pytest.mark.parametrize(("status", "sent"), [(429, 3), (500, 1), (503, 1)])
def test_a_change_is_sent_once_unless_it_was_refused_for_its_rate(
    service: RestService, server: CaptureServer, script: Script, status: int, sent: int
) -> None:
    script.statuses = [status, status]
    if sent == 1:
        with pytest.raises(ServiceUnavailableError):
            call(service, "POST", body={})
    else:
        assert call(service, "POST", body={}) == 200
    assert len(server.requests) == sent


@pytest.mark.parametrize("status", [429, 500, 503])
def test_what_only_reads_is_sent_again(
    service: RestService, server: CaptureServer, script: Script, status: int
) -> None:
    script.statuses = [status, status]
    assert call(service) == 200
    assert len(server.requests) == 3


def test_a_rate_that_stays_too_high_is_an_error_in_the_end(
    service: RestService, server: CaptureServer, script: Script
) -> None:
    script.statuses = [429] * 10
    with pytest.raises(RateLimitedError):
        call(service, "POST")
    assert len(server.requests) == 4


@pytest.mark.parametrize(
    ("url", "token", "reason"),
    [
        ("http://api.example", TOKEN, "over https only"),
        ("ftp://api.example", TOKEN, "http"),
        ("https://user:secret@api.example", TOKEN, "no user and password"),
        ("https://api.example", "", "token is empty"),
        ("https://api.example", f"{TOKEN}\r\nHost: other", "has a character"),
        ("https://api.example", f"{TOKEN}é", "has a character"),
    ],
)
def test_a_wrong_address_or_token_is_refused(url: str, token: str, reason: str) -> None:
    with pytest.raises(ConfigurationError, match=reason) as caught:
        RestService(url, token, error_of=error_of, limiter=Limiter({}))
    assert TOKEN not in str(caught.value)


def test_the_token_is_shown_nowhere(service: RestService, script: Script) -> None:
    script.statuses = [400]
    with pytest.raises(InvalidRequestError) as caught:
        call(service)
    shown = "".join(traceback.format_exception(caught.value))
    assert TOKEN not in shown + repr(service) + repr(caught.value.__dict__)
    with pytest.raises(TypeError, match="not pickled"):
        pickle.dumps(service)
