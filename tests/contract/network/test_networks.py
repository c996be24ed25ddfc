"""Networks, subnets, ports and routers."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from codomyrmex.cloud.common.errors import ConflictError, InvalidRequestError, NotFoundError
from codomyrmex.cloud.common.network import NetworkState, PortAddress
from tests.contract.network.conftest import NetworkHarness


def test_a_network_lives(networks: NetworkHarness) -> None:
    client, name = networks.client, networks.name()
    made = client.create_network(name, cidr="10.0.0.0/8", description="first", tags={"team": "blue"})
    assert (made.name, made.description, made.external) == (name, "first", False)
    assert made.tags == {"team": "blue"}
    assert made.created_at is not None
    assert made.created_at.tzinfo is not None
    assert made == client.get_network(made.id) == client.find_network(name) == client.find_network(made.id)
    assert made in list(client.list_networks())

    changed = client.update_network(made.id, description="second", tags={"team": "red"})
    assert (changed.name, client.get_network(made.id).description) == (name, "second")
    assert client.get_network(made.id).tags == changed.tags == {"team": "red"}

    client.delete_network(made.id)
    with pytest.raises(NotFoundError) as caught:
        client.get_network(made.id)
    assert caught.value.resource == made.id


def test_an_ambiguous_name_is_said_with_its_ids(networks: NetworkHarness) -> None:
    name = networks.name()
    ids = {networks.client.create_network(name).id for _ in range(2)}
    with pytest.raises(InvalidRequestError) as caught:
        networks.client.find_network(name)
    assert all(one in str(caught.value) for one in ids)


@pytest.mark.parametrize("version", [4, 6])
def test_a_subnet_lives(networks: NetworkHarness, version: int) -> None:
    client = networks.client
    network = client.create_network(networks.name())
    cidr, gateway, server = {
        4: ("10.7.0.0/24", "10.7.0.254", "9.9.9.9"),
        6: ("fd00:7::/64", "fd00:7::fe", "2620:fe::fe"),
    }[version]
    made = client.create_subnet(
        network.id, cidr, name="here", gateway=gateway, dns_servers=[server], tags={"a": "b"}
    )
    assert (made.network_id, made.cidr, made.ip_version) == (network.id, cidr, version)
    assert (made.gateway, made.dns_servers, made.dhcp, made.tags) == (gateway, (server,), True, {"a": "b"})
    assert made == client.get_subnet(made.id) == client.find_subnet(made.id)
    assert list(client.list_subnets(network.id)) == [made]
    assert made in list(client.list_subnets())
    assert client.get_network(network.id).subnet_ids == (made.id,)

    client.update_subnet(made.id, name="there", dns_servers=[])
    changed = client.get_subnet(made.id)
    assert (changed.name, changed.dns_servers, changed.gateway) == ("there", (), gateway)
    part = (
        gateway.replace("fe", "10").replace("254", "10"),
        gateway.replace("fe", "20").replace("254", "20"),
    )
    client.update_subnet(made.id, has_gateway=False, allocation_pools=[part], tags={})
    changed = client.get_subnet(made.id)
    assert (changed.gateway, changed.allocation_pools, changed.tags) == (None, (part,), {})
    assert client.update_subnet(made.id, gateway=gateway).gateway == gateway
    with pytest.raises(InvalidRequestError, match="range"):
        client.update_subnet(made.id, gateway="192.0.2.1")

    client.delete_subnet(made.id)
    assert list(client.list_subnets(network.id)) == []


def test_a_subnet_without_a_gateway_that_gives_out_a_part(networks: NetworkHarness) -> None:
    network = networks.client.create_network(networks.name())
    made = networks.client.create_subnet(
        network.id, "10.8.0.0/24", has_gateway=False, dhcp=False, allocation_pools=[("10.8.0.9", "10.8.0.9")]
    )
    assert (made.gateway, made.dhcp) == (None, False)
    assert made.allocation_pools == (("10.8.0.9", "10.8.0.9"),)
    assert networks.client.create_port(network.id).addresses == (("10.8.0.9", made.id),)
    with pytest.raises(ConflictError):
        networks.client.create_port(network.id)


def test_a_port_lives(networks: NetworkHarness) -> None:
    client = networks.client
    network, subnet = networks.subnet()
    group = client.create_security_group(networks.name())
    address = subnet.cidr.replace(".0/24", ".77")
    made = client.create_port(
        network.id, name="eth0", subnet_id=subnet.id, address=address, security_group_ids=[group.id]
    )
    assert made.addresses == ((address, subnet.id),)
    assert (made.name, made.network_id, made.security_group_ids) == ("eth0", network.id, (group.id,))
    assert made.device_id is None
    assert len(made.mac_address) == 17
    assert made == client.get_port(made.id) == client.find_port("eth0")
    assert list(client.list_ports(network_id=network.id)) == [made]

    other = PortAddress(address.replace(".77", ".78"), subnet.id)
    client.update_port(made.id, name="eth1", addresses=[other], security_group_ids=[], tags={"a": "b"})
    changed = client.get_port(made.id)
    assert (changed.name, changed.security_group_ids, changed.tags) == ("eth1", (), {"a": "b"})
    assert changed.addresses == (other,)

    with pytest.raises(ConflictError):
        client.create_port(network.id, address=other.address)
    for delete, of in ((client.delete_network, network.id), (client.delete_subnet, subnet.id)):
        with pytest.raises(ConflictError) as caught:
            delete(of)
        assert "eth1" in str(caught.value)
        assert made.id in str(caught.value)

    client.delete_port(made.id)
    assert list(client.list_ports(network_id=network.id)) == []


def test_a_router_lives(networks: NetworkHarness) -> None:
    client = networks.client
    network, subnet = networks.subnet()
    made = client.create_router(networks.name())
    assert (made.gateway_network_id, made.interfaces) == (None, ())

    interface = client.add_router_interface(made.id, subnet.id)
    assert (interface.subnet_id, interface.address) == (subnet.id, subnet.gateway)
    assert client.get_router(made.id).interfaces == (interface,)
    assert [port.id for port in client.list_ports(device_id=made.id)] == [interface.port_id]
    with pytest.raises(ConflictError):
        client.add_router_interface(made.id, subnet.id)

    led_out = client.set_router_gateway(made.id, networks.external_network_id)
    assert led_out.gateway_network_id == networks.external_network_id
    assert led_out.gateway_addresses
    assert led_out in list(client.list_routers())
    assert led_out == client.find_router(made.name)
    assert client.clear_router_gateway(made.id).gateway_network_id is None
    changed = client.update_router(made.id, name=f"{made.name}-b", tags={"a": "b"})
    assert changed == client.get_router(made.id)
    assert (changed.name, changed.tags, changed.interfaces) == (f"{made.name}-b", {"a": "b"}, (interface,))

    with pytest.raises(ConflictError, match=subnet.id):
        client.delete_router(made.id)
    with pytest.raises(ConflictError, match=interface.port_id):
        client.delete_network(network.id)
    client.remove_router_interface(made.id, subnet.id)
    with pytest.raises(NotFoundError):
        client.remove_router_interface(made.id, subnet.id)
    client.delete_router(made.id)
    with pytest.raises(NotFoundError):
        client.get_router(made.id)


def test_static_routes(networks: NetworkHarness) -> None:
    client = networks.client
    _network, subnet = networks.subnet()
    router = client.create_router(networks.name())
    client.add_router_interface(router.id, subnet.id)
    hop = subnet.cidr.replace(".0/24", ".9")
    routes = {("192.168.0.0/16", hop), ("172.16.0.0/12", hop)}
    for cidr, next_hop in routes:
        client.add_router_route(router.id, cidr, next_hop)
    assert set(client.get_router(router.id).routes) == routes
    assert set(client.add_router_route(router.id, "172.16.0.0/12", hop).routes) == routes
    left = client.remove_router_route(router.id, "172.16.0.0/12", hop)
    assert left.routes == client.get_router(router.id).routes == (("192.168.0.0/16", hop),)
    with pytest.raises(NotFoundError, match="no route"):
        client.remove_router_route(router.id, "172.16.0.0/12", hop)
    for wrong in (("172.16.0.0/12", "192.0.2.1"), ("172.16.0.1/12", hop), ("fd00::/8", hop)):
        with pytest.raises(InvalidRequestError):
            client.add_router_route(router.id, *wrong)


def test_what_overlaps_is_refused(networks: NetworkHarness) -> None:
    client = networks.client
    _network, subnet = networks.subnet()
    with pytest.raises(ConflictError, match="overlaps"):
        client.create_subnet(subnet.network_id, subnet.cidr)
    other = client.create_subnet(client.create_network(networks.name()).id, subnet.cidr)
    router = client.create_router(networks.name())
    client.add_router_interface(router.id, subnet.id)
    with pytest.raises(ConflictError, match="overlaps"):
        client.add_router_interface(router.id, other.id)


@pytest.mark.parametrize(
    ("cidr", "options", "said"),
    [
        ("10.0.0.0/33", {}, "no range"),
        ("10.0.0.0", {}, "no prefix"),
        ("10.0.0.1/24", {}, "10.0.0.0/24"),
        ("10.0.0.0/24", {"gateway": "10.0.1.1"}, "not 10.0.1.1"),
        ("10.0.0.0/24", {"gateway": "fd00::1"}, "not fd00::1"),
        ("10.0.0.0/24", {"gateway": "10.0.0.1", "has_gateway": False}, "without a gateway"),
        ("10.0.0.0/24", {"dns_servers": ["dns.example"]}, "dns.example"),
        ("10.0.0.0/24", {"allocation_pools": [("10.0.0.9", "10.0.0.2")]}, "upwards"),
        ("10.0.0.0/24", {"allocation_pools": [("10.0.0.9", "10.0.1.2")]}, "not 10.0.1.2"),
    ],
)
def test_a_wrong_subnet_is_refused_before_a_request(
    networks: NetworkHarness, cidr: str, options: dict[str, object], said: str
) -> None:
    # The network is not there either, which a request would say first.
    with pytest.raises(InvalidRequestError, match=said):
        networks.client.create_subnet(networks.absent_id, cidr, **options)  # type: ignore[arg-type]


@pytest.mark.parametrize("unknown", ["absent", "nonsense"])
def test_what_is_not_there(networks: NetworkHarness, unknown: str) -> None:
    client = networks.client
    of = networks.absent_id if unknown == "absent" else "nonsense"
    network, subnet = networks.subnet()
    router = client.create_router(networks.name())
    calls: tuple[Callable[[], object], ...] = (
        lambda: client.get_network(of),
        lambda: client.find_network(of),
        lambda: client.update_network(of, name="x"),
        lambda: client.update_router(of, name="x"),
        lambda: client.update_router(of, tags={}),
        lambda: client.add_router_route(of, "192.168.0.0/16", "10.0.0.1"),
        lambda: client.delete_network(of),
        lambda: client.create_subnet(of, "10.0.0.0/24"),
        lambda: client.get_subnet(of),
        lambda: client.update_subnet(of, name="x"),
        lambda: client.delete_subnet(of),
        lambda: client.create_port(of),
        lambda: client.create_port(network.id, subnet_id=of),
        lambda: client.create_port(network.id, security_group_ids=[of]),
        lambda: client.get_port(of),
        lambda: client.update_port(of, name="x"),
        lambda: client.delete_port(of),
        lambda: client.get_router(of),
        lambda: client.create_router("r", gateway_network_id=of),
        lambda: client.set_router_gateway(router.id, of),
        lambda: client.clear_router_gateway(of),
        lambda: client.add_router_interface(router.id, of),
        lambda: client.add_router_interface(of, subnet.id),
        lambda: client.delete_router(of),
    )
    for call in calls:
        with pytest.raises(NotFoundError):
            call()


def test_what_cannot_be(networks: NetworkHarness) -> None:
    client = networks.client
    network, subnet = networks.subnet()
    with pytest.raises(InvalidRequestError, match="nothing to change"):
        client.update_network(network.id)
    with pytest.raises(InvalidRequestError):
        client.create_port(network.id, address="192.0.2.1")
    with pytest.raises(InvalidRequestError, match="external"):
        client.set_router_gateway(client.create_router(networks.name()).id, network.id)
    with pytest.raises(InvalidRequestError):
        client.create_network(" padded ")
    assert client.get_subnet(subnet.id) == subnet


def test_eight_threads_at_once(networks: NetworkHarness) -> None:
    names = [networks.name() for _ in range(8)]

    def live(name: str) -> NetworkState:
        made = networks.client.create_network(name)
        seen = networks.client.find_network(name)
        networks.client.delete_network(made.id)
        return seen.state

    with ThreadPoolExecutor(8) as threads:
        assert list(threads.map(live, names)) == [NetworkState.ACTIVE] * 8
    assert not {network.name for network in networks.client.list_networks()} & set(names)
