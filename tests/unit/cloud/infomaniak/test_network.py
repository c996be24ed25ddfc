"""What is Neutron's and Octavia's own, read back by openstacksdk."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from codomyrmex.cloud.common.errors import (
    ConflictError,
    InvalidRequestError,
    NotFoundError,
    NotSupportedError,
    QuotaExceededError,
)
from codomyrmex.cloud.common.network import PortAddress
from codomyrmex.cloud.infomaniak.network import (
    InfomaniakNetworkClient,
    L7Action,
    L7Comparison,
    L7Field,
)

ABSENT = "00000000-0000-4000-8000-000000000000"


@pytest.fixture(scope="module")
def project(openstack_cloud: Any) -> Iterator[Any]:
    """A project of its own."""
    with openstack_cloud.project() as made:
        yield made


@pytest.fixture(scope="module")
def network(project: Any) -> Iterator[InfomaniakNetworkClient]:
    """The user's client."""
    with InfomaniakNetworkClient(project.credentials()) as client:
        yield client


@pytest.fixture(scope="module")
def sdk(project: Any) -> Any:
    """openstacksdk, to look at the result another way."""
    return project.sdk()


def test_the_import_loads_no_sdk() -> None:
    program = "import codomyrmex.cloud.infomaniak.network, sys; print('openstack' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"


def test_what_neutron_keeps(network: InfomaniakNetworkClient, sdk: Any) -> None:
    made = network.create_network("kept", description="ours", tags={"team": "blue", "lone": ""})
    subnet = network.create_subnet(made.id, "10.1.0.0/24", gateway="10.1.0.9", dns_servers=["9.9.9.9"])
    router = network.create_router("kept", gateway_network_id=network.find_network("public").id)
    network.add_router_interface(router.id, subnet.id)
    group = network.create_security_group("kept")
    rule = network.add_security_group_rule(group.id, protocol="tcp", port_min=22, cidr="192.0.2.0/24")
    port = network.create_port(made.id, security_group_ids=[group.id], tags={"a": "b"})
    address = network.allocate_floating_ip(description="front")
    network.associate_floating_ip(address.id, port.id)

    neutron = sdk.network
    kept = neutron.get_network(made.id)
    assert (kept.name, kept.description, sorted(kept.tags)) == ("kept", "ours", ["lone", "team=blue"])
    kept = neutron.get_subnet(subnet.id)
    assert (kept.gateway_ip, kept.dns_nameservers, kept.is_dhcp_enabled) == ("10.1.0.9", ["9.9.9.9"], True)
    assert neutron.get_router(router.id).external_gateway_info["network_id"] == address.network_id
    kept = neutron.get_security_group_rule(rule.id)
    assert (kept.port_range_min, kept.port_range_max, kept.remote_ip_prefix) == (22, 22, "192.0.2.0/24")
    kept = neutron.get_port(port.id)
    assert (kept.security_group_ids, kept.tags) == ([group.id], ["a=b"])
    kept = neutron.get_ip(address.id)
    assert (kept.port_id, kept.description, kept.floating_ip_address) == (port.id, "front", address.address)


def test_what_is_changed_in_neutron(network: InfomaniakNetworkClient, sdk: Any) -> None:
    neutron = sdk.network
    made = network.create_network("before")
    subnet = network.create_subnet(made.id, "10.9.0.0/24", dns_servers=["9.9.9.9"])
    router = network.create_router("before")
    network.add_router_interface(router.id, subnet.id)
    group = network.create_security_group("before")
    port = network.create_port(made.id)
    address = network.allocate_floating_ip()

    network.update_network(made.id, name="after", tags={"team": "blue"})
    kept = neutron.get_network(made.id)
    assert (kept.name, kept.tags) == ("after", ["team=blue"])
    network.update_subnet(subnet.id, dns_servers=["1.1.1.1"], allocation_pools=[("10.9.0.9", "10.9.0.99")])
    kept = neutron.get_subnet(subnet.id)
    assert (kept.dns_nameservers, kept.gateway_ip) == (["1.1.1.1"], "10.9.0.1")
    assert kept.allocation_pools == [{"start": "10.9.0.9", "end": "10.9.0.99"}]
    network.update_port(port.id, addresses=[PortAddress("10.9.0.50", subnet.id)], description="ours")
    kept = neutron.get_port(port.id)
    assert (kept.fixed_ips, kept.description) == (
        [{"subnet_id": subnet.id, "ip_address": "10.9.0.50"}],
        "ours",
    )
    network.update_router(router.id, description="ours", tags={"lone": ""})
    network.add_router_route(router.id, "192.168.0.0/16", "10.9.0.50")
    kept = neutron.get_router(router.id)
    assert (kept.description, kept.tags) == ("ours", ["lone"])
    assert kept.routes == [{"destination": "192.168.0.0/16", "nexthop": "10.9.0.50"}]
    network.remove_router_route(router.id, "192.168.0.0/16", "10.9.0.50")
    assert neutron.get_router(router.id).routes == []
    network.update_security_group(group.id, name="after")
    assert neutron.get_security_group(group.id).name == "after"
    network.update_floating_ip(address.id, description="front", tags={"a": "b"})
    kept = neutron.get_ip(address.id)
    assert (kept.description, kept.tags) == ("front", ["a=b"])


