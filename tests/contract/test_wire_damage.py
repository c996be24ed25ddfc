"""Damage on the wire: noticed in both directions, and nothing half-written on either side."""

from __future__ import annotations

import math
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from codomyrmex.cloud.aws.storage import S3Client
from codomyrmex.cloud.common.errors import IntegrityError, OperationTimeoutError, ServiceUnavailableError
from tests.contract.harness import MIB
from tests.contract.independent import unfinished_uploads
from tests.contract.wire import (
    BUDGET,
    LARGE,
    READS,
    SMALL,
    VERBS,
    client_through,
    is_completion,
    is_later_range,
    is_part,
    within,
)
from tests.servers.fault_proxy import FaultProxy
from tests.servers.faults import (
    Fault,
    FlipRequestByte,
    FlipResponseByte,
    Hang,
    ResetRequest,
    ResetResponse,
    Respond,
    TruncateResponse,
)
from tests.servers.s3_server import S3Server


@pytest.mark.parametrize("verb", READS)
def test_an_answer_that_stays_broken_leaves_the_old_file(
    impatient: S3Client, proxy: FaultProxy, stocked: str, tmp_path: Path, verb: str
) -> None:
    (tmp_path / "file").write_bytes(b"old")
    proxy.plan(TruncateResponse(), times=math.inf)
    with within(BUDGET), pytest.raises(ServiceUnavailableError):
        VERBS[verb](impatient, stocked, tmp_path)
    assert (tmp_path / "file").read_bytes() == b"old"
    assert os.listdir(tmp_path) == ["file"]


@pytest.mark.parametrize("verb", READS)
def test_a_damaged_answer_is_noticed(
    impatient: S3Client, proxy: FaultProxy, stocked: str, tmp_path: Path, verb: str
) -> None:
    (tmp_path / "file").write_bytes(b"old")
    proxy.plan(FlipResponseByte(50_000), times=math.inf)
    with pytest.raises(IntegrityError):
        VERBS[verb](impatient, stocked, tmp_path)
    assert (tmp_path / "file").read_bytes() == b"old"
    assert os.listdir(tmp_path) == ["file"]


def test_a_damaged_range_of_a_large_download_is_noticed(
    impatient: S3Client, proxy: FaultProxy, stocked: str, tmp_path: Path
) -> None:
    data = os.urandom(20 * MIB)
    impatient.put_object(stocked, "large", data)
    proxy.plan(FlipResponseByte(10), when=is_later_range)
    with pytest.raises(IntegrityError):
        impatient.download_file(stocked, "large", tmp_path / "file")
    assert proxy.pending == []
    assert os.listdir(tmp_path) == []
    assert impatient.download_file(stocked, "large", tmp_path / "file").read_bytes() == data


@pytest.mark.parametrize("data", [SMALL, LARGE], ids=["one-piece", "parts"])
def test_a_damaged_request_is_sent_again(
    impatient: S3Client, proxy: FaultProxy, stocked: str, data: bytes
) -> None:
    proxy.plan(FlipRequestByte(1000), when=lambda request: request.method == "PUT")
    impatient.put_object(stocked, "new", data)
    assert proxy.pending == []
    assert impatient.get_object(stocked, "new") == data


@pytest.mark.parametrize("data", [SMALL, LARGE], ids=["one-piece", "parts"])
def test_a_request_that_is_always_damaged_stores_nothing(
    impatient: S3Client, proxy: FaultProxy, stocked: str, ceph_server: S3Server, data: bytes
) -> None:
    proxy.plan(FlipRequestByte(1000), when=lambda request: request.method == "PUT", times=math.inf)
    with within(BUDGET), pytest.raises(IntegrityError):
        impatient.put_object(stocked, "old", data)
    assert impatient.get_object(stocked, "old") == b"old"
    assert unfinished_uploads(ceph_server, stocked) == []


@pytest.mark.parametrize("fault", [Respond(500), ResetRequest(1000), Hang()], ids=["500", "reset", "hang"])
def test_an_upload_whose_parts_fail_is_aborted(
    impatient: S3Client, proxy: FaultProxy, stocked: str, ceph_server: S3Server, fault: Fault
) -> None:
    proxy.plan(fault, when=is_part, times=math.inf)
    with within(BUDGET), pytest.raises((ServiceUnavailableError, OperationTimeoutError)):
        impatient.put_object(stocked, "old", LARGE)
    assert impatient.get_object(stocked, "old") == b"old"
    assert unfinished_uploads(ceph_server, stocked) == []


def test_a_completion_whose_answer_is_lost_is_a_success(
    impatient: S3Client, proxy: FaultProxy, stocked: str
) -> None:
    proxy.plan(ResetResponse(), when=is_completion)
    assert impatient.put_object(stocked, "new", LARGE).size == len(LARGE)
    assert proxy.pending == []
    assert impatient.get_object(stocked, "new") == LARGE


def test_a_bucket_whose_creation_lost_its_answer_is_made(impatient: S3Client, proxy: FaultProxy) -> None:
    name = f"faults-{os.urandom(6).hex()}"
    proxy.plan(ResetResponse(), when=lambda request: request.method == "PUT")
    impatient.create_bucket(name)
    assert proxy.pending == []
    assert impatient.bucket_exists(name)


@pytest.mark.parametrize("data", [SMALL, LARGE], ids=["one-piece", "parts"])
def test_a_conditional_write_whose_answer_is_lost_is_ours(
    moto_server: S3Server, fault_proxy: Callable[[int], FaultProxy], data: bytes
) -> None:
    proxy, name = fault_proxy(moto_server.port), f"faults-{os.urandom(6).hex()}"
    client = client_through(proxy, moto_server, 10 * BUDGET, capabilities={"if_absent": True})
    client.create_bucket(name)
    proxy.plan(ResetResponse(), when=lambda request: request.header("If-None-Match") is not None)
    client.put_object(name, "key", data, if_absent=True)
    assert proxy.pending == []
    assert client.get_object(name, "key") == data
