"""``cmx network`` and ``cmx lb`` on a real Neutron and Octavia."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from codomyrmex.cloud.common.errors import ConflictError, InvalidRequestError, NotFoundError
from tests.unit.cloud.cli.conftest import Run


@pytest.fixture(scope="module")
def project(openstack_cloud: Any) -> Iterator[Any]:
    """A project of its own."""
    with openstack_cloud.project() as made:
        yield made


def test_the_life_of_a_network(run: Run, project: Any) -> None:
    neutron = project.sdk().network
    assert "created, id" in run("network", "create", "web", "--subnet", "10.5.0.0/24")
    kept = neutron.find_network("web")
    assert [subnet.cidr for subnet in neutron.subnets(network_id=kept.id)] == ["10.5.0.0/24"]
    assert kept.id in run("network", "ls")
    assert run("network", "show", "web", "--json")["id"] == kept.id
    with pytest.raises(InvalidRequestError):
        run("network", "create", "half", "--subnet", "10.5.0.0")
    assert neutron.find_network("half") is None

    six = run("network", "subnet", "create", "web", "fd00:5::/64", "--name", "six", "--json")
    assert (six["ip_version"], six["allocation_pools"][0]["first"]) == (6, "fd00:5::1")
    assert "fd00:5::/64" in run("network", "subnet", "ls", "--network", "web")
    run("network", "subnet", "rm", "six", "--yes")

    group = run("network", "group", "create", "guard", "--json")
    rule = run("network", "group", "allow", "guard", "tcp:8000-8080", "--json")
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
    address = run("network", "ip", "allocate", "--json")["address"]
    assert "eth0" in run("network", "ip", "attach", address, "eth0")
    assert address in run("network", "ip", "ls")
    run("network", "ip", "detach", address)
    led = ("network", "forward", "create", address, 2222, "eth0", 22)
    assert run(*led).startswith(f"{address}:2222 leads to 10.5.0.")
    (forwarding,) = neutron.port_forwardings(neutron.find_ip(address).id)
    assert ":2223 leads to" in run("network", "forward", "update", address, forwarding.id, "--port", 2223)
    assert "2223" in run("network", "forward", "ls", address)
    run("network", "forward", "rm", address, forwarding.id, "--yes")
    assert run("network", "forward", "ls", address) == ""
    run("network", "ip", "release", address, "--yes")
    hop = ("192.168.0.0/16", "10.5.0.9")
    assert "router out changed" in run("network", "router", "route", "out", *hop)
    assert "192.168.0.0/16" in run("network", "router", "show", "out")
    assert run("network", "router", "unroute", "out", *hop, "--json")["routes"] == []
    run("network", "router", "disconnect", "out", "web")
    run("network", "router", "rm", "out", "--yes")
    run("network", "port", "rm", "eth0", "--yes")
    run("network", "group", "rm", "guard", "--yes")
    assert run("network", "rm", "web", "--yes") == "network web deleted\n"
    assert neutron.find_network("web") is None
    assert "floatingip" in run("network", "quota")


def test_changes_of_a_network(run: Run, project: Any) -> None:
    neutron = project.sdk().network
    run("network", "create", "old", "--subnet", "10.7.0.0/24")
    run("network", "router", "create", "way")
    run("network", "group", "create", "guarding")
    made = run("network", "port", "create", "old", "--name", "eth7", "--json")
    address = run("network", "ip", "allocate", "--json")["address"]

    assert "network new changed, id" in run("network", "update", "old", "--name", "new", "--tag", "team=blue")
    assert neutron.find_network("new").tags == ["team=blue"]
    run("network", "subnet", "update", "old", "--dns", "9.9.9.9", "--no-gateway", "--no-dhcp")
    kept = neutron.find_subnet("old")
    assert (kept.dns_nameservers, kept.gateway_ip, kept.is_dhcp_enabled) == (["9.9.9.9"], None, False)
    changed = run("network", "port", "update", "eth7", "--group", "guarding", "--json")
    assert changed["security_group_ids"] == [neutron.find_security_group("guarding").id]
    run("network", "port", "allow", "eth7", "10.7.0.200")
    assert neutron.get_port(made["id"]).allowed_address_pairs[0]["ip_address"] == "10.7.0.200"
    run("network", "router", "update", "way", "--external", "public", "--description", "out")
    kept = neutron.find_router("way")
    assert (kept.description, bool(kept.external_gateway_info)) == ("out", True)
    run("network", "router", "update", "way", "--no-external")
    assert neutron.find_router("way").external_gateway_info is None
    with pytest.raises(InvalidRequestError, match="nothing to change"):
        run("network", "router", "update", "way")
    run("network", "group", "update", "guarding", "--name", "guard")
    run("network", "ip", "update", address, "--description", "front")
    assert neutron.find_security_group("guard") is not None
    assert neutron.find_ip(address).description == "front"
    for kind, name in (("port", "eth7"), ("subnet", "old"), ("router", "way")):
        assert name in run("network", kind, "show", name)


def test_the_life_of_a_load_balancer(run: Run, project: Any) -> None:
    octavia = project.sdk().load_balancer
    run("network", "create", "back", "--subnet", "10.6.0.0/24")
    assert run("lb", "create", "front", "back", "--json")["state"] == "active"
    run("lb", "listener", "create", "front", "http", 80, "--name", "web")
    run("lb", "pool", "create", "front", "http", "--name", "machines", "--listener", "web")
    run("lb", "member", "add", "machines", "10.6.0.9", 8080, "--weight", 5, "--name", "first")
    run("lb", "monitor", "create", "machines", "http", "--path", "/health")
    shown = run("lb", "show", "front").splitlines()
    assert [line.split()[0] for line in shown] == ["front", "listener", "pool", "member"]
    assert "10.6.0.9:8080, weight 5" in shown[3]
    tree = run("lb", "show", "front", "--json")
    assert tree["pools"][0]["members"][0]["address"] == "10.6.0.9"
    for part in ("listener", "pool", "monitor"):
        assert "active" in run("lb", part, "ls")
    assert "10.6.0.9" in run("lb", "member", "ls", "machines")
    assert "bytes_in" in run("lb", "stats", "front")

    run("lb", "update", "front", "--description", "shop")
    assert octavia.find_load_balancer("front").description == "shop"
    run("lb", "pool", "update", "machines", "--algorithm", "source_ip", "--persistence", "cookie")
    assert octavia.find_pool("machines").lb_algorithm == "SOURCE_IP"
    run("lb", "member", "update", "machines", "first", "--weight", 0)
    run("lb", "monitor", "update", "machines", "--interval", 30)
    run("lb", "listener", "update", "web", "--tag", "a=b")
    assert octavia.find_listener("web").tags == ["a=b"]
    assert "machines" in run("lb", "pool", "show", "machines")
    assert "front" not in run("lb", "listener", "show", "web")

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


def test_policies_and_rules(run: Run, project: Any) -> None:
    octavia = project.sdk().load_balancer
    run("network", "create", "ruled", "--subnet", "10.8.0.0/24")
    run("lb", "create", "gate", "ruled")
    run("lb", "listener", "create", "gate", "http", 80, "--name", "door")
    run("lb", "pool", "create", "gate", "http", "--name", "api")
    made = run("lb", "policy", "create", "door", "redirect_to_pool", "api", "--name", "to-api", "--json")
    assert (made["action"], made["target"]) == ("redirect_to_pool", octavia.find_pool("api").id)
    rule = run("lb", "rule", "add", "to-api", "header", "equal_to", "yes", "--key", "x-api", "--json")
    assert "x-api" in run("lb", "rule", "ls", "to-api")
    assert run("lb", "rule", "update", "to-api", rule["id"], "--not") == f"rule {rule['id']} changed\n"
    assert octavia.get_l7_rule(rule["id"], made["id"]).invert is True
    assert "policy to-api changed" in run("lb", "policy", "update", "to-api", "--action", "reject")
    assert octavia.get_l7_policy(made["id"]).action == "REJECT"
    assert "reject" in run("lb", "policy", "ls", "door")
    assert "reject" in run("lb", "policy", "show", "to-api")
    run("lb", "rule", "rm", "to-api", rule["id"], "--yes")
    run("lb", "policy", "rm", "to-api", "--yes")
    assert list(octavia.l7_policies()) == []
    run("lb", "rm", "gate", "--cascade", "--yes")
