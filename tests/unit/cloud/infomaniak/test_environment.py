"""Who calls, as OpenStack's variables say it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from codomyrmex.cloud import connect
from codomyrmex.cloud.common.errors import ConfigurationError
from codomyrmex.cloud.infomaniak.object_storage import InfomaniakObjectStorageClient
from tests.servers.ceph import CephServer
from tests.servers.openstack.server import OpenStackServer


def by_project_name(server: OpenStackServer) -> dict[str, str]:
    """What the dashboard's file sets."""
    return {
        "OS_AUTH_URL": server.auth_url,
        "OS_USERNAME": server.user,
        "OS_PASSWORD": server.password,
        "OS_PROJECT_NAME": server.project,
        "OS_USER_DOMAIN_NAME": "Default",
        "OS_REGION_NAME": "RegionOne",
    }


def by_project_id(server: OpenStackServer) -> dict[str, str]:
    """The same without the project's name."""
    variables = by_project_name(server)
    del variables["OS_PROJECT_NAME"]
    return {**variables, "OS_PROJECT_ID": server.storage_url.rpartition("AUTH_")[2]}


def by_credential(server: OpenStackServer) -> dict[str, str]:
    """An application credential."""
    return {
        "OS_AUTH_URL": server.auth_url,
        "OS_AUTH_TYPE": "v3applicationcredential",
        "OS_APPLICATION_CREDENTIAL_ID": server.application_credential_id,
        "OS_APPLICATION_CREDENTIAL_SECRET": server.application_credential_secret,
    }


@pytest.mark.parametrize("variables_of", [by_project_name, by_project_id, by_credential])
def test_the_variables_say_who_calls(
    openstack_server: OpenStackServer,
    monkeypatch: pytest.MonkeyPatch,
    variables_of: Callable[[OpenStackServer], dict[str, str]],
) -> None:
    for name, value in variables_of(openstack_server).items():
        monkeypatch.setenv(name, value)
    for client in (InfomaniakObjectStorageClient.from_env(), connect("swift").storage):
        client.ensure_bucket("of-the-environment")
        assert "of-the-environment" in client.list_buckets()


def test_version_1_has_variables_of_its_own(ceph_server: CephServer, monkeypatch: pytest.MonkeyPatch) -> None:
    account = ceph_server.swift
    for name, value in (("ST_AUTH", account.auth_url), ("ST_USER", account.user), ("ST_KEY", account.key)):
        monkeypatch.setenv(name, value)
    assert isinstance(InfomaniakObjectStorageClient.from_env().list_buckets(), list)
    assert isinstance(connect("swift").storage.list_buckets(), list)


def test_half_of_them_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OS_USERNAME", "somebody")
    with pytest.raises(ConfigurationError, match="username, password and project"):
        InfomaniakObjectStorageClient.from_env()