def test_what_a_port_may_send(network: InfomaniakNetworkClient, sdk: Any) -> None:
    made = network.create_network("sent")
    network.create_subnet(made.id, "10.12.0.0/24")
    port = network.create_port(made.id)
    network.set_allowed_addresses(port.id, ["10.12.0.200", "10.99.0.0/16"])
    kept = sdk.network.get_port(port.id).allowed_address_pairs
    assert [pair["ip_address"] for pair in kept] == ["10.12.0.200", "10.99.0.0/16"]
    with pytest.raises(ConflictError):
        network.set_port_security(port.id, False)
    assert network.set_allowed_addresses(port.id, []).details["allowed_address_pairs"] == []
    network.update_port(port.id, security_group_ids=[])
    assert network.set_port_security(port.id, False).details["port_security_enabled"] is False
    assert sdk.network.get_port(port.id).is_port_security_enabled is False
    with pytest.raises(InvalidRequestError):
        network.set_allowed_addresses(port.id, ["here"])


@pytest.mark.parametrize(("cidr", "mode"), [("fd00:2::/64", "slaac"), ("fd00:2::/96", "dhcpv6-stateful")])
def test_how_addresses_of_version_6_are_found(
    network: InfomaniakNetworkClient, sdk: Any, cidr: str, mode: str
) -> None:
    made = network.create_subnet(network.create_network("v6").id, cidr)
    kept = sdk.network.get_subnet(made.id)
    assert (kept.ipv6_ra_mode, kept.ipv6_address_mode) == (mode, mode)
    assert network.create_port(made.network_id).addresses[0].subnet_id == made.id


def test_a_tag_that_cannot_be_kept_makes_nothing(network: InfomaniakNetworkClient, sdk: Any) -> None:
    with pytest.raises(InvalidRequestError, match="cannot be kept"):
        network.create_network("untagged", tags={"a=b": "c"})
    # Neutron itself refuses this one, after it has made the network.
    with pytest.raises(InvalidRequestError):
        network.create_network("untagged", tags={"a": "b" * 300})
    assert sdk.network.find_network("untagged") is None


def test_port_forwarding(network: InfomaniakNetworkClient, sdk: Any) -> None:
    made = network.create_network("forwarded")
    subnet = network.create_subnet(made.id, "10.3.0.0/24")
    router = network.create_router("forwarded", gateway_network_id=network.find_network("public").id)
    network.add_router_interface(router.id, subnet.id)
    port = network.create_port(made.id)
    inside = port.addresses[0].address
    address = network.allocate_floating_ip()

    forwarding = network.create_port_forwarding(address.id, 2222, port.id, 22, internal_address=inside)
    assert list(network.list_port_forwardings(address.id)) == [forwarding]
    (kept,) = sdk.network.floating_ip_port_forwardings(address.id)
    assert (kept.id, kept.external_port, kept.internal_port) == (forwarding.id, 2222, 22)
    with pytest.raises(ConflictError):
        network.create_port_forwarding(address.id, 2222, port.id, 22, internal_address=inside)
    with pytest.raises(NotFoundError):
        network.create_port_forwarding(ABSENT, 2222, port.id, 22, internal_address=inside)
    with pytest.raises(InvalidRequestError, match="sctp"):
        network.create_port_forwarding(address.id, 1, port.id, 1, internal_address=inside, protocol="sctp")
    changed = network.update_port_forwarding(address.id, forwarding.id, external_port=2223, protocol="udp")
    (kept,) = sdk.network.floating_ip_port_forwardings(address.id)
    assert (kept.external_port, kept.internal_port, kept.protocol) == (2223, 22, "udp")
    assert (changed.external_port, changed.port_id) == (2223, port.id)
    network.delete_port_forwarding(address.id, forwarding.id)
    assert list(network.list_port_forwardings(address.id)) == []
    with pytest.raises(NotFoundError):
        network.delete_port_forwarding(address.id, forwarding.id)


