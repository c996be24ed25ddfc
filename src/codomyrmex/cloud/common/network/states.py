"""The states of what networks are made of."""

from __future__ import annotations

from enum import StrEnum


class NetworkState(StrEnum):
    """Whether a network, port, router or floating IP carries traffic."""

    ACTIVE = "active"
    DOWN = "down"
    PENDING = "pending"
    ERROR = "error"
    UNKNOWN = "unknown"


class LoadBalancerState(StrEnum):
    """Where a load balancer, or a part of one, is in its life. Only an active one can be changed."""

    CREATING = "creating"
    UPDATING = "updating"
    ACTIVE = "active"
    DELETING = "deleting"
    DELETED = "deleted"
    ERROR = "error"
    UNKNOWN = "unknown"


class OperatingStatus(StrEnum):
    """Whether a load balancer, or a part of one, serves requests."""

    ONLINE = "online"
    OFFLINE = "offline"
    DEGRADED = "degraded"
    DRAINING = "draining"
    ERROR = "error"
    UNMONITORED = "unmonitored"
    UNKNOWN = "unknown"
