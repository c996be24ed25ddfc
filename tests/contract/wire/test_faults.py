"""Faults between the client and a real server: not noticed where they pass, else a typed error in time."""

from __future__ import annotations

import math
import os
import time
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest

from codomyrmex.cloud.common.errors import (
    CloudError,
    InvalidRequestError,
    OperationTimeoutError,
    RateLimitedError,
    ServiceUnavailableError,
)
from codomyrmex.cloud.common.storage import StorageClient
from tests.contract.wire.calls import BUDGET, CALLS, PATIENCE, READS, SMALL, within
from tests.contract.wire.traffic import QUICKEST
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

pytestmark = pytest.mark.pairs(*QUICKEST)

# The loop that sends again is one for all calls: each fault befalls a read and a write, each call meets the
# worst fault of those that pass, which is an answer that was lost.
FAULTS: dict[str, Fault] = {
    "500": Respond(500),
    "503": Respond(503),
    "429": Respond(429),
    "reset-request": ResetRequest(0),
    "reset-answer": ResetResponse(),
}


@pytest.mark.parametrize("call", CALLS)
def test_a_lost_answer_is_not_noticed(
    patient: StorageClient, proxy: FaultProxy, stocked: str, tmp_path: Path, call: str
) -> None:
    proxy.plan(ResetResponse())
    assert CALLS[call](patient, stocked, tmp_path)
    assert proxy.pending == []


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS)
def test_a_fault_that_passes_is_not_noticed(
    patient: StorageClient, proxy: FaultProxy, stocked: str, tmp_path: Path, fault: Fault
) -> None:
    for call in ("get", "put", "delete-many"):
        proxy.plan(fault)
        assert CALLS[call](patient, stocked, tmp_path), call
        assert proxy.pending == []


def test_a_hang_that_passes_is_not_noticed(
    alert: StorageClient, proxy: FaultProxy, stocked: str, tmp_path: Path
) -> None:
    proxy.plan(Hang())
    with within(PATIENCE / 10):
        assert READS["get"](alert, stocked, tmp_path)
    assert proxy.pending == []


@pytest.mark.parametrize("call", READS)
@pytest.mark.parametrize("fault", [ResetResponse(100), TruncateResponse()], ids=["reset", "half-a-body"])
def test_a_body_that_breaks_off_is_read_again(
    patient: StorageClient, proxy: FaultProxy, stocked: str, tmp_path: Path, call: str, fault: Fault
) -> None:
    proxy.plan(fault)
    assert READS[call](patient, stocked, tmp_path)
    assert proxy.pending == []


@pytest.mark.pairs("s3-ceph")
def test_a_body_that_stops_is_read_again(
    alert: StorageClient, proxy: FaultProxy, stocked: str, tmp_path: Path
) -> None:
    proxy.plan(Hang(100))
    assert READS["download"](alert, stocked, tmp_path)
    assert proxy.pending == []


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS)
def test_a_fault_that_stays_is_a_typed_error(
    patient: StorageClient, proxy: FaultProxy, stocked: str, tmp_path: Path, fault: Fault
) -> None:
    proxy.plan(fault, times=math.inf)
    expected = RateLimitedError if fault == Respond(429) else ServiceUnavailableError
    for call in ("get", "put", "list", "download"):
        with pytest.raises(expected) as caught:
            CALLS[call](patient, stocked, tmp_path)
        assert caught.value.retryable
        assert (caught.value.provider, caught.value.resource) != (None, None)
    assert os.listdir(tmp_path) == []


def test_a_hang_that_stays_is_a_typed_error_in_time(
    impatient: StorageClient, proxy: FaultProxy, stocked: str, tmp_path: Path
) -> None:
    proxy.plan(Hang(), times=math.inf)
    with within(BUDGET), pytest.raises(OperationTimeoutError) as caught:
        READS["download"](impatient, stocked, tmp_path)
    assert caught.value.retryable
    assert os.listdir(tmp_path) == []


def test_nobody_listens(patient: StorageClient, proxy: FaultProxy, stocked: str, tmp_path: Path) -> None:
    for call in CALLS:
        with proxy.refusing(), pytest.raises(ServiceUnavailableError, match="No connection to"):
            assert CALLS[call](patient, stocked, tmp_path), "the failure is in the report"
    assert os.listdir(tmp_path) == []


def test_a_refusal_is_not_repeated(patient: StorageClient, proxy: FaultProxy, stocked: str) -> None:
    proxy.plan(Respond(400), times=math.inf)
    with pytest.raises(InvalidRequestError):
        patient.get_object(stocked, "small")
    assert len(proxy.requests) == 1


def test_attempts_are_bounded(patient: StorageClient, proxy: FaultProxy, stocked: str) -> None:
    proxy.plan(Respond(500), times=math.inf)
    with pytest.raises(ServiceUnavailableError):
        patient.get_object(stocked, "small")
    assert len(proxy.requests) == 4


@pytest.mark.parametrize(("status", "expected"), [(429, RateLimitedError), (503, ServiceUnavailableError)])
def test_retry_after_beyond_the_budget_is_said_at_once(
    patient: StorageClient, proxy: FaultProxy, stocked: str, status: int, expected: type[CloudError]
) -> None:
    proxy.plan(Respond(status, retry_after="3600"), times=math.inf)
    with within(0), pytest.raises(expected) as caught:
        patient.get_object(stocked, "small")
    assert caught.value.retry_after == 3600
    assert len(proxy.requests) == 1


@pytest.mark.pairs("s3-ceph")
def test_retry_after_is_waited_for(patient: StorageClient, proxy: FaultProxy, stocked: str) -> None:
    proxy.plan(Respond(503, retry_after="1"))
    started = time.monotonic()
    assert patient.get_object(stocked, "small") == SMALL
    assert time.monotonic() - started >= 1


@pytest.mark.pairs("s3-ceph")
def test_retry_after_may_be_a_date(patient: StorageClient, proxy: FaultProxy, stocked: str) -> None:
    soon = datetime.now(UTC).replace(microsecond=0) + timedelta(seconds=2)  # the header has whole seconds
    proxy.plan(Respond(503, retry_after=format_datetime(soon, usegmt=True)))
    assert patient.get_object(stocked, "small") == SMALL
    assert datetime.now(UTC) >= soon


@pytest.mark.pairs("s3-ceph")
def test_a_slow_answer_is_not_a_hang(impatient: StorageClient, proxy: FaultProxy, stocked: str) -> None:
    # It takes longer than the budget, but every second brings bytes.
    proxy.plan(SlowResponse(len(SMALL) * 2 // 3))
    assert impatient.get_object(stocked, "small") == SMALL
    assert proxy.pending == []
