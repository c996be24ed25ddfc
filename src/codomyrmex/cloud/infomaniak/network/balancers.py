"""Octavia's load balancers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from codomyrmex.cloud.common.errors import ConflictError
from codomyrmex.cloud.common.network.balancers import (
    LoadBalancer,
    LoadBalancerOperations,
    LoadBalancerStatistics,
)
from codomyrmex.cloud.common.network.checks import check_inside
from codomyrmex.cloud.common.network.states import LoadBalancerState
from codomyrmex.cloud.infomaniak.network.fields import json_of
from codomyrmex.cloud.infomaniak.network.octavia import OctaviaClient
from codomyrmex.cloud.infomaniak.network.octavia_values import load_balancer_of, statistics_of
from codomyrmex.cloud.infomaniak.tags import words_of


class OctaviaBalancers(OctaviaClient, LoadBalancerOperations):
    """Load balancers."""

    def _list_load_balancers(self) -> Iterator[LoadBalancer]:
        items = self._pages(self._octavia, "/lbaas/loadbalancers", "loadbalancers")
        return map(load_balancer_of, items)

    def _get_load_balancer(self, load_balancer_id: str) -> LoadBalancer:
        return load_balancer_of(json_of(self._octavia.get_load_balancer(load_balancer_id)))

    def _create_load_balancer(
        self, name: str, subnet_id: str, address: str | None, description: str, tags: Mapping[str, str]
    ) -> LoadBalancer:
        # Octavia says that a subnet is not there as it says that a request is wrong.
        subnet = self.native.network.get_subnet(subnet_id)
        fields: dict[str, Any] = {"name": name, "vip_subnet_id": subnet_id, "description": description}
        if address is not None:
            check_inside(address, subnet.cidr, "a load balancer's address")
            fields["vip_address"] = address
        made = self._octavia.create_load_balancer(**fields, tags=words_of(tags))
        return load_balancer_of(json_of(made))

    def _update_load_balancer(
        self, load_balancer_id: str, changes: Mapping[str, Any], timeout: float
    ) -> LoadBalancer:
        self._update_part(load_balancer_id, timeout, "load_balancer", changes, load_balancer_id)
        return self._get_load_balancer(load_balancer_id)

    def _delete_load_balancer(self, load_balancer_id: str, cascade: bool, timeout: float) -> None:
        # One that has failed can be deleted, and nothing else.
        balancer = self._settle(
            load_balancer_id, timeout, (LoadBalancerState.ACTIVE, LoadBalancerState.ERROR)
        )
        parts = [f"listener {one}" for one in balancer.listener_ids]
        parts += [f"pool {one}" for one in balancer.pool_ids]
        if parts and not cascade:
            raise ConflictError(
                f"The load balancer has {', '.join(parts)}; delete those first, or all with cascade.",
                resource=load_balancer_id,
            )
        self._octavia.delete_load_balancer(load_balancer_id, cascade=cascade, ignore_missing=False)

    def _get_load_balancer_statistics(self, load_balancer_id: str) -> LoadBalancerStatistics:
        return statistics_of(json_of(self._octavia.get_load_balancer_statistics(load_balancer_id)))
