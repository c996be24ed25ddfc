"""The client of Neutron and Octavia."""

from __future__ import annotations

from codomyrmex.cloud.common.network.client import NetworkClient
from codomyrmex.cloud.infomaniak.network.addresses import NeutronAddresses
from codomyrmex.cloud.infomaniak.network.balancers import OctaviaBalancers
from codomyrmex.cloud.infomaniak.network.forwarding import NeutronPortForwardings
from codomyrmex.cloud.infomaniak.network.l7 import OctaviaL7
from codomyrmex.cloud.infomaniak.network.listeners import OctaviaListeners
from codomyrmex.cloud.infomaniak.network.networks import NeutronNetworks, NeutronPorts, NeutronSubnets
from codomyrmex.cloud.infomaniak.network.pools import OctaviaPools
from codomyrmex.cloud.infomaniak.network.quotas import NetworkQuotas
from codomyrmex.cloud.infomaniak.network.routers import NeutronRouters
from codomyrmex.cloud.infomaniak.network.security import NeutronSecurityGroups


class InfomaniakNetworkClient(
    NeutronNetworks,
    NeutronSubnets,
    NeutronPorts,
    NeutronRouters,
    NeutronSecurityGroups,
    NeutronAddresses,
    NeutronPortForwardings,
    OctaviaBalancers,
    OctaviaListeners,
    OctaviaPools,
    OctaviaL7,
    NetworkQuotas,
    NetworkClient,
):
    """Networks (Neutron) and load balancers (Octavia) of one project of Infomaniak's public cloud, or of any
    OpenStack.

    Beyond the contract it forwards ports of floating IPs, and sends requests to other pools by what is in
    them (L7 policies).
    """
