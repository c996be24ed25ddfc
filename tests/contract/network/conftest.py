"""The providers of networking, each with what its rows need."""

from __future__ import annotations

import ipaddress
import itertools
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest

from codomyrmex.cloud.common.network import LoadBalancer, Network, NetworkClient, Subnet
from codomyrmex.cloud.infomaniak.network import InfomaniakNetworkClient

_RANGES = ipaddress.ip_network("10.64.0.0/12").subnets(new_prefix=24)


@dataclass(frozen=True)
class NetworkHarness:
    """A client, and what there is for it.

    Attributes:
        client: in an account of its own.
        external_network_id: the network that floating IPs are of.
        absent_id: an id that nothing has.
    """

    client: NetworkClient
    external_network_id: str
    absent_id: str = "00000000-0000-4000-8000-000000000000"
    _numbers: Iterator[int] = field(default_factory=itertools.count)

    def name(self) -> str:
        """A name that nothing has yet."""
        return f"test-{next(self._numbers)}-{secrets.token_hex(3)}"

    def cidr(self) -> str:
        """A range that no subnet has yet."""
        return str(next(_RANGES))

    def subnet(self) -> tuple[Network, Subnet]:
        """A new network and its subnet."""
        network = self.client.create_network(self.name())
        return network, self.client.create_subnet(network.id, self.cidr(), name=self.name())

    def routed_subnet(self) -> tuple[Network, Subnet]:
        """A new network and its subnet, from which a router leads out."""
        network, subnet = self.subnet()
        router = self.client.create_router(self.name(), gateway_network_id=self.external_network_id)
        self.client.add_router_interface(router.id, subnet.id)
        return network, subnet

    def balancer(self) -> LoadBalancer:
        """A new load balancer that is active."""
        _network, subnet = self.subnet()
        made = self.client.create_load_balancer(self.name(), subnet.id)
        return self.client.wait_for_load_balancer(made.id)


@contextmanager
def _openstack(request: pytest.FixtureRequest) -> Iterator[NetworkHarness]:
    cloud: Any = request.getfixturevalue("openstack_cloud")
    with cloud.project() as project, InfomaniakNetworkClient(project.credentials()) as client:
        external = next(network for network in client.list_networks() if network.external)
        yield NetworkHarness(client, external.id)


_PROVIDERS = {"openstack": _openstack}


@pytest.fixture(scope="package", params=[pytest.param("openstack", marks=pytest.mark.openstack_cloud)])
def networks(request: pytest.FixtureRequest) -> Iterator[NetworkHarness]:
    """Each provider's client, in an account of its own."""
    with _PROVIDERS[request.param](request) as harness:
        yield harness