def test_l7_policies(network: InfomaniakNetworkClient, sdk: Any) -> None:
    subnet = network.create_subnet(network.create_network("balanced").id, "10.4.0.0/24")
    balancer = network.wait_for_load_balancer(network.create_load_balancer("balanced", subnet.id).id)
    listener = network.create_listener(balancer.id, "http", 80)
    pool = network.create_pool(balancer.id, "http")

    policy = network.create_l7_policy(listener.id, "redirect_to_pool", target=pool.id, name="api")
    assert (policy.action, policy.target, policy.name) == (L7Action.REDIRECT_TO_POOL, pool.id, "api")
    rule = network.add_l7_rule(policy.id, L7Field.PATH, L7Comparison.STARTS_WITH, "/api")
    header = network.add_l7_rule(policy.id, "header", "equal_to", "yes", key="x-api", invert=True)
    assert {one.id for one in network.list_l7_rules(policy.id)} == {rule.id, header.id}
    assert (header.key, header.invert, rule.value) == ("x-api", True, "/api")
    kept = sdk.load_balancer.get_l7_policy(policy.id)
    assert (kept.redirect_pool_id, len(kept.rules)) == (pool.id, 2)
    assert [one.id for one in network.list_l7_policies(listener.id)] == [policy.id]
    with pytest.raises(ConflictError):
        network.delete_pool(pool.id)

    network.update_l7_rule(policy.id, rule.id, comparison="ends_with", value="/v2", invert=True)
    kept = sdk.load_balancer.get_l7_rule(rule.id, policy.id)
    assert (kept.compare_type, kept.rule_value, kept.invert) == ("ENDS_WITH", "/v2", True)
    with pytest.raises(InvalidRequestError, match="key"):
        network.update_l7_rule(policy.id, rule.id, key="x")
    changed = network.update_l7_policy(
        policy.id, action="redirect_to_url", target="http://other.example/", name="moved"
    )
    assert (changed.action, changed.target) == (L7Action.REDIRECT_TO_URL, "http://other.example/")
    kept = sdk.load_balancer.get_l7_policy(policy.id)
    assert (kept.action, kept.redirect_url, kept.name) == (
        "REDIRECT_TO_URL",
        "http://other.example/",
        "moved",
    )
    assert network.find_l7_policy("moved") == changed
    assert network.update_l7_policy(policy.id, action="redirect_to_pool", target=pool.id).target == pool.id
    network.remove_l7_rule(policy.id, header.id)
    assert network.get_l7_policy(policy.id).rule_ids == (rule.id,)
    network.delete_l7_policy(policy.id)
    with pytest.raises(NotFoundError):
        network.get_l7_policy(policy.id)
    network.delete_pool(pool.id)

    reject: Callable[[], object] = lambda: network.create_l7_policy(listener.id, "reject", target="x")  # noqa: E731
    for call in (
        reject,
        lambda: network.create_l7_policy(listener.id, "redirect_to_url"),
        lambda: network.add_l7_rule(ABSENT, "header", "equal_to", "x"),
        lambda: network.add_l7_rule(ABSENT, "body", "equal_to", "x"),
    ):
        with pytest.raises(InvalidRequestError):
            call()
    with pytest.raises(NotFoundError):
        network.create_l7_policy(ABSENT, "reject")


def test_over_quota(openstack_cloud: Any) -> None:
    with openstack_cloud.project() as poor, InfomaniakNetworkClient(poor.credentials()) as client:
        openstack_cloud.admin().network.update_quota(poor.project_id, networks=0, floating_ips=0)
        openstack_cloud.admin().load_balancer.update_quota(poor.project_id, load_balancers=0)
        public = client.find_network("public")
        calls: tuple[Callable[[], object], ...] = (
            lambda: client.create_network("n"),
            client.allocate_floating_ip,
            lambda: client.create_load_balancer("b", public.subnet_ids[0]),
        )
        for call in calls:
            with pytest.raises(QuotaExceededError):
                call()
        limits = {quota.name: quota.limit for quota in client.list_quotas()}
        assert (limits["network"], limits["floatingip"], limits["load_balancer"]) == (0, 0, 0)


def test_an_application_credential_is_enough(project: Any) -> None:
    with InfomaniakNetworkClient(project.restricted()) as client:
        made = client.create_network("restricted")
        client.delete_network(made.id)
        assert "load_balancer" in {quota.name for quota in client.list_quotas()}


def test_a_cloud_without_load_balancers(project: Any) -> None:
    connection = project.sdk()
    connection.config.config["load_balancer_endpoint_override"] = None
    connection.config.disable_service("load-balancer", reason="for this row")
    client = InfomaniakNetworkClient(connection=connection)
    with pytest.raises(NotSupportedError):
        client.list_load_balancers()
    assert "load_balancer" not in {quota.name for quota in client.list_quotas()}
