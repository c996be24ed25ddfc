"""The contract of networking: everything that a client of it does."""

from __future__ import annotations

from abc import abstractmethod
from typing import ClassVar

from codomyrmex.cloud.common.network.addresses import AddressOperations
from codomyrmex.cloud.common.network.balancers import LoadBalancerOperations
from codomyrmex.cloud.common.network.listeners import ListenerOperations
from codomyrmex.cloud.common.network.members import MemberOperations
from codomyrmex.cloud.common.network.monitors import MonitorOperations
from codomyrmex.cloud.common.network.networks import NetworkOperations
from codomyrmex.cloud.common.network.pools import PoolOperations
from codomyrmex.cloud.common.network.ports import PortOperations
from codomyrmex.cloud.common.network.routers import RouterOperations
from codomyrmex.cloud.common.network.security import SecurityOperations
from codomyrmex.cloud.common.network.subnets import SubnetOperations
from codomyrmex.cloud.common.quotas import Quota
from codomyrmex.cloud.common.telemetry import operation


class NetworkClient(
    NetworkOperations,
    SubnetOperations,
    PortOperations,
    RouterOperations,
    SecurityOperations,
    AddressOperations,
    LoadBalancerOperations,
    ListenerOperations,
    PoolOperations,
    MemberOperations,
    MonitorOperations,
):
    """Networks, and what is in and between them, of one account and region.

    A provider fills in the hooks that begin with an underscore; each of them raises
    :class:`~codomyrmex.cloud.common.errors.NotFoundError` for what is not there.
    """

    capability: ClassVar[str] = "network"

    @operation("list_quotas")
    def list_quotas(self) -> list[Quota]:
        """How many networks, ports, balancers, ... the account may have, and has."""
        return self._list_quotas()

    @abstractmethod
    def _list_quotas(self) -> list[Quota]: ...
