"""Damage on the wire: noticed in both directions, and nothing half-written on either side."""

from __future__ import annotations

import math
import os
from pathlib import Path

import pytest

from codomyrmex.cloud.common.errors import (
    CloudError,
    IntegrityError,
    OperationTimeoutError,
    ServiceUnavailableError,
)
from codomyrmex.cloud.common.storage import StorageClient
from tests.contract.harness import MIB
from tests.contract.wire.calls import BUDGET, PATIENCE, READS, SMALL, in_parts
from tests.contract.wire.traffic import QUICKEST, Wire
from tests.servers.fault_proxy import FaultProxy
from tests.servers.faults import (
    Fault,
    FlipRequestByte,
    FlipResponseByte,
    Hang,
    ResetRequest,
    Respond,
    TruncateResponse,
)
from tests.servers.http1 import RequestHead

pytestmark = pytest.mark.pairs(*QUICKEST)

BROKEN: dict[str, tuple[Fault, type[CloudError]]] = {
    "half-a-body": (TruncateResponse(), ServiceUnavailableError),
    "damaged": (FlipResponseByte(50_000), IntegrityError),
}
FAILURES: dict[str, tuple[Fault, str]] = {
    "part-500": (Respond(500), "part"),
    "part-reset": (ResetRequest(1000), "part"),
    "part-hang": (Hang(), "part"),
    "completion-500": (Respond(500), "completion"),
    "completion-reset": (ResetRequest(10), "completion"),
}


def sends_data(request: RequestHead) -> bool:
    """Whether a request has a body that is worth damaging."""
    return int(request.header("Content-Length") or 0) > 2000


@pytest.mark.parametrize(("fault", "expected"), BROKEN.values(), ids=BROKEN)
@pytest.mark.parametrize("call", READS)
def test_an_answer_that_stays_broken_leaves_the_old_file(
    patient: StorageClient,
    proxy: FaultProxy,
    stocked: str,
    tmp_path: Path,
    call: str,
    fault: Fault,
    expected: type[CloudError],
) -> None:
    (tmp_path / "file").write_bytes(b"old")
    proxy.plan(fault, times=math.inf)
    with pytest.raises(expected):
        READS[call](patient, stocked, tmp_path)
    assert (tmp_path / "file").read_bytes() == b"old"
    assert os.listdir(tmp_path) == ["file"]


def test_a_damaged_range_of_a_large_download_is_noticed(
    wire: Wire, patient: StorageClient, direct: StorageClient, bucket: str, tmp_path: Path
) -> None:
    data = os.urandom(17 * MIB)
    direct.put_object(bucket, "large", data)
    wire.proxy.plan(FlipResponseByte(10), when=wire.traffic.is_later_range)
    with pytest.raises(IntegrityError):
        patient.download_file(bucket, "large", tmp_path / "file")
    assert wire.proxy.pending == []
    assert os.listdir(tmp_path) == []
    assert direct.download_file(bucket, "large", tmp_path / "file").read_bytes() == data


@pytest.mark.parametrize("size", ["one-piece", "parts"])
def test_a_damaged_request_is_sent_again(
    patient: StorageClient, direct: StorageClient, proxy: FaultProxy, bucket: str, size: str
) -> None:
    data = SMALL if size == "one-piece" else in_parts(patient)
    proxy.plan(FlipRequestByte(1000), when=sends_data)
    patient.put_object(bucket, "new", data)
    assert proxy.pending == []
    assert direct.get_object(bucket, "new") == data


@pytest.mark.parametrize("size", ["one-piece", "parts"])
def test_requests_that_are_always_damaged_store_nothing(
    wire: Wire, patient: StorageClient, direct: StorageClient, stocked: str, size: str
) -> None:
    data = SMALL if size == "one-piece" else in_parts(patient)
    wire.proxy.plan(FlipRequestByte(1000), when=sends_data, times=math.inf)
    with pytest.raises(CloudError):
        patient.put_object(stocked, "old", data)
    assert direct.get_object(stocked, "old") == b"old"
    assert wire.unfinished(stocked) == []


def test_damage_that_stays_is_an_error_of_integrity(
    patient: StorageClient, proxy: FaultProxy, bucket: str
) -> None:
    proxy.plan(FlipRequestByte(1000), when=sends_data, times=math.inf)
    with pytest.raises(IntegrityError):
        patient.put_object(bucket, "new", SMALL)


@pytest.mark.parametrize(("fault", "which"), FAILURES.values(), ids=FAILURES)
def test_an_upload_that_fails_in_the_middle_leaves_nothing(
    wire: Wire, direct: StorageClient, stocked: str, fault: Fault, which: str
) -> None:
    chosen = wire.traffic.is_part if which == "part" else wire.traffic.is_completion
    wire.proxy.plan(fault, when=chosen, times=math.inf)
    client = wire.client(BUDGET if fault == Hang() else PATIENCE)
    with pytest.raises((ServiceUnavailableError, OperationTimeoutError)):
        client.put_object(stocked, "old", in_parts(client))
    wire.proxy.wait_for_faults()
    assert direct.get_object(stocked, "old") == b"old"
    assert wire.unfinished(stocked) == []
