"""``cmx identity``."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from codomyrmex.cloud.cli.exits import ExitCode
from codomyrmex.cloud.infomaniak.identity import InfomaniakIdentityClient
from tests.contract.block_storage import name_of
from tests.unit.cloud.cli.conftest import Cmx, Run


@pytest.fixture(scope="module")
def project(openstack_cloud: Any) -> Iterator[Any]:
    """A new project with a user."""
    with openstack_cloud.project() as made:
        yield made


@pytest.fixture(autouse=True)
def caller(project: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """The user's variables."""
    monkeypatch.setenv("INFOMANIAK_AUTH_URL", project.auth_url)
    monkeypatch.setenv("INFOMANIAK_REGION", project.region)
    monkeypatch.setenv("INFOMANIAK_USERNAME", project.username)
    monkeypatch.setenv("INFOMANIAK_PASSWORD", project.password)
    monkeypatch.setenv("INFOMANIAK_PROJECT_ID", project.project_id)


@pytest.fixture
def keystone(project: Any) -> InfomaniakIdentityClient:
    """The user's client."""
    return InfomaniakIdentityClient(project.credentials())


def test_who_calls(cmx: Cmx, project: Any) -> None:
    caller = cmx("identity", "whoami", "--json").object
    assert (caller["user_id"], caller["project_id"]) == (project.user_id, project.project_id)
    shown = cmx("identity", "whoami").out
    assert f"user_name     {project.username}\n" in shown
    assert [one["id"] for one in cmx("identity", "projects", "--json").lines] == [project.project_id]
    assert {one["name"] for one in cmx("identity", "roles", "--json").lines} == set(caller["roles"])
    assert cmx("identity", "roles", "--all").code == ExitCode.DENIED
    assert project.password not in shown


def test_the_catalogue(cmx: Cmx, project: Any, keystone: InfomaniakIdentityClient) -> None:
    region = project.region
    (volumes,) = keystone.list_endpoints(type="block-storage", region=region, interface="public")
    chosen = ("--type", "block-storage", "--region", region)
    (line,) = cmx("identity", "catalog", *chosen, "--quiet").out.splitlines()
    assert line.split() == [volumes.type, volumes.service, volumes.region, volumes.url]


def test_keys(cmx: Cmx, keystone: InfomaniakIdentityClient) -> None:
    made = cmx("identity", "keys", "create", "--json").object
    assert made["access_key"] in {key.access_key for key in keystone.list_access_keys()}
    assert made["secret"]
    listed = cmx("identity", "keys", "ls").out
    assert made["access_key"] in listed
    assert made["secret"] not in listed
    assert cmx("identity", "keys", "rm", made["access_key"]).code == ExitCode.USAGE
    assert cmx("identity", "keys", "rm", made["access_key"], "--yes").code == 0
    assert cmx("identity", "keys", "rm", made["access_key"], "--yes").code == ExitCode.NOT_FOUND


def test_application_credentials(
    cmx: Cmx, keystone: InfomaniakIdentityClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = name_of("robot")
    create = ("identity", "credentials", "create", name, "--role", "reader")
    assert cmx(*create, "--expires", "tomorrow").code == ExitCode.USAGE
    made = cmx(*create, "--expires", "2090-01-01T12:00Z", "--json").object
    found = keystone.get_application_credential(made["id"])
    assert (found.roles, found.expires_at) == (("reader",), datetime(2090, 1, 1, 12, tzinfo=UTC))
    line = next(line for line in cmx("identity", "credentials", "ls").out.splitlines() if name in line)
    assert line.split()[:3] == [made["id"], name, "reader"]
    assert made["secret"] not in line
    with monkeypatch.context() as restricted:
        for variable in ("USERNAME", "PASSWORD", "PROJECT_ID"):
            restricted.delenv(f"INFOMANIAK_{variable}")
        restricted.setenv("INFOMANIAK_APP_CREDENTIAL_ID", made["id"])
        restricted.setenv("INFOMANIAK_APP_CREDENTIAL_SECRET", made["secret"])
        refused = cmx("identity", "keys", "create")
        assert (refused.code, "needs a user with a password" in refused.err) == (ExitCode.DENIED, True)
    assert cmx("identity", "credentials", "rm", name, "--yes").out == f"{name} deleted\n"
    assert name not in {one.name for one in keystone.list_application_credentials()}


def test_access_rules(run: Run, keystone: InfomaniakIdentityClient) -> None:
    name = name_of("ruled")
    create = ("identity", "credentials", "create", name)
    made = run(*create, "--rule", "compute:GET:/v2.1/servers", "--json")
    (rule,) = keystone.get_application_credential(made["id"]).access_rules
    assert (rule.service, rule.method, rule.path) == ("compute", "GET", "/v2.1/servers")
    assert "/v2.1/servers" in run("identity", "credentials", "show", name)
    assert str(rule.id) in run("identity", "rules", "ls")
    run("identity", "credentials", "rm", name, "--yes")
    assert run("identity", "rules", "rm", rule.id, "--yes") == f"access rule {rule.id} deleted\n"
    assert list(keystone.list_access_rules()) == []


def test_a_rule_is_written_in_three_parts(cmx: Cmx) -> None:
    refused = cmx("identity", "credentials", "create", "x", "--rule", "compute:GET")
    assert (refused.code, "SERVICE:METHOD:PATH" in refused.err) == (ExitCode.USAGE, True)


def test_roles_and_passwords(openstack_cloud: Any, cmx: Cmx, monkeypatch: pytest.MonkeyPatch) -> None:
    with openstack_cloud.project() as other:
        for name in ("username", "password", "project_id"):
            monkeypatch.setenv(f"INFOMANIAK_{name.upper()}", getattr(other, name))
        (assigned, *_more) = cmx("identity", "assignments", "--json").lines
        assert (assigned["user_id"], assigned["project_id"]) == (other.user_id, other.project_id)
        changed = cmx("identity", "password", "--old", other.password, "--new", "another one")
        assert (changed.code, changed.out) == (0, "password changed\n")
        assert cmx("identity", "whoami").code == ExitCode.DENIED
        monkeypatch.setenv("INFOMANIAK_PASSWORD", "another one")
        assert cmx("identity", "whoami").code == 0


def test_another_provider_has_no_catalogue(cmx: Cmx) -> None:
    refused = cmx("identity", "catalog", "--profile", "local")
    assert (refused.code, "no client of identity" in refused.err) == (ExitCode.FAILED, True)
