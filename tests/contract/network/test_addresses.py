"""Security groups and floating IPs."""

from __future__ import annotations

import pytest

from codomyrmex.cloud.common.errors import (
    AlreadyExistsError,
    ConflictError,
    InvalidRequestError,
    NotFoundError,
)
from codomyrmex.cloud.common.network import Direction
from tests.contract.network.conftest import NetworkHarness


def test_a_security_group_lives(networks: NetworkHarness) -> None:
    client, name = networks.client, networks.name()
    made = client.create_security_group(name, description="web", tags={"a": "b"})
    assert (made.name, made.description, made.tags) == (name, "web", {"a": "b"})
    assert not [rule for rule in made.rules if rule.direction is Direction.INGRESS]

    https = client.add_security_group_rule(made.id, protocol="tcp", port_min=443, cidr="192.0.2.0/24")
    assert (https.port_min, https.port_max, https.ip_version) == (443, 443, 4)
    peers = client.add_security_group_rule(made.id, remote_group_id=made.id)
    assert (peers.remote_group_id, peers.protocol) == (made.id, None)
    found = client.get_security_group(made.id)
    assert https in found.rules
    assert peers in found.rules
    assert found in list(client.list_security_groups())
    assert found == client.find_security_group(name)

    changed = client.update_security_group(made.id, name=f"{name}-b", description="shop", tags={})
    assert changed == client.get_security_group(made.id)
    assert (changed.name, changed.description, changed.tags) == (f"{name}-b", "shop", {})
    assert https in changed.rules

    network, _subnet = networks.subnet()
    port = client.create_port(network.id, security_group_ids=[made.id])
    with pytest.raises(ConflictError, match=port.id):
        client.delete_security_group(made.id)
    client.delete_port(port.id)
    client.remove_security_group_rule(made.id, https.id)
    assert https not in client.get_security_group(made.id).rules
    client.delete_security_group(made.id)
    with pytest.raises(NotFoundError):
        client.get_security_group(made.id)


@pytest.mark.parametrize(
    ("rule", "version"),
    [
        ({"protocol": "tcp", "port_min": 22, "port_max": 25}, 4),
        ({"protocol": "udp", "port_min": 53, "cidr": "fd00::/8"}, 6),
        ({"protocol": "icmp", "port_min": 8, "port_max": 0}, 4),
        ({"protocol": "icmp", "port_min": 3}, 4),
        ({"protocol": "ipv6-icmp"}, 6),
        ({"protocol": "112"}, 4),
        ({"direction": "egress", "ip_version": 6, "protocol": "tcp", "port_min": 80}, 6),
    ],
)
def test_an_equal_rule_is_there_already(
    networks: NetworkHarness, rule: dict[str, object], version: int
) -> None:
    group = networks.client.create_security_group(networks.name())
    made = networks.client.add_security_group_rule(group.id, **rule)  # type: ignore[arg-type]
    assert made.ip_version == version
    assert made in networks.client.get_security_group(group.id).rules
    with pytest.raises(AlreadyExistsError):
        networks.client.add_security_group_rule(group.id, **rule)  # type: ignore[arg-type]
    networks.client.delete_security_group(group.id)


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        ({"protocol": "tcp", "port_min": 25, "port_max": 22}, "upwards"),
        ({"protocol": "tcp", "port_min": 0}, "65535"),
        ({"protocol": "tcp", "port_max": 65536, "port_min": 1}, "65535"),
        ({"protocol": "tpc"}, "no protocol"),
        ({"protocol": "256"}, "no protocol"),
        ({"port_min": 80}, "no ports"),
        ({"protocol": "gre", "port_min": 80}, "no ports"),
        ({"protocol": "icmp", "port_min": 256}, "255"),
        ({"cidr": "0.0.0.0/0", "remote_group_id": "x"}, "not both"),
        ({"cidr": "0.0.0.0/0", "ip_version": 6}, "version 4"),
        ({"cidr": "here"}, "no range"),
        ({"direction": "in"}, "ingress"),
    ],
)
def test_a_wrong_rule_is_refused_before_a_request(
    networks: NetworkHarness, rule: dict[str, object], said: str
) -> None:
    with pytest.raises(InvalidRequestError, match=said):
        networks.client.add_security_group_rule(networks.absent_id, **rule)  # type: ignore[arg-type]


def test_a_floating_ip_lives(networks: NetworkHarness) -> None:
    client = networks.client
    network, subnet = networks.routed_subnet()
    ports = [client.create_port(network.id) for _ in range(2)]
    made = client.allocate_floating_ip(network_id=networks.external_network_id, tags={"a": "b"})
    assert (made.port_id, made.network_id, made.tags) == (None, networks.external_network_id, {"a": "b"})
    assert made == client.find_floating_ip(made.address)

    for port in ports:
        led = client.associate_floating_ip(made.id, port.id)
        assert (led.port_id, led.fixed_address) == (port.id, port.addresses[0].address)
    assert client.get_floating_ip(made.id).port_id == ports[1].id
    assert made.id in [address.id for address in client.list_floating_ips()]

    changed = client.update_floating_ip(made.id, description="front", tags={"c": "d"})
    assert (changed.description, changed.tags, changed.port_id) == ("front", {"c": "d"}, ports[1].id)

    second = client.allocate_floating_ip()
    with pytest.raises(ConflictError):
        client.associate_floating_ip(second.id, ports[1].id)
    (router,) = [one for one in client.list_routers() if subnet.id in {i.subnet_id for i in one.interfaces}]
    with pytest.raises(ConflictError):
        client.clear_router_gateway(router.id)
    with pytest.raises(ConflictError):
        client.remove_router_interface(router.id, subnet.id)

    assert client.disassociate_floating_ip(made.id).port_id is None
    assert client.get_floating_ip(made.id).port_id is None
    with pytest.raises(ConflictError):
        client.disassociate_floating_ip(made.id)
    for address in (made, second):
        client.release_floating_ip(address.id)
        with pytest.raises(NotFoundError):
            client.get_floating_ip(address.id)


def test_a_floating_ip_that_leads_nowhere(networks: NetworkHarness) -> None:
    client = networks.client
    network, _subnet = networks.subnet()
    port = client.create_port(network.id)
    address = client.allocate_floating_ip()
    with pytest.raises(NotFoundError, match="not reachable"):
        client.associate_floating_ip(address.id, port.id)
    with pytest.raises(InvalidRequestError, match="external"):
        client.allocate_floating_ip(network_id=network.id)
    for of in (networks.absent_id, "nonsense"):
        with pytest.raises(NotFoundError):
            client.allocate_floating_ip(network_id=of)
        with pytest.raises(NotFoundError):
            client.associate_floating_ip(address.id, of)
        with pytest.raises(NotFoundError):
            client.get_security_group(of)
        with pytest.raises(NotFoundError):
            client.add_security_group_rule(of)
        with pytest.raises(NotFoundError):
            client.release_floating_ip(of)


def test_quotas_count(networks: NetworkHarness) -> None:
    before = {quota.name: quota.used for quota in networks.client.list_quotas()}
    networks.client.create_network(networks.name())
    after = {quota.name: quota for quota in networks.client.list_quotas()}
    assert after["network"].used == before["network"] + 1
    limit = after["network"].limit
    assert limit is not None
    assert limit > after["network"].used
    assert {"port", "subnet", "load_balancer", "member"} <= set(after)
