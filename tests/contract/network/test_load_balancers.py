"""Load balancers, and what they are made of."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from codomyrmex.cloud.common.errors import (
    AlreadyExistsError,
    ConflictError,
    InvalidRequestError,
    NotFoundError,
    OperationTimeoutError,
)
from codomyrmex.cloud.common.network import (
    BalancingAlgorithm,
    HealthCheck,
    LoadBalancer,
    LoadBalancerProtocol,
    LoadBalancerState,
    OperatingStatus,
    PoolMemberRequest,
    SessionPersistence,
)
from tests.contract.network.conftest import NetworkHarness


@pytest.fixture(scope="module")
def balancer(networks: NetworkHarness) -> LoadBalancer:
    """One that the rows of this file share."""
    return networks.balancer()


def test_a_balancer_lives(networks: NetworkHarness) -> None:
    client = networks.client
    _network, subnet = networks.subnet()
    made = client.create_load_balancer(networks.name(), subnet.id, description="first", tags={"a": "b"})
    assert made.state is LoadBalancerState.CREATING
    seen: list[LoadBalancerState] = []
    active = client.wait_for_load_balancer(made.id, progress=lambda balancer: seen.append(balancer.state))
    assert seen[-1] is LoadBalancerState.ACTIVE
    assert (active.subnet_id, active.description, active.tags) == (subnet.id, "first", {"a": "b"})
    assert active == client.find_load_balancer(made.name)
    assert active in list(client.list_load_balancers())

    changed = client.update_load_balancer(made.id, description="second", tags={"c": "d"})
    assert (changed.description, changed.state) == ("second", LoadBalancerState.ACTIVE)
    assert changed.tags == {"c": "d"}
    listener = client.create_listener(made.id, "tcp", 22)
    pool = client.create_pool(made.id, "tcp")
    with pytest.raises(ConflictError) as caught:
        client.delete_load_balancer(made.id)
    assert listener.id in str(caught.value)
    assert pool.id in str(caught.value)

    client.delete_load_balancer(made.id, cascade=True)
    gone = client.wait_for_load_balancer(made.id, LoadBalancerState.DELETED)
    assert gone.state is LoadBalancerState.DELETED
    assert made.id not in {one.id for one in client.list_load_balancers()}
    assert listener.id not in {one.id for one in client.list_listeners()}


def test_listeners_and_pools(networks: NetworkHarness, balancer: LoadBalancer) -> None:
    client = networks.client
    listener = client.create_listener(balancer.id, LoadBalancerProtocol.HTTP, 80, name="web")
    assert (listener.protocol, listener.port, listener.name) == (LoadBalancerProtocol.HTTP, 80, "web")
    assert (listener.state, listener.default_pool_id) == (LoadBalancerState.ACTIVE, None)
    with pytest.raises(AlreadyExistsError):
        client.create_listener(balancer.id, "http", 80)

    pool = client.create_pool(
        balancer.id,
        "http",
        algorithm="least_connections",
        listener_id=listener.id,
        session_persistence="source_ip",
    )
    assert (pool.load_balancer_id, pool.listener_ids) == (balancer.id, (listener.id,))
    assert (pool.algorithm, pool.session_persistence) == (
        BalancingAlgorithm.LEAST_CONNECTIONS,
        SessionPersistence.SOURCE_IP,
    )
    assert client.get_listener(listener.id).default_pool_id == pool.id
    assert client.find_listener("web").id == listener.id
    assert [one.id for one in client.list_listeners(balancer.id)] == [listener.id]
    assert pool in list(client.list_pools(balancer.id))
    assert pool == client.find_pool(pool.id)
    with pytest.raises(ConflictError, match=listener.id):
        client.delete_pool(pool.id)

    changed = client.update_pool(pool.id, algorithm=BalancingAlgorithm.ROUND_ROBIN, name="back")
    assert (changed.algorithm, changed.name) == (BalancingAlgorithm.ROUND_ROBIN, "back")
    kept = client.update_pool(pool.id, session_persistence="cookie", tags={"a": "b"})
    assert (kept.session_persistence, kept.tags) == (SessionPersistence.COOKIE, {"a": "b"})
    assert client.update_pool(pool.id, has_session_persistence=False).session_persistence is None
    freed = client.update_listener(listener.id, has_default_pool=False, tags={"a": "b"})
    assert (freed.default_pool_id, freed.tags) == (None, {"a": "b"})
    client.delete_pool(pool.id)
    client.delete_listener(listener.id)
    for look in (lambda: client.get_pool(pool.id), lambda: client.get_listener(listener.id)):
        with pytest.raises(NotFoundError):
            look()


def test_members_and_monitors(networks: NetworkHarness, balancer: LoadBalancer) -> None:
    client = networks.client
    pool = client.create_pool(balancer.id, "http")
    first = client.add_pool_member(pool.id, "10.0.0.5", 8080, weight=3)
    assert (first.address, first.port, first.weight) == ("10.0.0.5", 8080, 3)
    assert (first.pool_id, first.subnet_id) == (pool.id, None)
    assert first.operating_status is OperatingStatus.UNMONITORED
    with pytest.raises(AlreadyExistsError):
        client.add_pool_member(pool.id, "10.0.0.5", 8080)
    assert client.set_pool_member_weight(pool.id, first.id, 0).weight == 0
    assert [member.weight for member in client.list_pool_members(pool.id)] == [0]
    named = client.update_pool_member(pool.id, first.id, name="first", weight=2)
    assert (named.name, named.weight, named) == ("first", 2, client.find_pool_member(pool.id, "first"))

    wanted = [PoolMemberRequest("10.0.0.5", 8080, 7), PoolMemberRequest("10.0.0.6", 8080)]
    members = client.set_pool_members(pool.id, wanted)
    assert {(one.address, one.weight) for one in members} == {("10.0.0.5", 7), ("10.0.0.6", 1)}
    assert first.id in {one.id for one in members}
    client.remove_pool_member(pool.id, first.id)
    assert [one.address for one in client.list_pool_members(pool.id)] == ["10.0.0.6"]
    with pytest.raises(NotFoundError):
        client.remove_pool_member(pool.id, first.id)

    monitor = client.create_health_monitor(pool.id, "http", interval=9, answer_timeout=4, path="/health")
    assert (monitor.check, monitor.interval, monitor.timeout) == (HealthCheck.HTTP, 9, 4)
    assert (monitor.path, monitor.expected_codes, monitor.pool_id) == ("/health", "200", pool.id)
    assert monitor == client.get_health_monitor(monitor.id)
    assert monitor in list(client.list_health_monitors())
    assert client.get_pool(pool.id).health_monitor_id == monitor.id
    with pytest.raises(AlreadyExistsError):
        client.create_health_monitor(pool.id, "tcp")
    changed = client.update_health_monitor(monitor.id, interval=20, unhealthy_threshold=5, path="/up")
    assert changed == client.get_health_monitor(monitor.id)
    assert (changed.interval, changed.timeout, changed.path) == (20, 4, "/up")
    assert (changed.healthy_threshold, changed.unhealthy_threshold) == (monitor.healthy_threshold, 5)
    with pytest.raises(InvalidRequestError, match="interval"):
        client.update_health_monitor(monitor.id, answer_timeout=21)
    client.delete_health_monitor(monitor.id)
    assert client.get_pool(pool.id).health_monitor_id is None
    client.delete_pool(pool.id)


def test_statistics(networks: NetworkHarness, balancer: LoadBalancer) -> None:
    counted = networks.client.get_load_balancer_statistics(balancer.id)
    assert (counted.active_connections, counted.bytes_in, counted.request_errors) == (0, 0, 0)


def test_no_time_to_wait(networks: NetworkHarness) -> None:
    client = networks.client
    made = client.create_load_balancer(networks.name(), networks.subnet()[1].id)
    with pytest.raises(OperationTimeoutError, match="creating"):
        client.create_listener(made.id, "tcp", 22, timeout=0)
    client.wait_for_load_balancer(made.id)
    assert list(client.list_listeners(made.id)) == []
    pool = client.create_pool(made.id, "tcp")
    member = client.add_pool_member(pool.id, "10.0.0.5", 22, subnet_id=made.subnet_id, name="near")
    assert member.subnet_id == made.subnet_id
    assert member == client.find_pool_member(pool.id, "near") == client.get_pool_member(pool.id, member.id)


def test_what_is_not_there(networks: NetworkHarness, balancer: LoadBalancer) -> None:
    client, of = networks.client, networks.absent_id
    calls: tuple[Callable[[], object], ...] = (
        lambda: client.create_load_balancer("b", of),
        lambda: client.create_load_balancer("b", "nonsense"),
        lambda: client.get_load_balancer(of),
        lambda: client.find_load_balancer(of),
        lambda: client.delete_load_balancer(of),
        lambda: client.wait_for_load_balancer(of),
        lambda: client.get_load_balancer_statistics(of),
        lambda: client.create_listener(of, "tcp", 22),
        lambda: client.create_listener(balancer.id, "tcp", 2222, default_pool_id=of),
        lambda: client.delete_listener(of),
        lambda: client.create_pool(of, "tcp"),
        lambda: client.create_pool(balancer.id, "tcp", listener_id=of),
        lambda: client.get_pool(of),
        lambda: client.delete_pool(of),
        lambda: client.add_pool_member(of, "10.0.0.1", 80),
        lambda: list(client.list_pool_members(of)),
        lambda: client.create_health_monitor(of, "tcp"),
        lambda: client.delete_health_monitor(of),
    )
    for call in calls:
        with pytest.raises(NotFoundError):
            call()


def test_what_cannot_be(networks: NetworkHarness) -> None:
    client, of = networks.client, networks.absent_id
    member = PoolMemberRequest("10.0.0.1", 80)
    calls: tuple[tuple[str, Callable[[], object]], ...] = (
        ("no protocol", lambda: client.create_listener(of, "spdy", 80)),
        ("65535", lambda: client.create_listener(of, "http", 0)),
        ("https, not http", lambda: client.create_listener(of, "http", 80, certificate="x")),
        ("nothing to change", lambda: client.update_listener(of)),
        ("no algorithm", lambda: client.create_pool(of, "http", algorithm="best")),
        ("an address", lambda: client.add_pool_member(of, "web.example", 80)),
        ("256", lambda: client.add_pool_member(of, "10.0.0.1", 80, weight=257)),
        ("one member", lambda: client.set_pool_members(of, [member, member])),
        ("interval of 2", lambda: client.create_health_monitor(of, "tcp", interval=2)),
        ("http and https", lambda: client.create_health_monitor(of, "tcp", path="/")),
        ("slash", lambda: client.create_health_monitor(of, "http", path="health")),
        ("1 to 10", lambda: client.create_health_monitor(of, "tcp", healthy_threshold=11)),
        ("an address", lambda: client.create_load_balancer("b", of, address="x")),
        ("negative", lambda: client.wait_for_load_balancer(of, timeout=-1)),
    )
    for said, call in calls:
        with pytest.raises(InvalidRequestError, match=said):
            call()
    with pytest.raises(InvalidRequestError, match="range"):
        client.create_load_balancer("b", networks.subnet()[1].id, address="192.0.2.1")
