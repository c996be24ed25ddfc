"""What the Swift client writes, openstacksdk reads, and the other way round."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from codomyrmex.cloud.infomaniak.object_storage import InfomaniakObjectStorageClient
from tests.contract.harness import SMALLEST_PART
from tests.servers.openstack.server import OpenStackServer

KEY = "a b/日本"
LARGE = b"0123456789abcdef" * ((2 * SMALLEST_PART) // 16) + b"rest"
SIZES = pytest.mark.parametrize("data", [b"small", LARGE], ids=["small", "large"])


@pytest.fixture
def client(openstack_server: OpenStackServer) -> InfomaniakObjectStorageClient:
    """The client, with small segments."""
    client = InfomaniakObjectStorageClient(
        auth_url=openstack_server.auth_url,
        application_credential_id=openstack_server.application_credential_id,
        application_credential_secret=openstack_server.application_credential_secret,
    )
    client.single_put_limit = client.part_size = SMALLEST_PART
    return client


@pytest.fixture
def objects(openstack_server: OpenStackServer) -> Iterator[Any]:
    """openstacksdk's object store, as the same project's user."""
    import openstack

    with openstack.connect(
        auth_url=openstack_server.auth_url,
        username=openstack_server.user,
        password=openstack_server.password,
        project_name=openstack_server.project,
        user_domain_name="Default",
        project_domain_name="Default",
    ) as connection:
        yield connection.object_store


@pytest.fixture
def bucket(client: InfomaniakObjectStorageClient) -> Iterator[str]:
    """A new bucket."""
    name = f"independent-{secrets.token_hex(6)}"
    client.create_bucket(name)
    yield name
    client.delete_bucket(name, force=True)


@SIZES
def test_openstacksdk_reads_what_the_client_writes(
    client: InfomaniakObjectStorageClient, objects: Any, bucket: str, data: bytes
) -> None:
    client.put_object(bucket, KEY, data, content_type="text/plain", metadata={"author": "ada"})
    assert [found.name for found in objects.objects(bucket)] == [KEY]
    assert objects.download_object(KEY, bucket) == data
    found = objects.get_object_metadata(KEY, bucket)
    assert (found.content_type, found.content_length) == ("text/plain", len(data))
    assert found.metadata["author"] == "ada"
    objects.delete_object(KEY, container=bucket)
    assert not client.object_exists(bucket, KEY)


@SIZES
def test_the_client_reads_what_openstacksdk_writes(
    client: InfomaniakObjectStorageClient, objects: Any, bucket: str, tmp_path: Path, data: bytes
) -> None:
    file = tmp_path / "file"
    file.write_bytes(data)
    objects.upload_object(bucket, KEY, str(file), segment_size=SMALLEST_PART)
    assert client.get_object(bucket, KEY) == data
    assert client.get_metadata(bucket, KEY).size == len(data)
    client.delete_object(bucket, KEY)
    assert not list(client.list_objects(bucket, KEY))
