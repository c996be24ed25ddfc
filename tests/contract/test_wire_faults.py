"""Faults on the wire between the S3 client and a real server: mended where that is possible, else a typed error in
time, and nothing half-done on either side."""

from __future__ import annotations

import math
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import Any

import pytest

from codomyrmex.cloud.aws.storage import S3Client
from codomyrmex.cloud.common.errors import (
    CloudError,
    IntegrityError,
    InvalidRequestError,
    OperationTimeoutError,
    RateLimitedError,
    ServiceUnavailableError,
)
from codomyrmex.cloud.wire import ConnectionOptions, RetryPolicy
from tests.contract.harness import MIB, SMALLEST_PART
from tests.contract.independent import boto3_client, unfinished_uploads
from tests.servers.fault_proxy import FaultProxy
from tests.servers.faults import (
    Fault,
    FlipRequestByte,
    FlipResponseByte,
    Hang,
    ResetRequest,
    ResetResponse,
    Respond,
    SlowResponse,
    TruncateResponse,
)
from tests.servers.http1 import RequestHead
from tests.servers.s3_server import S3Server

SMALL = os.urandom(100_000)
LARGE = os.urandom(2 * SMALLEST_PART + 1000)
BUDGET = 2.0
SLACK = 5.0
"""Seconds beyond the budget that a loaded machine may take: the promise is that a hang ends, not when to the second."""


@pytest.fixture
def proxy(ceph_server: S3Server, fault_proxy: Callable[[int], FaultProxy]) -> FaultProxy:
    """The proxy before the server."""
    return fault_proxy(ceph_server.port)


def client_through(proxy: FaultProxy, server: S3Server, budget: float) -> S3Client:
    """A client that reaches the server through the proxy, and takes a second of silence for a hang."""
    client = S3Client(
        endpoint_url=proxy.endpoint,
        region=server.region,
        access_key=server.access_key,
        secret_key=server.secret_key,
        retry=RetryPolicy(budget=budget, max_attempts=4, first_delay=0.01),
        connection=ConnectionOptions(stall_timeout=1.0),
        capabilities={"if_absent": True},
    )
    client.single_put_limit = client.part_size = SMALLEST_PART
    return client


@pytest.fixture
def client(ceph_server: S3Server, proxy: FaultProxy) -> S3Client:
    """A client that gives up soon."""
    return client_through(proxy, ceph_server, BUDGET)


@pytest.fixture
def patient(ceph_server: S3Server, proxy: FaultProxy) -> S3Client:
    """A client whose budget is larger than what one hang costs."""
    return client_through(proxy, ceph_server, 10 * BUDGET)


@pytest.fixture
def bucket(ceph_server: S3Server) -> str:
    """A bucket with a small and a large object, made behind the proxy's back."""
    name = f"faults-{os.urandom(6).hex()}"
    boto3 = boto3_client(ceph_server)
    boto3.create_bucket(Bucket=name)
    boto3.put_object(Bucket=name, Key="small", Body=SMALL)
    boto3.put_object(Bucket=name, Key="old", Body=b"old")
    return name


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """Fail where the block takes longer, with slack."""
    started = time.monotonic()
    yield
    assert time.monotonic() - started < seconds + SLACK


def is_part(request: RequestHead) -> bool:
    """Whether the request sends a part."""
    return "partNumber=" in request.target


Call = Callable[[S3Client, str, Path], Any]
VERBS: dict[str, Call] = {
    "put": lambda client, bucket, _: client.put_object(bucket, "new", SMALL).size == len(SMALL),
    "put-parts": lambda client, bucket, _: client.put_object(bucket, "new", LARGE).size == len(LARGE),
    "get": lambda client, bucket, _: client.get_object(bucket, "small") == SMALL,
    "stream": lambda client, bucket, _: b"".join(client.stream_object(bucket, "small")) == SMALL,
    "download": lambda client, bucket, folder: (
        client.download_file(bucket, "small", folder / "file").read_bytes() == SMALL
    ),
    "head": lambda client, bucket, _: client.get_metadata(bucket, "small").size == len(SMALL),
    "list": lambda client, bucket, _: [info.key for info in client.list_objects(bucket, "small")] == ["small"],
    "copy": lambda client, bucket, _: client.copy_object(bucket, "small", bucket, "copy").size == len(SMALL),
    "delete": lambda client, bucket, _: client.delete_object(bucket, "old") is None,
    "delete-many": lambda client, bucket, _: client.delete_objects(bucket, ["old"]).raise_on_failure() is None,
}
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
READS = ("get", "stream", "download")


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("fault", TRANSIENT.values(), ids=TRANSIENT)
def test_a_fault_that_passes_is_not_noticed(
    patient: S3Client, proxy: FaultProxy, bucket: str, tmp_path: Path, verb: str, fault: Fault
) -> None:
    proxy.plan(fault)
    with within(10 * BUDGET):
        assert VERBS[verb](patient, bucket, tmp_path)
    assert proxy.pending == []
    assert patient.get_object(bucket, "small") == SMALL


