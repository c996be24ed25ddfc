"""Credentials that end in the middle of a run, and services that a region does not have: every client."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

import pytest

from codomyrmex.cloud.common.errors import AuthenticationError, NotSupportedError
from codomyrmex.cloud.infomaniak.auth import InfomaniakCredentials
from codomyrmex.cloud.infomaniak.connection import SharedConnection
from codomyrmex.cloud.infomaniak.service import OpenStackClient
from tests.servers.fault_proxy import FaultProxy
from tests.unit.cloud.infomaniak.every_client import CALLS, Calls

LOGIN = "POST", "/v3/auth/tokens"


def _application_credential(cloud: Any, project: Any) -> tuple[InfomaniakCredentials, Callable[[], None]]:
    return project.restricted(), lambda: cloud.administrator.delete_application_credential(
        project.username, project.password, project.application_credential_id
    )


def _user(cloud: Any, project: Any) -> tuple[InfomaniakCredentials, Callable[[], None]]:
    return project.credentials(), lambda: cloud.administrator.set_password(project.user_id, "another-one")


def _begun(calls: Calls, credentials: InfomaniakCredentials) -> OpenStackClient:
    """A client with a token, on a connection of its own. Its service has not seen the token: services keep
    those that they have seen for five minutes."""
    client = calls.client(connection=SharedConnection(credentials).open())
    client.native.authorize()
    return client


@pytest.mark.parametrize("kind", [_application_credential, _user])
def test_a_credential_that_ends_in_the_middle_of_a_run(
    openstack_cloud: Any,
    fault_proxy: Callable[[int], FaultProxy],
    kind: Callable[[Any, Any], tuple[InfomaniakCredentials, Callable[[], None]]],
) -> None:
    keystone = fault_proxy(urlsplit(openstack_cloud.auth_url).port or 0)
    with openstack_cloud.project() as project:
        credentials, end = kind(openstack_cloud, project)
        secrets = (project.password, project.application_credential_secret)
        credentials = replace(credentials, auth_url=f"http://127.0.0.1:{keystone.port}/v3")
        clients = [(calls, _begun(calls, credentials)) for calls in CALLS]
        renewals: list[int] = []
        end()
        for calls, client in clients:
            keystone.requests.clear()
            with pytest.raises(AuthenticationError, match="new one") as raised, client:
                calls.read(client)
            error = raised.value
            assert (error.provider, error.operation) == ("infomaniak", calls.reads)
            assert not any(secret in f"{error!r} {error}" for secret in secrets)
            renewals.append([(one.method, one.target) for one in keystone.requests].count(LOGIN))
    # Each tried once to renew its token; only Keystone says itself that an application credential is gone.
    assert max(renewals) == 1
    assert sum(renewals) >= len(CALLS) - 1


@pytest.mark.parametrize("calls", CALLS, ids=str)
def test_a_service_that_the_region_does_not_have(project: Any, calls: Calls) -> None:
    client = calls.client(replace(project.credentials(), region="nowhere"))
    with pytest.raises(NotSupportedError, match="not in the catalogue") as raised, client:
        calls.read(client)
    error = raised.value
    assert (error.provider, error.operation) == ("infomaniak", calls.reads)
    assert calls.service[1] in error.message
    assert "nowhere" in error.message


@pytest.fixture(scope="module")
def project(openstack_cloud: Any) -> Any:
    """Whose region has no services."""
    with openstack_cloud.project() as made:
        yield made
