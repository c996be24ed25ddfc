"""Uploads in parallel components: what the object is then, what is left, and which buckets they suit."""

from __future__ import annotations

import json
import os
import secrets
from base64 import b64encode
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import google_crc32c
import pytest

from codomyrmex.cloud.common.errors import (
    CloudError,
    IntegrityError,
    PermissionDeniedError,
    PreconditionFailedError,
)
from codomyrmex.cloud.common.storage import Encryption
from codomyrmex.cloud.gcp.storage import GCSClient
from codomyrmex.cloud.protocols.gcs.crc32c import combine
from codomyrmex.cloud.wire import RetryPolicy
from tests.contract.independent import gcs_client
from tests.contract.pairs import GCS_KEY
from tests.servers.fault_proxy import FaultProxy
from tests.servers.faults import FlipRequestByte, ResetResponse, Respond
from tests.servers.gcs import PROJECT, GCSServer
from tests.servers.http1 import RequestHead

UNIT = 1 << 20
DATA = os.urandom(3 * UNIT + 1000)


@pytest.fixture
def proxy(gcs_server: GCSServer, fault_proxy: Callable[[int], FaultProxy]) -> FaultProxy:
    return fault_proxy(gcs_server.port)


@pytest.fixture
def client(gcs_server: GCSServer, proxy: FaultProxy) -> GCSClient:
    """A client that goes through the proxy and uploads small things as it does large ones."""
    retry = RetryPolicy(budget=5, longest_delay=0.1)
    client = GCSClient(PROJECT, credentials=gcs_server.account(), endpoint_url=proxy.endpoint, retry=retry)
    client.single_put_limit = client.part_size = client.compose_limit = UNIT
    return client


@pytest.fixture
def theirs(gcs_server: GCSServer) -> Any:
    return gcs_client(gcs_server)


@pytest.fixture
def bucket(gcs_server: GCSServer) -> Iterator[str]:
    name = f"composing-{secrets.token_hex(6)}"
    direct = GCSClient(PROJECT, credentials=gcs_server.account(), endpoint_url=gcs_server.endpoint)
    direct.create_bucket(name)
    yield name
    direct.delete_bucket(name, force=True)


def is_component(request: RequestHead) -> bool:
    """The request that writes a component."""
    return request.method == "PUT"


def is_compose(request: RequestHead) -> bool:
    """The request that makes an object of others."""
    return "/compose?" in request.target


def in_parallel(proxy: FaultProxy) -> bool:
    """Whether anything was composed."""
    return any(is_compose(request) for request in proxy.requests)


def names(theirs: Any, bucket: str) -> list[str]:
    """All that is in the bucket, whatever generation."""
    return [blob.name for blob in theirs.list_blobs(bucket, versions=True)]


@pytest.mark.parametrize("sizes", [(0, 5), (5, 0), (1, 1), (100_000, 33), (7, 1 << 20)], ids=str)
def test_the_checksum_of_pieces_is_that_of_the_whole(sizes: tuple[int, int]) -> None:
    first, second = (os.urandom(size) for size in sizes)
    whole = combine(google_crc32c.extend(0, first), google_crc32c.extend(0, second), len(second))
    assert whole == google_crc32c.extend(0, first + second)


def test_the_object_is_all_that_was_asked_for(
    client: GCSClient, proxy: FaultProxy, theirs: Any, bucket: str
) -> None:
    info = client.put_object(
        bucket,
        "key",
        DATA,
        content_type="text/csv",
        metadata={"team": "José"},
        storage_class="NEARLINE",
        encryption=Encryption(key_id=GCS_KEY),
        if_absent=True,
    )
    assert in_parallel(proxy)
    assert names(theirs, bucket) == ["key"]
    blob = theirs.bucket(bucket).get_blob("key")
    assert (blob.download_as_bytes(), blob.component_count) == (DATA, 4)
    assert blob.crc32c == b64encode(google_crc32c.extend(0, DATA).to_bytes(4, "big")).decode()
    assert (blob.content_type, blob.metadata, blob.storage_class) == (
        "text/csv",
        {"team": "José"},
        "NEARLINE",
    )
    assert blob.kms_key_name.startswith(GCS_KEY)
    assert (info.version, info.size, info.metadata) == (str(blob.generation), len(DATA), {"team": "José"})


def test_many_components_are_composed_in_steps(
    client: GCSClient, proxy: FaultProxy, theirs: Any, bucket: str, tmp_path: Path
) -> None:
    data = os.urandom(33 * UNIT)
    path = tmp_path / "file"
    path.write_bytes(data)
    client.upload_file(path, bucket, "key")
    assert sum(is_component(request) for request in proxy.requests) == 33
    assert sum(is_compose(request) for request in proxy.requests) == 3
    assert client.get_object(bucket, "key") == data
    assert names(theirs, bucket) == ["key"]


def test_a_bucket_that_keeps_versions_keeps_no_components(
    client: GCSClient, theirs: Any, bucket: str
) -> None:
    client.set_versioning(bucket, True)
    client.put_object(bucket, "key", DATA)
    assert names(theirs, bucket) == ["key"]


