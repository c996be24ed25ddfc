"""Octavia's pools, their members and their health monitors."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from codomyrmex.cloud.common.errors import ConflictError
from codomyrmex.cloud.common.network.members import MemberOperations, PoolMember, PoolMemberRequest
from codomyrmex.cloud.common.network.monitors import HealthMonitor, HealthMonitorRequest, MonitorOperations
from codomyrmex.cloud.common.network.pools import Pool, PoolOperations, PoolRequest, SessionPersistence
from codomyrmex.cloud.infomaniak.network.fields import json_of
from codomyrmex.cloud.infomaniak.network.octavia import OctaviaClient
from codomyrmex.cloud.infomaniak.network.octavia_values import (
    CHECK_NAMES,
    health_monitor_of,
    pool_member_of,
    pool_of,
)
from codomyrmex.cloud.infomaniak.tags import words_of

_PERSISTENCE = {SessionPersistence.SOURCE_IP: "SOURCE_IP", SessionPersistence.COOKIE: "HTTP_COOKIE"}

# The API's names of what an update may change, where they are others.
_MONITOR_FIELDS = {
    "interval": "delay",
    "healthy_threshold": "max_retries",
    "unhealthy_threshold": "max_retries_down",
    "path": "url_path",
}


class OctaviaPools(OctaviaClient, PoolOperations, MemberOperations, MonitorOperations):
    """Pools, members and health monitors."""

    def _list_pools(self, load_balancer_id: str | None) -> Iterator[Pool]:
        query = {} if load_balancer_id is None else {"loadbalancer_id": load_balancer_id}
        return map(pool_of, self._pages(self._octavia, "/lbaas/pools", "pools", query))

    def _get_pool(self, pool_id: str) -> Pool:
        return pool_of(json_of(self._octavia.get_pool(pool_id)))

    def _create_pool(self, request: PoolRequest, timeout: float) -> Pool:
        if request.listener_id is not None:
            # Octavia answers 500 when it is not there.
            self._octavia.get_listener(request.listener_id)
        # Octavia takes the listener or the balancer that is its.
        of = {"loadbalancer_id": request.load_balancer_id}
        made = self._create_part(
            request.load_balancer_id,
            timeout,
            "pool",
            {
                **({"listener_id": request.listener_id} if request.listener_id else of),
                "protocol": request.protocol.value.upper(),
                "lb_algorithm": request.algorithm.value.upper(),
                "name": request.name,
                "session_persistence": _persistence_for(request.session_persistence),
                "description": request.description,
                "tags": words_of(request.tags),
            },
        )
        return self._get_pool(made)

    def _update_pool(self, pool_id: str, changes: Mapping[str, Any], timeout: float) -> Pool:
        fields = dict(changes)
        if "algorithm" in fields:
            fields["lb_algorithm"] = fields.pop("algorithm").value.upper()
        if "session_persistence" in fields:
            fields["session_persistence"] = _persistence_for(fields["session_persistence"])
        self._update_part(self._get_pool(pool_id).load_balancer_id, timeout, "pool", fields, pool_id)
        return self._get_pool(pool_id)

    def _delete_pool(self, pool_id: str, timeout: float) -> None:
        pool = self._get_pool(pool_id)
        if pool.listener_ids:
            # Octavia itself would delete it, and leave the listener without one.
            raise ConflictError(
                f"Requests of the listener {', '.join(pool.listener_ids)} go to the pool; give that another "
                "one first, or none.",
                resource=pool_id,
            )
        self._delete_part(pool.load_balancer_id, timeout, "pool", pool_id)

    def _list_pool_members(self, pool_id: str) -> Iterator[PoolMember]:
        items = self._pages(self._octavia, f"/lbaas/pools/{pool_id}/members", "members")
        return (pool_member_of(item, pool_id) for item in items)

    def _get_pool_member(self, pool_id: str, member_id: str) -> PoolMember:
        return pool_member_of(json_of(self._octavia.get_member(member_id, pool_id)), pool_id)

    def _add_pool_member(self, pool_id: str, request: PoolMemberRequest, timeout: float) -> PoolMember:
        pool = self._get_pool(pool_id)
        fields = _member_fields(request)
        made = self._create_part(pool.load_balancer_id, timeout, "member", fields, pool_id)
        return self._get_pool_member(pool_id, made)

    def _remove_pool_member(self, pool_id: str, member_id: str, timeout: float) -> None:
        self._delete_part(self._get_pool(pool_id).load_balancer_id, timeout, "member", member_id, pool_id)

    def _update_pool_member(
        self, pool_id: str, member_id: str, changes: Mapping[str, Any], timeout: float
    ) -> PoolMember:
        balancer = self._get_pool(pool_id).load_balancer_id
        self._update_part(balancer, timeout, "member", changes, member_id, pool_id)
        return self._get_pool_member(pool_id, member_id)

    def _set_pool_members(
        self, pool_id: str, members: tuple[PoolMemberRequest, ...], timeout: float
    ) -> list[PoolMember]:
        from openstack.exceptions import raise_from_response

        wanted = [_member_fields(member) for member in members]
        with self._changing(self._get_pool(pool_id).load_balancer_id, timeout):
            raise_from_response(
                self._octavia.put(f"/lbaas/pools/{pool_id}/members", json={"members": wanted})
            )
        return list(self._list_pool_members(pool_id))

    def _list_health_monitors(self) -> Iterator[HealthMonitor]:
        items = self._pages(self._octavia, "/lbaas/healthmonitors", "healthmonitors")
        return map(health_monitor_of, items)

    def _get_health_monitor(self, monitor_id: str) -> HealthMonitor:
        return health_monitor_of(json_of(self._octavia.get_health_monitor(monitor_id)))

    def _create_health_monitor(self, request: HealthMonitorRequest, timeout: float) -> HealthMonitor:
        made = self._create_part(
            self._get_pool(request.pool_id).load_balancer_id,
            timeout,
            "health_monitor",
            {
                "pool_id": request.pool_id,
                "type": CHECK_NAMES[request.check],
                "delay": request.interval,
                "timeout": request.timeout,
                "max_retries": request.healthy_threshold,
                "max_retries_down": request.unhealthy_threshold,
                "url_path": request.path,
                "expected_codes": request.expected_codes,
            },
        )
        return self._get_health_monitor(made)

    def _update_health_monitor(
        self, monitor_id: str, changes: Mapping[str, Any], timeout: float
    ) -> HealthMonitor:
        fields = {_MONITOR_FIELDS.get(name, name): value for name, value in changes.items()}
        pool = self._get_pool(self._get_health_monitor(monitor_id).pool_id)
        self._update_part(pool.load_balancer_id, timeout, "health_monitor", fields, monitor_id)
        return self._get_health_monitor(monitor_id)

    def _delete_health_monitor(self, monitor_id: str, timeout: float) -> None:
        pool = self._get_pool(self._get_health_monitor(monitor_id).pool_id)
        self._delete_part(pool.load_balancer_id, timeout, "health_monitor", monitor_id)


def _persistence_for(kept: SessionPersistence | None) -> dict[str, str] | None:
    return None if kept is None else {"type": _PERSISTENCE[kept]}


def _member_fields(member: PoolMemberRequest) -> dict[str, Any]:
    fields: dict[str, Any] = {
        "address": member.address,
        "protocol_port": member.port,
        "weight": member.weight,
        "name": member.name,
    }
    if member.subnet_id is not None:
        fields["subnet_id"] = member.subnet_id
    return fields
