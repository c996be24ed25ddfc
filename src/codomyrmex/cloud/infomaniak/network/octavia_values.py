"""Values from Octavia's JSON: https://docs.openstack.org/api-ref/load-balancer/v2/"""

from __future__ import annotations

from typing import Any

from codomyrmex.cloud.common.network.balancers import LoadBalancer, LoadBalancerStatistics
from codomyrmex.cloud.common.network.listeners import Listener, LoadBalancerProtocol
from codomyrmex.cloud.common.network.members import PoolMember
from codomyrmex.cloud.common.network.monitors import HealthCheck, HealthMonitor
from codomyrmex.cloud.common.network.pools import BalancingAlgorithm, Pool, SessionPersistence
from codomyrmex.cloud.common.network.states import LoadBalancerState, OperatingStatus
from codomyrmex.cloud.infomaniak.network.fields import JSON, common_of

_STATES = {
    "PENDING_CREATE": LoadBalancerState.CREATING,
    "PENDING_UPDATE": LoadBalancerState.UPDATING,
    "PENDING_DELETE": LoadBalancerState.DELETING,
    "ACTIVE": LoadBalancerState.ACTIVE,
    "DELETED": LoadBalancerState.DELETED,
    "ERROR": LoadBalancerState.ERROR,
}
_OPERATING = {
    "ONLINE": OperatingStatus.ONLINE,
    "OFFLINE": OperatingStatus.OFFLINE,
    "DEGRADED": OperatingStatus.DEGRADED,
    "DRAINING": OperatingStatus.DRAINING,
    "ERROR": OperatingStatus.ERROR,
    "NO_MONITOR": OperatingStatus.UNMONITORED,
}
# HTTPS of Octavia is passed on as it comes; where it shows a certificate it has a name of its own.
TERMINATED = "TERMINATED_HTTPS"
_PROTOCOLS = {
    "HTTP": LoadBalancerProtocol.HTTP,
    "HTTPS": LoadBalancerProtocol.HTTPS,
    TERMINATED: LoadBalancerProtocol.HTTPS,
    "TCP": LoadBalancerProtocol.TCP,
    "UDP": LoadBalancerProtocol.UDP,
    "SCTP": LoadBalancerProtocol.SCTP,
    "PROXY": LoadBalancerProtocol.PROXY,
    "PROXYV2": LoadBalancerProtocol.PROXY,
}
_ALGORITHMS = {
    "ROUND_ROBIN": BalancingAlgorithm.ROUND_ROBIN,
    "LEAST_CONNECTIONS": BalancingAlgorithm.LEAST_CONNECTIONS,
    "SOURCE_IP": BalancingAlgorithm.SOURCE_IP,
}
_PERSISTENCE = {
    "SOURCE_IP": SessionPersistence.SOURCE_IP,
    "HTTP_COOKIE": SessionPersistence.COOKIE,
    "APP_COOKIE": SessionPersistence.COOKIE,
}
_CHECKS = {
    "HTTP": HealthCheck.HTTP,
    "HTTPS": HealthCheck.HTTPS,
    "TCP": HealthCheck.TCP,
    "TLS-HELLO": HealthCheck.TLS,
    "UDP-CONNECT": HealthCheck.UDP,
    "SCTP": HealthCheck.SCTP,
    "PING": HealthCheck.PING,
}
CHECK_NAMES = {check: name for name, check in _CHECKS.items()}


def load_balancer_of(item: JSON) -> LoadBalancer:
    """A load balancer."""
    return LoadBalancer(
        **_life_of(item),
        address=item.get("vip_address"),
        subnet_id=item.get("vip_subnet_id"),
        network_id=item.get("vip_network_id"),
        port_id=item.get("vip_port_id"),
        listener_ids=_ids(item, "listeners"),
        pool_ids=_ids(item, "pools"),
        **_octavia(
            item, "vip_address", "vip_subnet_id", "vip_network_id", "vip_port_id", "listeners", "pools"
        ),
    )


