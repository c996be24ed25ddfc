"""What is theirs alone: leases, containers on their way out, blocks without a blob, snapshots, archives."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from codomyrmex.cloud.azure.storage import AzureBlobClient
from codomyrmex.cloud.common.errors import (
    ConflictError,
    InvalidRequestError,
    NotFoundError,
    PermissionDeniedError,
)
from codomyrmex.cloud.wire import RetryPolicy
from tests.contract.independent import blob_service_client
from tests.servers.azurite import AzuriteServer
from tests.servers.capture import Answer, CapturedRequest, CaptureServer
from tests.unit.cloud.protocols.azure_blob.conftest import KEY, SMALL, answer


@pytest.fixture
def client(azurite_server: AzuriteServer) -> AzureBlobClient:
    """A client of Azurite."""
    client = AzureBlobClient(account_url=azurite_server.url, account_key=azurite_server.account_key)
    client.single_put_limit = client.part_size = SMALL
    return client


@pytest.fixture
def bucket(client: AzureBlobClient) -> Iterator[str]:
    """A bucket."""
    name = f"conflicts-{secrets.token_hex(6)}"
    client.create_bucket(name)
    yield name
    client.delete_bucket(name, force=True)


LEASED: dict[str, Callable[[AzureBlobClient, str], Any]] = {
    "put": lambda client, bucket: client.put_object(bucket, "key", b"changed"),
    "parts": lambda client, bucket: client.put_object(bucket, "key", b"x" * (2 * SMALL)),
    "copy": lambda client, bucket: client.copy_object(bucket, "other", bucket, "key"),
    "metadata": lambda client, bucket: client.set_metadata(bucket, "key", {"a": "1"}),
    "tier": lambda client, bucket: client.set_storage_class(bucket, "key", "Cool"),
    "delete": lambda client, bucket: client.delete_object(bucket, "key"),
    "delete-many": lambda client, bucket: client.delete_objects(bucket, ["key"]).raise_on_failure(),
}


@pytest.mark.parametrize("verb", LEASED)
def test_a_lease_is_named(
    client: AzureBlobClient, azurite_server: AzuriteServer, bucket: str, verb: str
) -> None:
    client.put_object(bucket, "key", b"kept")
    client.put_object(bucket, "other", b"other")
    lease = blob_service_client(azurite_server).get_blob_client(bucket, "key").acquire_lease()
    with pytest.raises(ConflictError, match="lease") as caught:
        LEASED[verb](client, bucket)
    assert caught.value.code == "LeaseIdMissing"
    assert not caught.value.retryable
    assert client.get_object(bucket, "key") == b"kept"
    lease.release()
    LEASED[verb](client, bucket)


def test_snapshots_keep_their_object(
    client: AzureBlobClient, azurite_server: AzuriteServer, bucket: str
) -> None:
    client.put_object(bucket, "key", b"kept")
    blob_service_client(azurite_server).get_blob_client(bucket, "key").create_snapshot()
    with pytest.raises(ConflictError, match="snapshots"):
        client.delete_object(bucket, "key")
    assert [info.key for info in client.list_objects(bucket)] == ["key"]


def test_blocks_without_a_blob_are_seen_by_nobody(
    client: AzureBlobClient, azurite_server: AzuriteServer, bucket: str
) -> None:
    def broken() -> Iterator[bytes]:
        yield b"x" * (2 * SMALL + 1)
        raise KeyboardInterrupt

    client.put_object(bucket, "old", b"old")
    for key in ("old", "new"):
        with pytest.raises(KeyboardInterrupt):
            client.put_object(bucket, key, broken())
    assert [info.key for info in client.list_objects(bucket)] == ["old"]
    assert not client.object_exists(bucket, "new")
    assert client.get_object(bucket, "old") == b"old"
    # They are in nobody's way either.
    data = secrets.token_bytes(3 * SMALL + 1)
    client.put_object(bucket, "new", data, if_absent=True)
    assert client.get_object(bucket, "new") == data
    _, uncommitted = blob_service_client(azurite_server).get_blob_client(bucket, "new").get_block_list("all")
    assert uncommitted == []


@pytest.mark.parametrize("size", [8, 12, 64])
def test_blocks_of_another_program_are_in_nobody_s_way(
    client: AzureBlobClient, azurite_server: AzuriteServer, bucket: str, tmp_path: Path, size: int
) -> None:
    theirs = blob_service_client(azurite_server).get_blob_client(bucket, "key")
    theirs.stage_block("0" * size, b"left over")
    with pytest.raises(NotFoundError):
        client.get_object(bucket, "key")
    assert list(client.list_objects(bucket)) == []
    told: list[int] = []
    data = secrets.token_bytes(3 * SMALL + 1)
    file = tmp_path / "file"
    file.write_bytes(data)
    client.upload_file(file, bucket, "key", progress=lambda done, _total: told.append(done))
    assert client.get_object(bucket, "key") == data
    assert told[-1] == len(data)
    _, uncommitted = theirs.get_block_list("all")
    assert uncommitted == []


def test_blocks_with_the_shortest_ids_are_in_the_way(
    client: AzureBlobClient, azurite_server: AzuriteServer, bucket: str
) -> None:
    # Ids as short could be another's too, and two uploads would mix their blocks.
    theirs = blob_service_client(azurite_server).get_blob_client(bucket, "key")
    theirs.stage_block("0" * 7, b"left over")
    with pytest.raises(InvalidRequestError, match="another program"):
        client.put_object(bucket, "key", bytes(3 * SMALL))
    client.put_object(bucket, "key", b"small")
    assert client.get_object(bucket, "key") == b"small"


def test_an_upload_that_another_overtook_is_a_conflict(client: AzureBlobClient, bucket: str) -> None:
    theirs = secrets.token_bytes(2 * SMALL + 1)

    def overtaken() -> Iterator[bytes]:
        yield b"x" * (3 * SMALL)
        client.put_object(bucket, "key", theirs)
        yield b"x"

    # The service drops the blocks of all others when one of them commits.
    with pytest.raises(ConflictError, match="somebody else wrote") as caught:
        client.put_object(bucket, "key", overtaken())
    assert caught.value.retryable
    assert client.get_object(bucket, "key") == theirs


@pytest.mark.parametrize("verb", ["create_bucket", "put_object"])
def test_a_container_that_is_being_deleted_is_waited_for(capture_server: CaptureServer, verb: str) -> None:
    refused: list[CapturedRequest] = []

    def deleting(request: CapturedRequest) -> Answer:
        if refused:
            return answer(request)
        refused.append(request)
        return Answer(409, (("x-ms-error-code", "ContainerBeingDeleted"), ("Retry-After", "1")))

    capture_server.answer = deleting
    client = AzureBlobClient(account_url=f"{capture_server.endpoint}/account", account_key=KEY)
    started = time.monotonic()
    calls: dict[str, Callable[[], Any]] = {
        "create_bucket": lambda: client.create_bucket("bucket"),
        "put_object": lambda: client.put_object("bucket", "key", b"x"),
    }
    calls[verb]()
    assert time.monotonic() - started >= 1
    assert len(capture_server.requests) == 2


def test_a_container_that_is_being_deleted_for_longer_than_the_budget(capture_server: CaptureServer) -> None:
    capture_server.answer = lambda _: Answer(409, (("x-ms-error-code", "ContainerBeingDeleted"),))
    client = AzureBlobClient(
        account_url=f"{capture_server.endpoint}/account", account_key=KEY, retry=RetryPolicy(budget=2)
    )
    with pytest.raises(ConflictError, match="being deleted") as caught:
        client.create_bucket("bucket")
    assert caught.value.retryable
    assert len(capture_server.requests) == 1


def test_a_bucket_of_uncommitted_blocks_is_empty(
    client: AzureBlobClient, azurite_server: AzuriteServer
) -> None:
    name = f"conflicts-{secrets.token_hex(6)}"
    client.create_bucket(name)
    blob_service_client(azurite_server).get_blob_client(name, "key").stage_block("AAAA", b"x")
    client.delete_bucket(name)
    assert not client.bucket_exists(name)


@pytest.mark.parametrize("code", ["AuthorizationFailure", "IpAuthorizationError"])
def test_a_firewall_is_told_from_a_role(capture_server: CaptureServer, code: str) -> None:
    client = AzureBlobClient(account_url=f"{capture_server.endpoint}/account", account_key=KEY)
    capture_server.answer = lambda _: Answer(403, (("x-ms-error-code", code),))
    with pytest.raises(PermissionDeniedError, match="firewall"):
        client.get_object("bucket", "key")
    capture_server.answer = lambda _: Answer(403, (("x-ms-error-code", "AuthorizationPermissionMismatch"),))
    with pytest.raises(PermissionDeniedError, match="role"):
        client.get_object("bucket", "key")
