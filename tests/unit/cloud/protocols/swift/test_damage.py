"""A large object without one of its segments: an error, and never short data."""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from codomyrmex.cloud.common.errors import IntegrityError
from codomyrmex.cloud.common.storage import StorageClient
from codomyrmex.cloud.infomaniak.object_storage import InfomaniakObjectStorageClient
from codomyrmex.cloud.wire import RetryPolicy
from tests.contract.harness import SMALLEST_PART
from tests.servers.ceph import CephServer
from tests.servers.openstack.server import OpenStackServer

LARGE = bytes(2 * SMALLEST_PART + 1)

READS: dict[str, Callable[[StorageClient, str, Path], Any]] = {
    "get": lambda client, bucket, _: client.get_object(bucket, "key"),
    "range": lambda client, bucket, _: client.get_object(bucket, "key", start=SMALLEST_PART, end=len(LARGE)),
    "stream": lambda client, bucket, _: b"".join(client.stream_object(bucket, "key")),
    "file": lambda client, bucket, path: client.download_file(bucket, "key", path),
    "files": lambda client, bucket, _: client.filesystem(bucket).cat(["key", "key"]),
    "slices": lambda client, bucket, _: client.filesystem(bucket).cat(["key", "key"], end=len(LARGE)),
}


def _on_ceph(server: CephServer) -> dict[str, Any]:
    account = server.swift
    return {"auth_url": account.auth_url, "user": account.user, "key": account.key}


def _on_openstack(server: OpenStackServer) -> dict[str, Any]:
    return {
        "auth_url": server.auth_url,
        "application_credential_id": server.application_credential_id,
        "application_credential_secret": server.application_credential_secret,
    }


@pytest.fixture(params=["openstack", "ceph"])
def client(request: pytest.FixtureRequest) -> InfomaniakObjectStorageClient:
    """A client that makes small segments."""
    server = request.getfixturevalue(f"{request.param}_server")
    options = _on_ceph(server) if request.param == "ceph" else _on_openstack(server)
    client = InfomaniakObjectStorageClient(**options)
    client.single_put_limit = client.part_size = SMALLEST_PART
    return client


@pytest.fixture
def bucket(client: InfomaniakObjectStorageClient) -> Iterator[str]:
    """A new bucket."""
    name = f"damage-{secrets.token_hex(6)}"
    client.create_bucket(name)
    yield name
    client.delete_bucket(name, force=True)


def test_a_segment_that_is_gone(client: InfomaniakObjectStorageClient, bucket: str, tmp_path: Path) -> None:
    client.put_object(bucket, "key", LARGE)
    segments = [info.key for info in client.list_objects(f"{bucket}_segments")]
    client.delete_object(f"{bucket}_segments", segments[1])
    client.service.transport.policy = RetryPolicy(budget=0.5)
    for read in READS.values():
        with pytest.raises(IntegrityError, match="segment"):
            read(client, bucket, tmp_path / "file")
    client.service.transport.policy = RetryPolicy()
    assert list(tmp_path.iterdir()) == []
    client.delete_object(bucket, "key")
    assert list(client.list_objects(f"{bucket}_segments")) == []


def test_an_object_without_its_first_segment_can_be_deleted(
    client: InfomaniakObjectStorageClient, bucket: str
) -> None:
    client.put_object(bucket, "key", LARGE)
    first = next(iter(client.list_objects(f"{bucket}_segments")))
    client.delete_object(f"{bucket}_segments", first.key)
    client.delete_object(bucket, "key")
    assert list(client.list_objects(bucket)) == []


@pytest.mark.parametrize("client", ["openstack"], indirect=True)
def test_a_segment_of_another_program_that_is_another_by_now(
    client: InfomaniakObjectStorageClient, other: Any, bucket: str
) -> None:
    etag = other.put_object(bucket, "part", b"first")
    entry = {"path": f"/{bucket}/part", "etag": etag, "size_bytes": 5}
    query = "multipart-manifest=put"
    other.put_object(bucket, "key", json.dumps([entry]), query_string=query)
    other.put_object(bucket, "part", b"other")
    with pytest.raises(IntegrityError, match="segment"):
        client.get_object(bucket, "key")
