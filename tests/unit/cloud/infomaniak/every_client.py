"""One reading and one making call of every client of OpenStack's services, for what holds for all of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from codomyrmex.cloud.infomaniak.block_storage import InfomaniakVolumeClient
from codomyrmex.cloud.infomaniak.compute import InfomaniakComputeClient
from codomyrmex.cloud.infomaniak.dns import InfomaniakDNSClient
from codomyrmex.cloud.infomaniak.identity import InfomaniakIdentityClient
from codomyrmex.cloud.infomaniak.metering import InfomaniakMeteringClient
from codomyrmex.cloud.infomaniak.network import InfomaniakNetworkClient
from codomyrmex.cloud.infomaniak.orchestration import InfomaniakHeatClient
from codomyrmex.cloud.infomaniak.service import OpenStackClient

TEMPLATE = "heat_template_version: wallaby"


@dataclass(frozen=True)
class Calls:
    """What a test asks of a client.

    Attributes:
        client: its class.
        service: the program that answers, and its type in the catalogue.
        reads: the operation of the reading call.
        read: sends it, to the end of what it lists.
        makes: the operation of the making call; empty for a client that makes nothing.
        make: sends it, with a name that is new.
    """

    client: type[OpenStackClient]
    service: tuple[str, str]
    reads: str
    read: Callable[[Any], object]
    makes: str = ""
    make: Callable[[Any, str], object] | None = None

    def __str__(self) -> str:
        return f"{self.client.__name__}-{self.service[0]}"


CALLS = (
    Calls(
        InfomaniakComputeClient,
        ("nova", "compute"),
        "list_instances",
        lambda client: list(client.list_instances()),
        "create_server_group",
        lambda client, name: client.create_server_group(name, "affinity"),
    ),
    Calls(
        InfomaniakComputeClient,
        ("glance", "image"),
        "list_images",
        lambda client: list(client.list_images()),
    ),
    Calls(
        InfomaniakVolumeClient,
        ("cinder", "block-storage"),
        "list_volumes",
        lambda client: list(client.list_volumes()),
        "create_volume",
        lambda client, name: client.create_volume(name, 1),
    ),
    Calls(
        InfomaniakNetworkClient,
        ("neutron", "network"),
        "list_networks",
        lambda client: list(client.list_networks()),
        "create_network",
        lambda client, name: client.create_network(name),
    ),
    Calls(
        InfomaniakNetworkClient,
        ("octavia", "load-balancer"),
        "list_load_balancers",
        lambda client: list(client.list_load_balancers()),
        "create_load_balancer",
        lambda client, name: client.create_load_balancer(name, subnet_id=client.find_subnet("balanced").id),
    ),
    Calls(
        InfomaniakIdentityClient,
        ("keystone", "identity"),
        "list_projects",
        lambda client: list(client.list_projects()),
        "create_application_credential",
        lambda client, name: client.create_application_credential(name),
    ),
    Calls(
        InfomaniakDNSClient,
        ("designate", "dns"),
        "list_zones",
        lambda client: list(client.list_zones()),
        "create_zone",
        lambda client, name: client.create_zone(f"{name}.org.", wait=False),
    ),
    Calls(
        InfomaniakHeatClient,
        ("heat", "orchestration"),
        "list_stacks",
        lambda client: list(client.list_stacks()),
        "create_stack",
        lambda client, name: client.create_stack(name, TEMPLATE),
    ),
    Calls(
        InfomaniakMeteringClient,
        ("nova", "compute"),
        "list_usage",
        lambda client: list(client.list_usage(service="compute")),
    ),
)
