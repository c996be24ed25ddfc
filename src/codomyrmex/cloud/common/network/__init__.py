"""Networks, addresses, firewalls and load balancers, the same on every cloud."""

from __future__ import annotations

from codomyrmex.cloud.common.network.addresses import FloatingIp
from codomyrmex.cloud.common.network.balancers import LoadBalancer, LoadBalancerStatistics
from codomyrmex.cloud.common.network.client import NetworkClient
from codomyrmex.cloud.common.network.listeners import Listener, ListenerRequest, LoadBalancerProtocol
from codomyrmex.cloud.common.network.members import PoolMember, PoolMemberRequest
from codomyrmex.cloud.common.network.monitors import HealthCheck, HealthMonitor, HealthMonitorRequest
from codomyrmex.cloud.common.network.networks import Network
from codomyrmex.cloud.common.network.pools import BalancingAlgorithm, Pool, PoolRequest, SessionPersistence
from codomyrmex.cloud.common.network.ports import Port, PortAddress, PortRequest
from codomyrmex.cloud.common.network.routers import Route, Router, RouterInterface
from codomyrmex.cloud.common.network.security import (
    Direction,
    SecurityGroup,
    SecurityGroupRule,
    SecurityGroupRuleRequest,
)
from codomyrmex.cloud.common.network.states import LoadBalancerState, NetworkState, OperatingStatus
from codomyrmex.cloud.common.network.subnets import AllocationPool, Subnet, SubnetRequest

__all__ = [
    "AllocationPool",
    "BalancingAlgorithm",
    "Direction",
    "FloatingIp",
    "HealthCheck",
    "HealthMonitor",
    "HealthMonitorRequest",
    "Listener",
    "ListenerRequest",
    "LoadBalancer",
    "LoadBalancerProtocol",
    "LoadBalancerState",
    "LoadBalancerStatistics",
    "Network",
    "NetworkClient",
    "NetworkState",
    "OperatingStatus",
    "Pool",
    "PoolMember",
    "PoolMemberRequest",
    "PoolRequest",
    "Port",
    "PortAddress",
    "PortRequest",
    "Route",
    "Router",
    "RouterInterface",
    "SecurityGroup",
    "SecurityGroupRule",
    "SecurityGroupRuleRequest",
    "SessionPersistence",
    "Subnet",
    "SubnetRequest",
]
