"""OpenStack as a provider of usage and costs."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal

from codomyrmex.cloud.infomaniak.metering import InfomaniakMeteringClient
from tests.contract.metering import MeteringPlace
from tests.servers.openstack.stack.cloud import OpenStackCloud
from tests.servers.openstack.stack.rating import CloudKitty, Rated
from tests.servers.openstack.stack.region import region_with


@contextmanager
def openstack_place(cloud: OpenStackCloud, cloudkitty: CloudKitty) -> Iterator[MeteringPlace]:
    """A project of OpenStack's, in a region with this CloudKitty and without Octavia."""
    with (
        region_with(cloud.admin(), {"rating": cloudkitty.url}, without=("load-balancer",)) as region,
        cloud.project() as project,
        InfomaniakMeteringClient(replace(project.credentials(), region=region)) as client,
    ):
        sdk = project.sdk()

        def rate(service: str, resource: str, begin: datetime, amount: Decimal) -> None:
            end = begin + timedelta(hours=1)
            cloudkitty.rate(
                Rated(project.project_id, begin, end, service, resource, 1.5, "GiB", float(amount), "named")
            )

        def use() -> str:
            return str(sdk.block_storage.create_volume(size=2, name="used").id)

        yield MeteringPlace(client, rate, "block_storage", use)
