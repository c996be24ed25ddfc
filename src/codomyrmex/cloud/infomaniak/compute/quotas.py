"""What the project may have of Nova."""

from __future__ import annotations

from codomyrmex.cloud.common.quotas import Quota
from codomyrmex.cloud.common.telemetry import operation
from codomyrmex.cloud.infomaniak.compute.service import NovaClient

# What Nova calls the limit and the use of each.
_LIMITS = {
    "instances": ("maxTotalInstances", "totalInstancesUsed"),
    "cores": ("maxTotalCores", "totalCoresUsed"),
    "ram_mib": ("maxTotalRAMSize", "totalRAMUsed"),
    "server_groups": ("maxServerGroups", "totalServerGroupsUsed"),
}
_UNLIMITED = -1


class NovaQuotas(NovaClient):
    """The limits of the project."""

    @operation("list_quotas")
    def list_quotas(self) -> tuple[Quota, ...]:
        """What the project may have at most, and has: instances, cores, memory in MiB, server groups.

        https://docs.openstack.org/api-ref/compute/#limits-limits
        """
        limits = self._nova("GET", "limits")["limits"]["absolute"]
        return tuple(
            Quota(name, None if limits[most] == _UNLIMITED else limits[most], limits[used])
            for name, (most, used) in _LIMITS.items()
        )
