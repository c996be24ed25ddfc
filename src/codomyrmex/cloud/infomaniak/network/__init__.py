"""Networks and load balancers of Infomaniak's public cloud, which are OpenStack's."""

from __future__ import annotations

from codomyrmex.cloud.infomaniak.network.client import InfomaniakNetworkClient

__all__ = ["InfomaniakNetworkClient"]
