"""A proxy between the client and the server of each pair, and a bucket that is stocked behind its back."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlsplit

import pytest

from codomyrmex.cloud.common.storage import StorageClient
from tests.contract.harness import Harness
from tests.contract.pairs import PAIRS
from tests.contract.wire.calls import BUDGET, PATIENCE, SMALL
from tests.contract.wire.traffic import TRAFFIC, Wire
from tests.servers.fault_proxy import FaultProxy


@pytest.fixture
def wire(store: Harness, fault_proxy: Callable[[int], FaultProxy], request: pytest.FixtureRequest) -> Wire:
    """The pair of the row, with a proxy between its two."""
    server = request.getfixturevalue(f"{PAIRS[store.name].server}_server")
    traffic = TRAFFIC[store.name]
    port = urlsplit(traffic.url_of(server)).port
    assert port is not None
    return Wire(store, traffic, server, fault_proxy(port))


@pytest.fixture
def proxy(wire: Wire) -> FaultProxy:
    """The proxy, on which faults can be planned."""
    return wire.proxy


@pytest.fixture
def impatient(wire: Wire) -> StorageClient:
    """A client that goes through the proxy and gives up soon."""
    return wire.client(BUDGET)


@pytest.fixture
def patient(wire: Wire) -> StorageClient:
    """A client that goes through the proxy and has time."""
    return wire.client(PATIENCE)


@pytest.fixture
def alert(wire: Wire) -> StorageClient:
    """A client that goes through the proxy, notices a hang soon and has time for several."""
    return wire.client(PATIENCE, stall_timeout=BUDGET)


@pytest.fixture
def direct(wire: Wire) -> StorageClient:
    """A client that goes around the proxy."""
    return wire.store.own_client


@pytest.fixture
def stocked(direct: StorageClient, bucket: str) -> str:
    """A bucket with two objects, made behind the proxy's back."""
    direct.put_object(bucket, "small", SMALL)
    direct.put_object(bucket, "old", b"old")
    return bucket