@pytest.mark.parametrize("verb", READS)
@pytest.mark.parametrize("fault", BODY_FAULTS.values(), ids=BODY_FAULTS)
def test_a_body_that_breaks_off_is_read_again(
    patient: S3Client, proxy: FaultProxy, bucket: str, tmp_path: Path, verb: str, fault: Fault
) -> None:
    proxy.plan(fault)
    with within(10 * BUDGET):
        assert VERBS[verb](patient, bucket, tmp_path)
    assert proxy.pending == []


LASTING: dict[str, tuple[Fault, type[CloudError]]] = {
    "500": (Respond(500), ServiceUnavailableError),
    "503": (Respond(503), ServiceUnavailableError),
    "429": (Respond(429), RateLimitedError),
    "reset-request": (ResetRequest(0), ServiceUnavailableError),
    "reset-answer": (ResetResponse(), ServiceUnavailableError),
    "hang": (Hang(), OperationTimeoutError),
}


@pytest.mark.parametrize("verb", ["put", "get", "download", "head", "list", "delete"])
@pytest.mark.parametrize(("fault", "expected"), LASTING.values(), ids=LASTING)
def test_a_fault_that_stays_is_a_typed_error_in_time(
    client: S3Client,
    proxy: FaultProxy,
    bucket: str,
    tmp_path: Path,
    verb: str,
    fault: Fault,
    expected: type[CloudError],
) -> None:
    proxy.plan(fault, times=math.inf)
    with within(BUDGET), pytest.raises(expected) as caught:
        VERBS[verb](client, bucket, tmp_path)
    assert caught.value.retryable
    assert (caught.value.provider, caught.value.resource) != (None, None)
    assert os.listdir(tmp_path) == []


@pytest.mark.parametrize("verb", VERBS)
def test_nobody_listens(client: S3Client, proxy: FaultProxy, bucket: str, tmp_path: Path, verb: str) -> None:
    with proxy.refusing(), within(BUDGET), pytest.raises(ServiceUnavailableError, match="nothing answers"):
        assert VERBS[verb](client, bucket, tmp_path), "the failure is in the report"
    assert os.listdir(tmp_path) == []


def test_a_refusal_is_not_repeated(client: S3Client, proxy: FaultProxy, bucket: str) -> None:
    proxy.plan(Respond(400), times=math.inf)
    with pytest.raises(InvalidRequestError):
        client.get_object(bucket, "small")
    assert len(proxy.requests) == 1


def test_attempts_are_bounded(client: S3Client, proxy: FaultProxy, bucket: str) -> None:
    proxy.plan(Respond(500), times=math.inf)
    with pytest.raises(ServiceUnavailableError):
        client.get_object(bucket, "small")
    assert len(proxy.requests) == 4


@pytest.mark.parametrize("status", [429, 503])
def test_retry_after_is_waited_for(client: S3Client, proxy: FaultProxy, bucket: str, status: int) -> None:
    proxy.plan(Respond(status, retry_after="1"))
    started = time.monotonic()
    assert client.get_object(bucket, "small") == SMALL
    assert time.monotonic() - started >= 1


def test_retry_after_may_be_a_date(client: S3Client, proxy: FaultProxy, bucket: str) -> None:
    soon = datetime.now(UTC).replace(microsecond=0) + timedelta(seconds=2)  # the header has whole seconds
    proxy.plan(Respond(503, retry_after=format_datetime(soon, usegmt=True)))
    client.get_object(bucket, "small")
    assert datetime.now(UTC) >= soon


@pytest.mark.parametrize(("status", "expected"), [(429, RateLimitedError), (503, ServiceUnavailableError)])
def test_retry_after_beyond_the_budget_is_said_at_once(
    client: S3Client, proxy: FaultProxy, bucket: str, status: int, expected: type[CloudError]
) -> None:
    proxy.plan(Respond(status, retry_after="3600"), times=math.inf)
    with within(0), pytest.raises(expected) as caught:
        client.get_object(bucket, "small")
    assert caught.value.retry_after == 3600
    assert len(proxy.requests) == 1


