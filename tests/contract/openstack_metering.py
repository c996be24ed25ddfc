"""OpenStack as a provider of usage and costs, with CloudKitty's stand-in."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from codomyrmex.cloud.infomaniak.metering import InfomaniakMeteringClient
from tests.contract.metering import MeteringPlace
from tests.servers.rating.cloudkitty import Rated
from tests.servers.rating.region import rated_region
from tests.servers.rating.server import RatingServer


@contextmanager
def openstack_place(cloud: Any, versions: tuple[str, ...]) -> Iterator[MeteringPlace]:
    """A project of OpenStack's, in a region with these APIs of CloudKitty's and without Octavia."""
    with (
        RatingServer(cloud.auth_url, versions) as server,
        rated_region(cloud.admin(), server, without=("load-balancer",)) as region,
        cloud.project() as project,
        InfomaniakMeteringClient(replace(project.credentials(), region=region)) as client,
    ):
        sdk = project.sdk()

        def rate(service: str, resource: str, begin: datetime, amount: Decimal) -> None:
            end = begin + timedelta(hours=1)
            server.cloudkitty.rated.append(
                Rated(project.project_id, begin, end, service, resource, 1.5, "GiB", float(amount), "named")
            )

        def use() -> str:
            return str(sdk.block_storage.create_volume(size=2, name="used").id)

        yield MeteringPlace(client, rate, "block_storage", use)