def listener_of(item: JSON) -> Listener:
    """A listener."""
    return Listener(
        **_life_of(item),
        load_balancer_id=_ids(item, "loadbalancers")[0],
        protocol=_PROTOCOLS.get(item["protocol"], LoadBalancerProtocol.UNKNOWN),
        port=item["protocol_port"],
        default_pool_id=item.get("default_pool_id"),
        certificate=item.get("default_tls_container_ref"),
        **_timeless(
            item, "loadbalancers", "protocol", "protocol_port", "default_pool_id", "default_tls_container_ref"
        ),
    )


def pool_of(item: JSON) -> Pool:
    """A pool."""
    persistence = (item.get("session_persistence") or {}).get("type")
    return Pool(
        **_life_of(item),
        load_balancer_id=_ids(item, "loadbalancers")[0],
        protocol=_PROTOCOLS.get(item["protocol"], LoadBalancerProtocol.UNKNOWN),
        algorithm=_ALGORITHMS.get(item["lb_algorithm"], BalancingAlgorithm.UNKNOWN),
        session_persistence=_PERSISTENCE.get(persistence, SessionPersistence.UNKNOWN)
        if persistence
        else None,
        listener_ids=_ids(item, "listeners"),
        member_ids=_ids(item, "members"),
        health_monitor_id=item.get("healthmonitor_id"),
        **_timeless(
            item, "loadbalancers", "protocol", "lb_algorithm", "listeners", "members", "healthmonitor_id"
        ),
    )


def pool_member_of(item: JSON, pool_id: str) -> PoolMember:
    """A member of a pool."""
    fields = _timeless(item, "address", "protocol_port", "weight", "subnet_id")
    return PoolMember(
        **_life_of(item),
        id=fields["id"],
        name=fields["name"],
        pool_id=pool_id,
        address=item["address"],
        port=item["protocol_port"],
        weight=item["weight"],
        subnet_id=item.get("subnet_id"),
        details=fields["details"],
    )


def health_monitor_of(item: JSON) -> HealthMonitor:
    """A health monitor."""
    read = ("type", "delay", "timeout", "max_retries", "max_retries_down", "url_path", "expected_codes")
    fields = _timeless(item, "pools", *read)
    return HealthMonitor(
        **_life_of(item),
        id=fields["id"],
        pool_id=_ids(item, "pools")[0],
        check=_CHECKS.get(item["type"], HealthCheck.UNKNOWN),
        interval=item["delay"],
        timeout=item["timeout"],
        healthy_threshold=item["max_retries"],
        unhealthy_threshold=item["max_retries_down"],
        path=item.get("url_path"),
        expected_codes=item.get("expected_codes"),
        details=fields["details"],
    )


def statistics_of(item: JSON) -> LoadBalancerStatistics:
    """What a load balancer has done."""
    return LoadBalancerStatistics(
        active_connections=item["active_connections"],
        total_connections=item["total_connections"],
        bytes_in=item["bytes_in"],
        bytes_out=item["bytes_out"],
        request_errors=item["request_errors"],
    )


def state_of(item: JSON) -> LoadBalancerState:
    """The state that Octavia's ``provisioning_status`` is."""
    return _STATES.get(item["provisioning_status"], LoadBalancerState.UNKNOWN)


def operating_status_of(item: JSON) -> OperatingStatus:
    """The status that Octavia's ``operating_status`` is."""
    return _OPERATING.get(item.get("operating_status") or "", OperatingStatus.UNKNOWN)


def _life_of(item: JSON) -> dict[str, Any]:
    return {"state": state_of(item), "operating_status": operating_status_of(item)}


def _octavia(item: JSON, *read: str) -> dict[str, Any]:
    return common_of(item, "provisioning_status", "operating_status", *read)


def _timeless(item: JSON, *read: str) -> dict[str, Any]:
    fields = _octavia(item, *read)
    del fields["created_at"]
    return fields


def _ids(item: JSON, key: str) -> tuple[str, ...]:
    return tuple(one["id"] for one in item.get(key) or ())
