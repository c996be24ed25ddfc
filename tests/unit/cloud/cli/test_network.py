"""``cmx network`` and ``cmx lb`` on a real Neutron and Octavia."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from click.testing import CliRunner

from codomyrmex.cloud.cli.app import cmx
from codomyrmex.cloud.cli.session import Session
from codomyrmex.cloud.common.errors import ConflictError, InvalidRequestError, NotFoundError

Run = Callable[..., str]


@pytest.fixture(scope="module")
def project(openstack_cloud: Any) -> Iterator[Any]:
    """A project of its own."""
    with openstack_cloud.project() as made:
        yield made


@pytest.fixture
def run(project: Any) -> Run:
    """Runs a command in this process, and gives what it prints; what it raises is raised."""
    environment = {
        "INFOMANIAK_AUTH_URL": project.auth_url,
        "INFOMANIAK_REGION": project.region,
        "INFOMANIAK_USERNAME": project.username,
        "INFOMANIAK_PASSWORD": project.password,
        "INFOMANIAK_PROJECT_ID": project.project_id,
    }

    def run(*arguments: object) -> str:
        words = [str(argument) for argument in arguments]
        done = CliRunner().invoke(cmx, words, obj=Session(), env=environment, catch_exceptions=False)
        assert done.exit_code == 0, done.output
        return done.stdout

    return run


def test_the_life_of_a_network(run: Run, project: Any) -> None:
    neutron = project.sdk().network
    assert "created, id" in run("network", "create", "web", "--subnet", "10.5.0.0/24")
    kept = neutron.find_network("web")
    assert [subnet.cidr for subnet in neutron.subnets(network_id=kept.id)] == ["10.5.0.0/24"]
    assert kept.id in run("network", "ls")
    assert json.loads(run("network", "show", "web", "--json"))["id"] == kept.id
    with pytest.raises(InvalidRequestError):
        run("network", "create", "half", "--subnet", "10.5.0.0")
    assert neutron.find_network("half") is None

    six = json.loads(run("network", "subnet", "create", "web", "fd00:5::/64", "--name", "six", "--json"))
    assert (six["ip_version"], six["allocation_pools"][0]["first"]) == (6, "fd00:5::1")
    assert "fd00:5::/64" in run("network", "subnet", "ls", "--network", "web")
    run("network", "subnet", "rm", "six", "--yes")

    group = json.loads(run("network", "group", "create", "guard", "--json"))
    rule = json.loads(run("network", "group", "allow", "guard", "tcp:8000-8080", "--json"))
    assert (rule["port_min"], rule["port_max"], rule["group_id"]) == (8000, 8080, group["id"])
    assert "8000-8080" in run("network", "group", "show", "guard")
    run("network", "group", "deny", "guard", rule["id"])
    assert "8000" not in run("network", "group", "show", "guard")

    run("network", "port", "create", "web", "--name", "eth0", "--subnet", "web", "--group", "guard")
    assert "eth0" in run("network", "port", "ls", "--network", "web")
    with pytest.raises(ConflictError, match="eth0"):
        run("network", "rm", "web", "--yes")
    run("network", "router", "create", "out", "--external", "public")
    assert "10.5.0.1" in run("network", "router", "connect", "out", "web")
    assert "out" in run("network", "router", "ls")
    address = json.loads(run("network", "ip", "allocate", "--json"))["address"]
    assert "eth0" in run("network", "ip", "attach", address, "eth0")
    assert address in run("network", "ip", "ls")
    run("network", "ip", "detach", address)
    run("network", "ip", "release", address, "--yes")
    run("network", "router", "disconnect", "out", "web")
    run("network", "router", "rm", "out", "--yes")
    run("network", "port", "rm", "eth0", "--yes")
    run("network", "group", "rm", "guard", "--yes")
    assert run("network", "rm", "web", "--yes") == "network web deleted\n"
    assert neutron.find_network("web") is None
    assert "floatingip" in run("network", "quota")


def test_the_life_of_a_load_balancer(run: Run, project: Any) -> None:
    octavia = project.sdk().load_balancer
    run("network", "create", "back", "--subnet", "10.6.0.0/24")
    assert json.loads(run("lb", "create", "front", "back", "--json"))["state"] == "active"
    run("lb", "listener", "create", "front", "http", 80, "--name", "web")
    run("lb", "pool", "create", "front", "http", "--name", "machines", "--listener", "web")
    run("lb", "member", "add", "machines", "10.6.0.9", 8080, "--weight", 5, "--name", "first")
    run("lb", "monitor", "create", "machines", "http", "--path", "/health")
    shown = run("lb", "show", "front").splitlines()
    assert [line.split()[0] for line in shown] == ["front", "listener", "pool", "member"]
    assert "10.6.0.9:8080, weight 5" in shown[3]
    tree = json.loads(run("lb", "show", "front", "--json"))
    assert tree["pools"][0]["members"][0]["address"] == "10.6.0.9"
    for part in ("listener", "pool", "monitor"):
        assert "active" in run("lb", part, "ls")
    assert "10.6.0.9" in run("lb", "member", "ls", "machines")
    assert "bytes_in" in run("lb", "stats", "front")

    with pytest.raises(ConflictError, match="cascade"):
        run("lb", "rm", "front", "--yes")
    with pytest.raises(NotFoundError):
        run("lb", "show", "nobody")
    run("lb", "monitor", "rm", "machines", "--yes")
    run("lb", "member", "rm", "machines", "first", "--yes")
    assert list(octavia.members(octavia.find_pool("machines").id)) == []
    run("lb", "listener", "rm", "web", "--yes")
    run("lb", "pool", "rm", "machines", "--yes")
    run("lb", "rm", "front", "--yes")
    assert octavia.find_load_balancer("front") is None
