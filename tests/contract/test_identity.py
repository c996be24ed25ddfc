"""The contract of identity: what every provider's client does alike."""

from __future__ import annotations

import pickle
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from codomyrmex.cloud.common.errors import (
    AuthenticationError,
    InvalidRequestError,
    NotFoundError,
    PermissionDeniedError,
)
from codomyrmex.cloud.common.identity import AccessKey, IdentityClient
from tests.contract.identity import IdentityHarness, openstack_identity


@pytest.fixture(scope="module", params=[pytest.param("infomaniak", marks=pytest.mark.openstack_cloud)])
def account(request: pytest.FixtureRequest) -> Iterator[IdentityHarness]:
    """A user of each provider."""
    with openstack_identity(request.getfixturevalue("openstack_cloud")) as harness:
        yield harness


@pytest.fixture(scope="module")
def client(account: IdentityHarness) -> IdentityClient:
    """The client under test."""
    return account.client


def test_who_calls(account: IdentityHarness) -> None:
    caller = account.client.whoami()
    assert (caller.user_id, caller.user_name) == account.user
    assert (caller.project_id, caller.project_name) == account.project
    assert account.role in caller.roles
    assert caller.expires_at is not None
    assert caller.expires_at.tzinfo is not None


def test_the_user_and_the_project(account: IdentityHarness) -> None:
    user, project = account.client.current_user(), account.client.current_project()
    assert (user.id, user.name, user.is_enabled) == (*account.user, True)
    assert (project.id, project.name, project.is_enabled) == (*account.project, True)
    assert list(account.client.list_projects()) == [project]


def test_the_caller_s_own_roles(account: IdentityHarness) -> None:
    assignments = list(account.client.list_role_assignments())
    assert {one.role.name for one in assignments} == set(account.client.whoami().roles)
    assert {(one.user_id, one.project_id) for one in assignments} == {(account.user[0], account.project[0])}


def test_an_administrator_sees_the_roles_of_all(account: IdentityHarness) -> None:
    roles = {role.id: role.name for role in account.administrator.list_roles()}
    found = list(account.administrator.list_role_assignments(project_id=account.project[0]))
    assert {one.user_id for one in found} == {account.user[0]}
    assert account.role in {roles[one.role.id] for one in found}
    of_user = list(account.administrator.list_role_assignments(user_id=account.user[0]))
    assert {one.role for one in found} <= {one.role for one in of_user}


@pytest.mark.parametrize("method", ["list_roles", "list_role_assignments"])
def test_others_do_not(account: IdentityHarness, method: str) -> None:
    of_others = {} if method == "list_roles" else {"project_id": account.project[0]}
    with pytest.raises(PermissionDeniedError) as refusal:
        getattr(account.client, method)(**of_others)
    assert refusal.value.operation == method


def test_an_access_key_is_made_listed_and_deleted(account: IdentityHarness) -> None:
    made = account.client.create_access_key()
    assert account.access_keys()[made.access_key] == made.secret
    assert (made.user_id, made.project_id) == (account.user[0], account.project[0])
    (listed,) = (key for key in account.client.list_access_keys() if key.access_key == made.access_key)
    assert listed.secret is None
    account.client.delete_access_key(made.access_key)
    assert made.access_key not in account.access_keys()
    with pytest.raises(NotFoundError):
        account.client.delete_access_key(made.access_key)


def test_a_secret_is_shown_to_nobody_else() -> None:
    key = AccessKey("access", "user", secret="the secret")
    assert "the secret" not in repr(key)
    assert b"the secret" not in pickle.dumps(key)
    assert pickle.loads(pickle.dumps(key)) == AccessKey("access", "user")  # noqa: S301 - our own bytes


@pytest.mark.parametrize("wrong", ["", "..", " padded", "new\nline"])
def test_ids_that_name_nothing(client: IdentityClient, wrong: str) -> None:
    with pytest.raises(InvalidRequestError):
        client.delete_access_key(wrong)
    with pytest.raises(InvalidRequestError):
        client.list_role_assignments(user_id=wrong)


@pytest.mark.parametrize("method", ["whoami", "current_user", "current_project", "create_access_key"])
def test_wrong_credentials(account: IdentityHarness, method: str) -> None:
    with pytest.raises(AuthenticationError) as refusal:
        getattr(account.stranger, method)()
    assert "wrong" in refusal.value.message
    assert (str(refusal.value.provider), refusal.value.operation) == (account.stranger.provider, method)


def test_eight_threads_share_a_client(account: IdentityHarness) -> None:
    def read(_turn: int) -> tuple[str, str]:
        return account.client.whoami().user_id, account.client.current_project().id

    with ThreadPoolExecutor(8) as threads:
        assert set(threads.map(read, range(24))) == {(account.user[0], account.project[0])}