def test_a_slow_answer_is_not_a_hang(client: S3Client, proxy: FaultProxy, bucket: str) -> None:
    # It takes longer than the budget, but every second brings bytes.
    proxy.plan(SlowResponse(len(SMALL) // 3))
    assert client.get_object(bucket, "small") == SMALL
    assert proxy.pending == []


@pytest.mark.parametrize("verb", READS)
def test_an_answer_that_stays_broken_leaves_the_old_file(
    client: S3Client, proxy: FaultProxy, bucket: str, tmp_path: Path, verb: str
) -> None:
    (tmp_path / "file").write_bytes(b"old")
    proxy.plan(TruncateResponse(), times=math.inf)
    with within(BUDGET), pytest.raises(ServiceUnavailableError):
        VERBS[verb](client, bucket, tmp_path)
    assert (tmp_path / "file").read_bytes() == b"old"
    assert os.listdir(tmp_path) == ["file"]


@pytest.mark.parametrize("verb", READS)
def test_a_damaged_answer_is_noticed(
    client: S3Client, proxy: FaultProxy, bucket: str, tmp_path: Path, verb: str
) -> None:
    (tmp_path / "file").write_bytes(b"old")
    proxy.plan(FlipResponseByte(50_000), times=math.inf)
    with pytest.raises(IntegrityError):
        VERBS[verb](client, bucket, tmp_path)
    assert (tmp_path / "file").read_bytes() == b"old"
    assert os.listdir(tmp_path) == ["file"]


def test_a_damaged_range_of_a_large_download_is_noticed(
    client: S3Client, proxy: FaultProxy, bucket: str, tmp_path: Path
) -> None:
    data = os.urandom(20 * MIB)
    client.put_object(bucket, "large", data)
    proxy.plan(FlipResponseByte(10), when=lambda request: (request.header("Range") or "bytes=0-")[6:8] != "0-")
    with pytest.raises(IntegrityError):
        client.download_file(bucket, "large", tmp_path / "file")
    assert proxy.pending == []
    assert os.listdir(tmp_path) == []
    assert client.download_file(bucket, "large", tmp_path / "file").read_bytes() == data


@pytest.mark.parametrize("data", [SMALL, LARGE], ids=["one-piece", "parts"])
def test_a_damaged_request_is_sent_again(client: S3Client, proxy: FaultProxy, bucket: str, data: bytes) -> None:
    proxy.plan(FlipRequestByte(1000), when=lambda request: request.method == "PUT")
    client.put_object(bucket, "new", data)
    assert proxy.pending == []
    assert client.get_object(bucket, "new") == data


@pytest.mark.parametrize("data", [SMALL, LARGE], ids=["one-piece", "parts"])
def test_a_request_that_is_always_damaged_stores_nothing(
    client: S3Client, proxy: FaultProxy, bucket: str, ceph_server: S3Server, data: bytes
) -> None:
    proxy.plan(FlipRequestByte(1000), when=lambda request: request.method == "PUT", times=math.inf)
    with within(BUDGET), pytest.raises(IntegrityError):
        client.put_object(bucket, "old", data)
    assert client.get_object(bucket, "old") == b"old"
    assert unfinished_uploads(ceph_server, bucket) == []


@pytest.mark.parametrize("fault", [Respond(500), ResetRequest(1000), Hang()], ids=["500", "reset", "hang"])
def test_an_upload_whose_parts_fail_is_aborted(
    client: S3Client, proxy: FaultProxy, bucket: str, ceph_server: S3Server, fault: Fault
) -> None:
    proxy.plan(fault, when=is_part, times=math.inf)
    with within(BUDGET), pytest.raises((ServiceUnavailableError, OperationTimeoutError)):
        client.put_object(bucket, "old", LARGE)
    assert client.get_object(bucket, "old") == b"old"
    assert unfinished_uploads(ceph_server, bucket) == []


def test_a_completion_whose_answer_is_lost_is_a_success(client: S3Client, proxy: FaultProxy, bucket: str) -> None:
    proxy.plan(ResetResponse(), when=lambda request: request.method == "POST" and "uploadId=" in request.target)
    assert client.put_object(bucket, "new", LARGE).size == len(LARGE)
    assert proxy.pending == []
    assert client.get_object(bucket, "new") == LARGE


def test_a_bucket_whose_creation_lost_its_answer_is_made(client: S3Client, proxy: FaultProxy) -> None:
    name = f"faults-{os.urandom(6).hex()}"
    proxy.plan(ResetResponse(), when=lambda request: request.method == "PUT")
    client.create_bucket(name)
    assert proxy.pending == []
    assert client.bucket_exists(name)


@pytest.mark.parametrize("data", [SMALL, LARGE], ids=["one-piece", "parts"])
def test_a_conditional_write_whose_answer_is_lost_is_ours(
    moto_server: S3Server, fault_proxy: Callable[[int], FaultProxy], data: bytes
) -> None:
    proxy, name = fault_proxy(moto_server.port), f"faults-{os.urandom(6).hex()}"
    client = client_through(proxy, moto_server, 10 * BUDGET)
    client.create_bucket(name)
    proxy.plan(ResetResponse(), when=lambda request: request.header("If-None-Match") is not None)
    client.put_object(name, "key", data, if_absent=True)
    assert proxy.pending == []
    assert client.get_object(name, "key") == data