@pytest.mark.parametrize("condition", [{"if_absent": True}, {"if_match": "1"}], ids=str)
def test_who_was_faster_is_not_overwritten(
    client: GCSClient, theirs: Any, bucket: str, condition: dict[str, Any]
) -> None:
    theirs.bucket(bucket).blob("key").upload_from_string(b"theirs")
    with pytest.raises(PreconditionFailedError):
        client.put_object(bucket, "key", DATA, **condition)
    assert names(theirs, bucket) == ["key"]
    assert client.get_object(bucket, "key") == b"theirs"


@pytest.mark.parametrize("which", [is_component, is_compose])
@pytest.mark.parametrize("fault", [ResetResponse(), Respond(503)], ids=["lost-answer", "503"])
def test_what_was_done_and_not_heard_of_is_done(
    client: GCSClient,
    proxy: FaultProxy,
    theirs: Any,
    bucket: str,
    fault: ResetResponse | Respond,
    which: Callable[[RequestHead], bool],
) -> None:
    proxy.plan(fault, when=which)
    client.put_object(bucket, "key", DATA, if_absent=True)
    assert proxy.pending == []
    assert client.get_object(bucket, "key") == DATA
    assert names(theirs, bucket) == ["key"]


@pytest.mark.parametrize(
    ("fault", "which", "error"),
    [
        (FlipRequestByte(100), is_component, IntegrityError),
        (Respond(403), is_component, PermissionDeniedError),
        (Respond(403), is_compose, PermissionDeniedError),
        (Respond(404), is_compose, CloudError),
    ],
    ids=["damage", "a-component", "compose", "somebody-aborts"],
)
def test_a_failure_leaves_what_was_there_and_nothing_else(
    client: GCSClient,
    proxy: FaultProxy,
    theirs: Any,
    bucket: str,
    fault: FlipRequestByte | Respond,
    which: Callable[[RequestHead], bool],
    error: type[CloudError],
) -> None:
    theirs.bucket(bucket).blob("key").upload_from_string(b"before")
    proxy.plan(fault, when=which)
    with pytest.raises(error):
        client.put_object(bucket, "key", DATA)
    assert names(theirs, bucket) == ["key"]
    assert client.get_object(bucket, "key") == b"before"


def test_another_object_than_was_sent_does_not_stay(
    client: GCSClient, proxy: FaultProxy, theirs: Any, bucket: str
) -> None:
    theirs.bucket(bucket).blob("key").upload_from_string(b"composed of something else")
    made = theirs.bucket(bucket).get_blob("key")
    answer = {"name": "key", "generation": str(made.generation), "size": "1", "crc32c": made.crc32c}
    proxy.plan(Respond(200, body=json.dumps(answer).encode()), when=is_compose)
    with pytest.raises(IntegrityError, match="other parts"):
        client.put_object(bucket, "key", DATA)
    assert names(theirs, bucket) == []


UNSUITED: dict[str, dict[str, Any]] = {
    "hold": {"defaultEventBasedHold": True},
    "soft-delete": {"softDeletePolicy": {"retentionDurationSeconds": "604800"}},
    "retention": {"retentionPolicy": {"retentionPeriod": "1"}},
}


@pytest.mark.parametrize("changes", UNSUITED.values(), ids=UNSUITED)
def test_where_components_would_leave_a_trace_it_goes_in_a_session(
    client: GCSClient, proxy: FaultProxy, theirs: Any, bucket: str, changes: dict[str, Any]
) -> None:
    theirs._patch_resource(f"/b/{bucket}", changes)
    client.put_object(bucket, "key", DATA)
    assert not in_parallel(proxy)
    assert client.get_object(bucket, "key") == DATA
    theirs._patch_resource(f"/b/{bucket}", dict.fromkeys(changes))
    theirs._patch_resource(f"/b/{bucket}/o/key", {"eventBasedHold": False})


@pytest.mark.parametrize("what", ["/iam/testPermissions", "fields=retentionPolicy"])
def test_who_may_only_write_uploads_in_a_session(
    client: GCSClient, proxy: FaultProxy, bucket: str, what: str
) -> None:
    granted = Respond(200, body=b'{"permissions": ["storage.objects.create"]}')
    fault = granted if what.startswith("/iam") else Respond(403)
    proxy.plan(fault, when=lambda request: what in request.target)
    client.put_object(bucket, "key", DATA)
    assert proxy.pending == []
    assert not in_parallel(proxy)
    assert client.get_object(bucket, "key") == DATA


def test_the_caller_decides(client: GCSClient, proxy: FaultProxy, theirs: Any, bucket: str) -> None:
    client.parallel_uploads = False
    client.put_object(bucket, "key", DATA)
    assert not in_parallel(proxy)
    theirs._patch_resource(f"/b/{bucket}", UNSUITED["soft-delete"])
    client.parallel_uploads = True
    client.put_object(bucket, "key", DATA)
    assert in_parallel(proxy)


def test_a_token_that_ends_in_the_middle_is_replaced(
    client: GCSClient, gcs_server: GCSServer, proxy: FaultProxy, bucket: str, tmp_path: Path
) -> None:
    path = tmp_path / "file"
    path.write_bytes(DATA)
    revoked: list[int] = []

    def revoke_once(sent: int, _total: int | None) -> None:
        if sent and not revoked:
            revoked.append(sent)
            gcs_server.revoke_tokens()

    client.upload_file(path, bucket, "key", progress=revoke_once)
    assert revoked
    assert in_parallel(proxy)
    assert client.get_object(bucket, "key") == DATA
