"""What the client writes, python-swiftclient and openstacksdk read, and the other way round."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from codomyrmex.cloud.common.storage import StorageClient
from codomyrmex.cloud.infomaniak.object_storage import InfomaniakObjectStorageClient
from tests.contract.harness import SMALLEST_PART
from tests.contract.independent import (
    loose_segments,
    openstack_connection,
    openstack_objects,
    swift_connection,
)
from tests.servers.ceph import CephServer
from tests.servers.openstack.server import OpenStackServer

LARGE = b"0123456789abcdef" * ((2 * SMALLEST_PART) // 16) + b"rest"
KEY = "a b/日本"
Both = tuple[InfomaniakObjectStorageClient, Any]


def _on_ceph(server: CephServer) -> Both:
    account = server.swift
    client = InfomaniakObjectStorageClient(auth_url=account.auth_url, user=account.user, key=account.key)
    return client, swift_connection(account)


def _on_openstack(server: OpenStackServer) -> Both:
    client = InfomaniakObjectStorageClient(
        auth_url=server.auth_url,
        username=server.user,
        password=server.password,
        project=server.project,
    )
    return client, openstack_connection(server)


SIZES = pytest.mark.parametrize("data", [b"small", LARGE], ids=["small", "large"])
SERVERS: dict[str, Callable[[Any], Both]] = {"ceph": _on_ceph, "openstack": _on_openstack}


@pytest.fixture(params=SERVERS)
def both(request: pytest.FixtureRequest) -> Both:
    """The client, with small segments, and python-swiftclient on the same account."""
    client, other = SERVERS[request.param](request.getfixturevalue(f"{request.param}_server"))
    client.single_put_limit = client.part_size = SMALLEST_PART
    return client, other


@pytest.fixture
def bucket(both: Both) -> Iterator[str]:
    """A new bucket."""
    client: StorageClient = both[0]
    name = f"independent-{secrets.token_hex(6)}"
    client.create_bucket(name)
    yield name
    client.delete_bucket(name, force=True)


def test_swiftclient_reads_what_the_client_writes(both: Both, bucket: str) -> None:
    client, other = both
    client.put_object(bucket, KEY, b"data", content_type="text/x", metadata={"year": "2026"})
    headers, body = other.get_object(bucket, KEY)
    assert body == b"data"
    assert (headers["content-type"], headers["x-object-meta-year"]) == ("text/x", "2026")


def test_the_client_reads_what_swiftclient_writes(both: Both, bucket: str) -> None:
    client, other = both
    other.put_object(bucket, "a//b", b"data", content_type="text/x", headers={"X-Object-Meta-Year": "2026"})
    info = client.get_metadata(bucket, "a//b")
    assert (info.size, info.content_type, info.metadata) == (4, "text/x", {"year": "2026"})
    assert client.get_object(bucket, "a//b") == b"data"


def test_swiftclient_reads_a_large_object(both: Both, bucket: str) -> None:
    client, other = both
    client.put_object(bucket, "large", LARGE)
    headers, body = other.get_object(bucket, "large")
    assert body == LARGE
    assert headers["x-static-large-object"] == "True"


def test_a_large_object_leaves_nothing_when_it_is_replaced(both: Both, bucket: str) -> None:
    client, other = both
    client.put_object(bucket, "large", LARGE)
    client.put_object(bucket, "large", LARGE[::-1])
    assert client.get_object(bucket, "large") == LARGE[::-1]
    assert loose_segments(other, bucket) == []
    client.put_object(bucket, "large", b"small")
    assert loose_segments(other, bucket) == []


def test_a_deleted_large_object_leaves_its_copy(both: Both, bucket: str) -> None:
    client, other = both
    client.put_object(bucket, "large", LARGE)
    client.copy_object(bucket, "large", bucket, "copy")
    client.delete_object(bucket, "large")
    assert other.get_object(bucket, "copy")[1] == LARGE
    assert client.delete_objects(bucket, ["copy"]).failures == ()
    assert other.get_container(f"{bucket}_segments")[1] == []


@pytest.fixture
def objects(openstack_server: OpenStackServer) -> Iterator[Any]:
    """openstacksdk's object store, in the project of ``both`` on ``openstack``."""
    with openstack_objects(openstack_server) as store:
        yield store


@SIZES
@pytest.mark.parametrize("both", ["openstack"], indirect=True)
def test_openstacksdk_reads_what_the_client_writes(
    both: Both, objects: Any, bucket: str, data: bytes
) -> None:
    client = both[0]
    client.put_object(bucket, KEY, data, content_type="text/plain", metadata={"author": "ada"})
    assert [found.name for found in objects.objects(bucket)] == [KEY]
    assert objects.download_object(KEY, bucket) == data
    found = objects.get_object_metadata(KEY, bucket)
    assert (found.content_type, found.content_length) == ("text/plain", len(data))
    assert found.metadata["author"] == "ada"
    objects.delete_object(KEY, container=bucket)
    assert not client.object_exists(bucket, KEY)


@SIZES
@pytest.mark.parametrize("both", ["openstack"], indirect=True)
def test_the_client_reads_what_openstacksdk_writes(
    both: Both, objects: Any, bucket: str, tmp_path: Path, data: bytes
) -> None:
    client, file = both[0], tmp_path / "file"
    file.write_bytes(data)
    objects.upload_object(bucket, KEY, str(file), segment_size=SMALLEST_PART)
    assert client.get_object(bucket, KEY) == data
    assert client.get_metadata(bucket, KEY).size == len(data)
    client.delete_object(bucket, KEY)
    assert not list(client.list_objects(bucket, KEY))
