"""Networks and load balancers of Infomaniak's public cloud, which are OpenStack's."""

from __future__ import annotations

from codomyrmex.cloud.infomaniak.network.client import InfomaniakNetworkClient
from codomyrmex.cloud.infomaniak.network.forwarding import PortForwarding
from codomyrmex.cloud.infomaniak.network.l7_values import L7Action, L7Comparison, L7Field, L7Policy, L7Rule

__all__ = [
    "InfomaniakNetworkClient",
    "L7Action",
    "L7Comparison",
    "L7Field",
    "L7Policy",
    "L7Rule",
    "PortForwarding",
]
