"""Several writers of one key: one wins, the others get one error, and nothing is lost or left."""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from codomyrmex.cloud.common.errors import PreconditionFailedError
from codomyrmex.cloud.gcp.storage import GCSClient
from tests.servers.fault_proxy import FaultProxy
from tests.servers.faults import Respond
from tests.servers.gcs import PROJECT, GCSServer
from tests.servers.http1 import RequestHead

UNIT = 1 << 20


def client_at(server: GCSServer, endpoint: str) -> GCSClient:
    """A client that uploads small things as it does large ones."""
    client = GCSClient(PROJECT, credentials=server.account(), endpoint_url=endpoint)
    client.single_put_limit = client.part_size = client.compose_limit = UNIT
    return client


@pytest.fixture
def direct(gcs_server: GCSServer) -> GCSClient:
    """The client of who is faster."""
    return client_at(gcs_server, gcs_server.endpoint)


@pytest.fixture
def bucket(direct: GCSClient) -> Iterator[str]:
    name = f"races-{secrets.token_hex(6)}"
    direct.create_bucket(name)
    yield name
    direct.delete_bucket(name, force=True)


def test_one_of_many_large_uploads_wins(direct: GCSClient, gcs_server: GCSServer, bucket: str) -> None:
    contents = [os.urandom(2 * UNIT + number) for number in range(4)]

    def write(data: bytes) -> bytes | None:
        try:
            direct.put_object(bucket, "key", data, if_absent=True)
        except PreconditionFailedError:
            return None
        return data

    with ThreadPoolExecutor(len(contents)) as threads:
        outcomes = list(threads.map(write, contents))
    (winner,) = [data for data in outcomes if data is not None]
    assert direct.get_object(bucket, "key") == winner
    assert [one.key for one in direct.list_versions(bucket)] == ["key"]
    assert gcs_server.unfinished(bucket) == []


CHANGES: dict[str, tuple[str, Callable[[GCSClient, str, str], object]]] = {
    "one-piece": (
        "uploadType=multipart",
        lambda client, bucket, etag: client.put_object(bucket, "key", b"late", if_match=etag),
    ),
    "session": (
        "upload_id=",
        lambda client, bucket, etag: client.put_object(bucket, "key", iter([bytes(2 * UNIT)]), if_match=etag),
    ),
    "components": (
        "/compose?",
        lambda client, bucket, etag: client.put_object(bucket, "key", bytes(2 * UNIT), if_match=etag),
    ),
    "metadata": ("PATCH", lambda client, bucket, _etag: client.set_metadata(bucket, "key", {"a": "1"})),
    "class": (
        "/rewriteTo/",
        lambda client, bucket, _etag: client.set_storage_class(bucket, "key", "NEARLINE"),
    ),
}


@pytest.mark.parametrize("change", CHANGES)
def test_what_was_replaced_meanwhile_stays(
    direct: GCSClient,
    gcs_server: GCSServer,
    fault_proxy: Callable[[int], FaultProxy],
    bucket: str,
    change: str,
) -> None:
    words, call = CHANGES[change]
    etag = direct.put_object(bucket, "key", b"before").etag or ""
    proxy = fault_proxy(gcs_server.port)
    replaced: list[str] = []

    def replace_before(request: RequestHead) -> bool:
        """Write between the late writer's first request and the one that decides."""
        if words in request.start_line and not replaced:
            replaced.append(direct.put_object(bucket, "key", b"faster").etag or "")
        return False

    proxy.plan(Respond(500), when=replace_before)
    with pytest.raises(PreconditionFailedError):
        call(client_at(gcs_server, proxy.endpoint), bucket, etag)
    assert replaced
    assert direct.get_object(bucket, "key") == b"faster"
    assert direct.get_metadata(bucket, "key").etag == replaced[0]
    assert gcs_server.unfinished(bucket) == []
