"""Faults between the S3 client and a real server: not noticed where they pass, else a typed error in time."""

from __future__ import annotations

import math
import os
import time
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest

from codomyrmex.cloud.aws.storage import S3Client
from codomyrmex.cloud.common.errors import (
    CloudError,
    InvalidRequestError,
    OperationTimeoutError,
    RateLimitedError,
    ServiceUnavailableError,
)
from tests.contract.wire import BUDGET, READS, SMALL, VERBS, within
from tests.servers.fault_proxy import FaultProxy
from tests.servers.faults import (
    Fault,
    Hang,
    ResetRequest,
    ResetResponse,
    Respond,
    SlowResponse,
    TruncateResponse,
)

TRANSIENT: dict[str, Fault] = {
    "500": Respond(500),
    "503": Respond(503),
    "429": Respond(429),
    "reset-request": ResetRequest(0),
    "reset-answer": ResetResponse(),
    "hang": Hang(),
}
BODY_FAULTS: dict[str, Fault] = {
    "reset-in-body": ResetResponse(100),
    "half-a-body": TruncateResponse(),
    "hang-in-body": Hang(100),
}


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("fault", TRANSIENT.values(), ids=TRANSIENT)
def test_a_fault_that_passes_is_not_noticed(
    patient: S3Client, proxy: FaultProxy, stocked: str, tmp_path: Path, verb: str, fault: Fault
) -> None:
    proxy.plan(fault)
    with within(10 * BUDGET):
        assert VERBS[verb](patient, stocked, tmp_path)
    assert proxy.pending == []
    assert patient.get_object(stocked, "small") == SMALL


@pytest.mark.parametrize("verb", READS)
@pytest.mark.parametrize("fault", BODY_FAULTS.values(), ids=BODY_FAULTS)
def test_a_body_that_breaks_off_is_read_again(
    patient: S3Client, proxy: FaultProxy, stocked: str, tmp_path: Path, verb: str, fault: Fault
) -> None:
    proxy.plan(fault)
    with within(10 * BUDGET):
        assert VERBS[verb](patient, stocked, tmp_path)
    assert proxy.pending == []


LASTING: dict[str, tuple[Fault, type[CloudError]]] = {
    "500": (Respond(500), ServiceUnavailableError),
    "503": (Respond(503), ServiceUnavailableError),
    "429": (Respond(429), RateLimitedError),
    "reset-request": (ResetRequest(0), ServiceUnavailableError),
    "reset-answer": (ResetResponse(), ServiceUnavailableError),
    "hang": (Hang(), OperationTimeoutError),
}


@pytest.mark.parametrize("verb", ["put", "get", "download", "list"])
@pytest.mark.parametrize(("fault", "expected"), LASTING.values(), ids=LASTING)
def test_a_fault_that_stays_is_a_typed_error_in_time(
    impatient: S3Client,
    proxy: FaultProxy,
    stocked: str,
    tmp_path: Path,
    verb: str,
    fault: Fault,
    expected: type[CloudError],
) -> None:
    proxy.plan(fault, times=math.inf)
    with within(BUDGET), pytest.raises(expected) as caught:
        VERBS[verb](impatient, stocked, tmp_path)
    assert caught.value.retryable
    assert (caught.value.provider, caught.value.resource) != (None, None)
    assert os.listdir(tmp_path) == []


@pytest.mark.parametrize("verb", VERBS)
def test_nobody_listens(
    impatient: S3Client, proxy: FaultProxy, stocked: str, tmp_path: Path, verb: str
) -> None:
    with proxy.refusing(), within(BUDGET), pytest.raises(ServiceUnavailableError, match="No connection to"):
        assert VERBS[verb](impatient, stocked, tmp_path), "the failure is in the report"
    assert os.listdir(tmp_path) == []


def test_a_refusal_is_not_repeated(impatient: S3Client, proxy: FaultProxy, stocked: str) -> None:
    proxy.plan(Respond(400), times=math.inf)
    with pytest.raises(InvalidRequestError):
        impatient.get_object(stocked, "small")
    assert len(proxy.requests) == 1


def test_attempts_are_bounded(impatient: S3Client, proxy: FaultProxy, stocked: str) -> None:
    proxy.plan(Respond(500), times=math.inf)
    with pytest.raises(ServiceUnavailableError):
        impatient.get_object(stocked, "small")
    assert len(proxy.requests) == 4


@pytest.mark.parametrize("status", [429, 503])
def test_retry_after_is_waited_for(impatient: S3Client, proxy: FaultProxy, stocked: str, status: int) -> None:
    proxy.plan(Respond(status, retry_after="1"))
    started = time.monotonic()
    assert impatient.get_object(stocked, "small") == SMALL
    assert time.monotonic() - started >= 1


def test_retry_after_may_be_a_date(impatient: S3Client, proxy: FaultProxy, stocked: str) -> None:
    soon = datetime.now(UTC).replace(microsecond=0) + timedelta(seconds=2)  # the header has whole seconds
    proxy.plan(Respond(503, retry_after=format_datetime(soon, usegmt=True)))
    impatient.get_object(stocked, "small")
    assert datetime.now(UTC) >= soon


@pytest.mark.parametrize(("status", "expected"), [(429, RateLimitedError), (503, ServiceUnavailableError)])
def test_retry_after_beyond_the_budget_is_said_at_once(
    impatient: S3Client, proxy: FaultProxy, stocked: str, status: int, expected: type[CloudError]
) -> None:
    proxy.plan(Respond(status, retry_after="3600"), times=math.inf)
    with within(0), pytest.raises(expected) as caught:
        impatient.get_object(stocked, "small")
    assert caught.value.retry_after == 3600
    assert len(proxy.requests) == 1


def test_a_slow_answer_is_not_a_hang(impatient: S3Client, proxy: FaultProxy, stocked: str) -> None:
    # It takes longer than the budget, but every second brings bytes.
    proxy.plan(SlowResponse(len(SMALL) // 3))
    assert impatient.get_object(stocked, "small") == SMALL
    assert proxy.pending == []
