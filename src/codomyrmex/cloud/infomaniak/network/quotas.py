"""Neutron's quotas, and Octavia's where it is there."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from codomyrmex.cloud.common.quotas import Quota
from codomyrmex.cloud.infomaniak.network.fields import json_of
from codomyrmex.cloud.infomaniak.network.neutron import NeutronClient
from codomyrmex.cloud.infomaniak.network.octavia import OctaviaClient


class NetworkQuotas(NeutronClient, OctaviaClient):
    """The quotas of the project."""

    def _list_quotas(self) -> list[Quota]:
        found = json_of(self._neutron.get_quota(self.native.current_project_id, details=True))
        quotas = [
            Quota(name, _limit(value["limit"]), value["used"])
            for name, value in found.items()
            if isinstance(value, dict) and "used" in value
        ]
        if self.native.has_service("load-balancer"):
            quotas += self._balancer_quotas()
        return quotas

    def _balancer_quotas(self) -> Iterator[Quota]:
        # Octavia tells the limits alone; what there is is counted in one list of each kind.
        limits = json_of(self._octavia.get_quota(self.native.current_project_id))
        pools = self._all("pools")
        used = {
            "load_balancer": len(self._all("loadbalancers")),
            "listener": len(self._all("listeners")),
            "pool": len(pools),
            "member": sum(len(pool["members"]) for pool in pools),
            "health_monitor": sum(1 for pool in pools if pool["healthmonitor_id"]),
        }
        for name, count in used.items():
            # Octavia has two spellings of some.
            limit = limits.get(name, limits.get(name.replace("_", "")))
            yield Quota(name, _limit(limit), count)

    def _all(self, kind: str) -> list[dict[str, Any]]:
        return list(self._pages(self._octavia, f"/lbaas/{kind}", kind))


def _limit(limit: int | None) -> int | None:
    return None if limit is None or limit < 0 else limit
