"""What was done and not heard of counts as done, under a condition too; what others did does not."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator

import pytest

from codomyrmex.cloud.common.errors import AlreadyExistsError, BucketNotFoundError, PreconditionFailedError
from codomyrmex.cloud.gcp.storage import GCSClient
from codomyrmex.cloud.wire import RetryPolicy
from tests.servers.fault_proxy import FaultProxy
from tests.servers.faults import ResetResponse
from tests.servers.gcs import PROJECT, GCSServer


@pytest.fixture
def proxy(gcs_server: GCSServer, fault_proxy: Callable[[int], FaultProxy]) -> FaultProxy:
    """A proxy before the server."""
    return fault_proxy(gcs_server.port)


def client_at(server: GCSServer, endpoint: str) -> GCSClient:
    """A client without any connection yet: on one that was used before, libcurl itself sends again."""
    retry = RetryPolicy(budget=5, longest_delay=0.1)
    return GCSClient(PROJECT, credentials=server.account(), endpoint_url=endpoint, retry=retry)


@pytest.fixture
def direct(gcs_server: GCSServer) -> GCSClient:
    """A client that loses nothing."""
    return client_at(gcs_server, gcs_server.endpoint)


@pytest.fixture
def lossy(gcs_server: GCSServer, proxy: FaultProxy) -> GCSClient:
    """A client that does not hear the answer to the first change that it makes."""
    proxy.plan(ResetResponse(), when=lambda request: request.method in ("POST", "DELETE"))
    return client_at(gcs_server, proxy.endpoint)


@pytest.fixture
def bucket(direct: GCSClient) -> Iterator[str]:
    """A bucket."""
    name = f"lost-{secrets.token_hex(6)}"
    direct.create_bucket(name)
    yield name
    direct.delete_bucket(name, force=True)


def test_a_write_under_a_condition(
    lossy: GCSClient, direct: GCSClient, proxy: FaultProxy, bucket: str
) -> None:
    written = lossy.put_object(bucket, "key", b"data", if_absent=True)
    assert proxy.pending == []
    assert direct.get_metadata(bucket, "key").version == written.version


def test_a_write_where_others_wrote(lossy: GCSClient, direct: GCSClient, bucket: str) -> None:
    direct.put_object(bucket, "key", b"data")
    with pytest.raises(PreconditionFailedError):
        lossy.put_object(bucket, "key", b"other", if_absent=True)
    assert direct.get_object(bucket, "key") == b"data"


def test_a_bucket_that_is_made(lossy: GCSClient, direct: GCSClient, proxy: FaultProxy) -> None:
    name = f"lost-{secrets.token_hex(6)}"
    lossy.create_bucket(name)
    assert proxy.pending == []
    with pytest.raises(AlreadyExistsError):
        lossy.create_bucket(name)
    direct.delete_bucket(name)


def test_a_bucket_that_is_deleted(lossy: GCSClient, direct: GCSClient, proxy: FaultProxy) -> None:
    name = f"lost-{secrets.token_hex(6)}"
    direct.create_bucket(name)
    lossy.delete_bucket(name)
    assert proxy.pending == []
    with pytest.raises(BucketNotFoundError):
        lossy.delete_bucket(name)


def test_a_deletion(lossy: GCSClient, direct: GCSClient, proxy: FaultProxy, bucket: str) -> None:
    direct.put_object(bucket, "key", b"data")
    lossy.delete_object(bucket, "key")
    assert proxy.pending == []
    assert not direct.object_exists(bucket, "key")
