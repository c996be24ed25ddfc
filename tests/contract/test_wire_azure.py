"""Faults between Azure's client and Azurite: those of S3, on another protocol."""

from __future__ import annotations

import math
import os
import secrets
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from codomyrmex.cloud.azure.storage import AzureBlobClient
from codomyrmex.cloud.common.errors import CloudError, IntegrityError, ServiceUnavailableError
from codomyrmex.cloud.wire import ConnectionOptions, RetryPolicy
from tests.contract.harness import MIB, SMALLEST_PART
from tests.contract.test_wire_faults import BODY_FAULTS, LASTING, TRANSIENT
from tests.contract.wire import BUDGET, LARGE, READS, SMALL, VERBS, within
from tests.servers.azurite import AzuriteServer
from tests.servers.fault_proxy import FaultProxy
from tests.servers.faults import Fault, FlipResponseByte, ResetRequest, Respond
from tests.servers.http1 import RequestHead


def is_block(request: RequestHead) -> bool:
    """Whether the request sends a block of an upload."""
    return "blockid=" in request.target


@pytest.fixture
def proxy(azurite_server: AzuriteServer, fault_proxy: Callable[[int], FaultProxy]) -> FaultProxy:
    """A proxy before Azurite, on which faults can be planned."""
    return fault_proxy(azurite_server.port)


def client_of(server: AzuriteServer, url: str, budget: float) -> AzureBlobClient:
    """A client that takes a second of silence for a hang, and uploads in small blocks."""
    client = AzureBlobClient(
        account_url=url,
        account_key=server.account_key,
        retry=RetryPolicy(budget=budget, max_attempts=4, first_delay=0.01),
        connection=ConnectionOptions(stall_timeout=1.0),
    )
    client.single_put_limit = client.part_size = SMALLEST_PART
    return client


@pytest.fixture
def impatient(azurite_server: AzuriteServer, proxy: FaultProxy) -> AzureBlobClient:
    """A client that goes through the proxy and gives up soon."""
    return client_of(azurite_server, f"{proxy.endpoint}/{azurite_server.account}", BUDGET)


@pytest.fixture
def patient(azurite_server: AzuriteServer, proxy: FaultProxy) -> AzureBlobClient:
    """A client that goes through the proxy and has time for several hangs."""
    return client_of(azurite_server, f"{proxy.endpoint}/{azurite_server.account}", 10 * BUDGET)


@pytest.fixture
def stocked(azurite_server: AzuriteServer) -> Iterator[str]:
    """A bucket with two objects, made behind the proxy's back."""
    direct = client_of(azurite_server, azurite_server.url, 30)
    bucket = f"stocked-{secrets.token_hex(6)}"
    direct.create_bucket(bucket)
    direct.put_object(bucket, "small", SMALL)
    direct.put_object(bucket, "old", b"old")
    yield bucket
    direct.delete_bucket(bucket, force=True)


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("fault", TRANSIENT.values(), ids=TRANSIENT)
def test_a_fault_that_passes_is_not_noticed(
    patient: AzureBlobClient, proxy: FaultProxy, stocked: str, tmp_path: Path, verb: str, fault: Fault
) -> None:
    proxy.plan(fault)
    with within(10 * BUDGET):
        assert VERBS[verb](patient, stocked, tmp_path)
    assert proxy.pending == []
    assert patient.get_object(stocked, "small") == SMALL


@pytest.mark.parametrize("verb", READS)
@pytest.mark.parametrize("fault", BODY_FAULTS.values(), ids=BODY_FAULTS)
def test_a_body_that_breaks_off_is_read_again(
    patient: AzureBlobClient, proxy: FaultProxy, stocked: str, tmp_path: Path, verb: str, fault: Fault
) -> None:
    proxy.plan(fault)
    with within(10 * BUDGET):
        assert VERBS[verb](patient, stocked, tmp_path)
    assert proxy.pending == []


@pytest.mark.parametrize("verb", ["put", "get", "download", "list"])
@pytest.mark.parametrize(("fault", "expected"), LASTING.values(), ids=LASTING)
def test_a_fault_that_stays_is_a_typed_error_in_time(
    impatient: AzureBlobClient,
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
    assert os.listdir(tmp_path) == []


@pytest.mark.parametrize("verb", READS)
def test_a_damaged_answer_leaves_the_old_file(
    impatient: AzureBlobClient, proxy: FaultProxy, stocked: str, tmp_path: Path, verb: str
) -> None:
    (tmp_path / "file").write_bytes(b"old")
    proxy.plan(FlipResponseByte(50_000), times=math.inf)
    with pytest.raises(IntegrityError):
        VERBS[verb](impatient, stocked, tmp_path)
    assert (tmp_path / "file").read_bytes() == b"old"
    assert os.listdir(tmp_path) == ["file"]


def test_a_damaged_range_of_a_large_download_is_noticed(
    impatient: AzureBlobClient, proxy: FaultProxy, stocked: str, tmp_path: Path
) -> None:
    data = os.urandom(20 * MIB)
    impatient.put_object(stocked, "large", data)
    proxy.plan(
        FlipResponseByte(10),
        when=lambda request: not (request.header("x-ms-range") or "bytes=0-").startswith("bytes=0-"),
    )
    with pytest.raises(IntegrityError):
        impatient.download_file(stocked, "large", tmp_path / "file")
    assert proxy.pending == []
    assert os.listdir(tmp_path) == []
    assert impatient.download_file(stocked, "large", tmp_path / "file").read_bytes() == data


@pytest.mark.parametrize("fault", [Respond(500), ResetRequest(1000)], ids=["500", "reset"])
def test_an_upload_whose_blocks_fail_keeps_the_old_object(
    impatient: AzureBlobClient, proxy: FaultProxy, stocked: str, fault: Fault
) -> None:
    proxy.plan(fault, when=is_block, times=math.inf)
    with within(BUDGET), pytest.raises(ServiceUnavailableError):
        impatient.put_object(stocked, "old", LARGE)
    assert impatient.get_object(stocked, "old") == b"old"
