"""How the contract joins the accounts of Swift, and Keystone's user whose they are."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from codomyrmex.cloud.common.storage import StorageClient
from codomyrmex.cloud.wire import RetryPolicy
from tests.contract.harness import SMALL_PAGE, Harness
from tests.contract.independent import loose_segments, openstack_connection, swift_connection
from tests.contract.servers_table import BY_CHANCE, HAVING, LACKING, UNSUPPORTED, listed_in
from tests.servers.ceph import CephServer
from tests.servers.openstack.server import OpenStackServer

if TYPE_CHECKING:
    from codomyrmex.cloud.infomaniak.identity import InfomaniakIdentityClient


def identity_of(server: OpenStackServer) -> InfomaniakIdentityClient:
    """Keystone's client of the server's user."""
    from codomyrmex.cloud.infomaniak.auth import InfomaniakCredentials
    from codomyrmex.cloud.infomaniak.identity import InfomaniakIdentityClient

    user = InfomaniakCredentials(
        auth_url=server.auth_url, username=server.user, password=server.password, project=server.project
    )
    return InfomaniakIdentityClient(user)


def swift_ceph(name: str, ceph: CephServer, _folder: Path) -> Harness:
    account = ceph.swift
    credentials: dict[str, dict[str, Any]] = {
        "wrong": {"key": "another-key"},
        "none": {"user": None, "key": None, "anonymous": True, "storage_url": account.storage_url},
    }
    options = {"auth_url": account.auth_url, "user": account.user, "key": account.key}
    return _swift(name, options, account.key, credentials, swift_connection(account))


def swift_openstack(name: str, server: OpenStackServer, _folder: Path) -> Harness:
    options = {
        "auth_url": server.auth_url,
        "application_credential_id": server.application_credential_id,
        "application_credential_secret": server.application_credential_secret,
    }
    credentials: dict[str, dict[str, Any]] = {
        "wrong": {"application_credential_secret": "another-secret"},
        "none": {
            **dict.fromkeys(options),
            "anonymous": True,
            "storage_url": server.storage_url,
        },
    }
    secret = server.application_credential_secret
    return _swift(name, options, secret, credentials, openstack_connection(server))


def _swift(
    name: str,
    options: Mapping[str, Any],
    secret: str,
    credentials: Mapping[str, Mapping[str, Any]],
    independent: Any,
) -> Harness:
    lacking = LACKING.get(name, {})
    declared = {**dict.fromkeys(HAVING.get(name, ()), True), **dict.fromkeys(lacking, False)}

    def connect(*, capabilities: Mapping[str, bool] | None = None, **replaced: Any) -> StorageClient:
        from codomyrmex.cloud.infomaniak.object_storage import InfomaniakObjectStorageClient

        arguments = {"retry": RetryPolicy(longest_delay=0.2), **options, **replaced}
        client = InfomaniakObjectStorageClient(**arguments, capabilities=declared | dict(capabilities or {}))
        client.page_size = client.batch_size = SMALL_PAGE
        return client

    def segments(bucket: str) -> list[str]:
        return loose_segments(independent, bucket)

    return Harness(
        name,
        name,
        connect,
        segments,
        listed_in(UNSUPPORTED, name),
        listed_in(BY_CHANCE, name),
        lacking,
        secret,
        credentials,
        page_size=SMALL_PAGE,
        batch_size=SMALL_PAGE,
        public_policy=lambda _bucket: {"read": ".r:*"},
    )
