"""A user of Keystone, as arguments of the client."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from typing import Any

import pytest

from codomyrmex.cloud.infomaniak.object_storage import InfomaniakObjectStorageClient
from tests.servers.openstack.server import OpenStackServer


@pytest.fixture
def password(openstack_server: OpenStackServer) -> dict[str, Any]:
    """A user with a password."""
    return {
        "auth_url": openstack_server.auth_url,
        "username": openstack_server.user,
        "password": openstack_server.password,
        "project": openstack_server.project,
    }


@pytest.fixture
def client(password: dict[str, Any]) -> InfomaniakObjectStorageClient:
    """The user's client."""
    return InfomaniakObjectStorageClient(**password)


@pytest.fixture(scope="package")
def watchful_url(openstack_server: OpenStackServer) -> Iterator[str]:
    """The address of the user's account at a proxy that soon sees that a token was revoked."""
    with openstack_server.watchful() as url:
        yield url


@pytest.fixture
def bucket(client: InfomaniakObjectStorageClient) -> Iterator[str]:
    """A new bucket."""
    name = f"keystone-{secrets.token_hex(6)}"
    client.create_bucket(name)
    yield name
    client.delete_bucket(name, force=True)
