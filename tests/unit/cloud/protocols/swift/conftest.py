"""A client of a real Swift, and a second one of python-swiftclient on the same account."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from typing import Any

import pytest

from codomyrmex.cloud.infomaniak.object_storage import InfomaniakObjectStorageClient
from tests.contract.harness import SMALLEST_PART
from tests.contract.independent import openstack_connection
from tests.servers.openstack.server import OpenStackServer


@pytest.fixture
def swift(openstack_server: OpenStackServer) -> InfomaniakObjectStorageClient:
    """A client that makes small segments."""
    client = InfomaniakObjectStorageClient(
        auth_url=openstack_server.auth_url,
        username=openstack_server.user,
        password=openstack_server.password,
        project=openstack_server.project,
    )
    client.single_put_limit = client.part_size = SMALLEST_PART
    return client


@pytest.fixture
def other(openstack_server: OpenStackServer) -> Any:
    """A connection of python-swiftclient."""
    return openstack_connection(openstack_server)


@pytest.fixture
def bucket(swift: InfomaniakObjectStorageClient) -> Iterator[str]:
    """A new bucket."""
    name = f"swift-{secrets.token_hex(6)}"
    swift.create_bucket(name)
    yield name
    swift.delete_bucket(name, force=True)
