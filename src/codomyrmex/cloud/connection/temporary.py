"""Resources that are there for a while: tagged when they are made, removed in the order that works."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from codomyrmex.cloud.common.errors import CloudError, ConflictError, NotFoundError
from codomyrmex.cloud.common.providers import ResourceType
from codomyrmex.cloud.infomaniak.resources import KINDS

if TYPE_CHECKING:
    from codomyrmex.cloud.common.network import NetworkClient
    from codomyrmex.cloud.common.resources import CloudResource
    from codomyrmex.cloud.connection.infomaniak import InfomaniakCloud

RUN = "codomyrmex-temporary"
"""The tag that says to which use of `temporary` a resource belongs."""
UNTIL = "codomyrmex-until"
"""The tag that says when it is not wanted any more, in seconds since 1970."""

_PAUSE = 1.0
_ORDER = {kind.type: position for position, kind in enumerate(KINDS)}


@dataclass(frozen=True, slots=True)
class SweepFailure:
    """A resource that is still there, and why."""

    resource: CloudResource
    error: CloudError


@dataclass(frozen=True, slots=True)
class SweepReport:
    """What became of the resources that were to be removed."""

    removed: tuple[CloudResource, ...]
    failures: tuple[SweepFailure, ...]


def temporary_tags(lifetime: timedelta) -> dict[str, str]:
    """The tags of one use of `temporary`."""
    until = datetime.now(UTC) + lifetime
    return {RUN: secrets.token_hex(8), UNTIL: str(int(until.timestamp()))}


def left_behind(
    cloud: InfomaniakCloud, *, run: str | None = None, at: datetime | None = None
) -> Iterator[CloudResource]:
    """The temporary resources that are there.

    Args:
        cloud: where to look.
        run: only those of this use of `temporary`.
        at: only those that are not wanted any more at this time.
    """
    for listed in cloud.list_resources():
        resource = _with_tags(cloud, listed)
        if RUN not in resource.tags or (run is not None and resource.tags[RUN] != run):
            continue
        if at is None or _until(resource.tags) <= at.timestamp():
            yield resource


def sweep(
    cloud: InfomaniakCloud,
    resources: Iterable[CloudResource],
    *,
    timeout: float = 300.0,
    progress: Callable[[CloudResource], object] | None = None,
) -> SweepReport:
    """Delete resources, what uses another before the other.

    A resource that is still there is tried again until nothing has gone for the whole time: services go on
    after they have answered.

    Args:
        cloud: where they are.
        resources: what to delete.
        timeout: seconds without a deletion after which the rest is given up.
        progress: told each resource when it was deleted.
    """
    left = sorted(resources, key=lambda resource: _ORDER.get(resource.type, -1))
    removed: list[CloudResource] = []
    deadline = time.monotonic() + timeout
    while True:
        failures = []
        for resource in left:
            error = _delete(cloud, resource)
            if error is not None:
                failures.append(SweepFailure(resource, error))
                continue
            removed.append(resource)
            deadline = time.monotonic() + timeout
            if progress is not None:
                progress(resource)
        left = [failure.resource for failure in failures]
        if not left or time.monotonic() > deadline:
            return SweepReport(tuple(removed), tuple(failures))
        time.sleep(_PAUSE)


def _with_tags(cloud: InfomaniakCloud, resource: CloudResource) -> CloudResource:
    # Of all kinds, only the list of buckets does not have them.
    if resource.type is not ResourceType.BUCKET:
        return resource
    try:
        return cloud.get_resource(resource.id, resource.type)
    except NotFoundError:
        return resource  # It went meanwhile.


def _delete(cloud: InfomaniakCloud, resource: CloudResource) -> CloudError | None:
    try:
        if resource.type is ResourceType.ROUTER:
            _disconnect(cloud.network, resource.id)
        if resource.type is ResourceType.NETWORK:
            _free(cloud.network, resource.id)
        if resource.type is ResourceType.BUCKET:
            cloud.containers.delete_bucket(resource.id, force=True)
        else:
            cloud.delete_resource(resource.id, resource.type)
        cloud.get_resource(resource.id, resource.type)
    except NotFoundError:
        return None
    except CloudError as error:
        return error
    return ConflictError("It is still being deleted.", resource=resource.id)


def _disconnect(network: NetworkClient, router_id: str) -> None:
    # What connects a router and a subnet is neither's own, and keeps both from being deleted; a static route
    # keeps the router in the subnet that it goes through.
    router = network.get_router(router_id)
    for route in router.routes:
        network.remove_router_route(router_id, *route)
    for interface in router.interfaces:
        network.remove_router_interface(router_id, interface.subnet_id)


def _free(network: NetworkClient, network_id: str) -> None:
    # Ports are in no list of resources, as most are parts of others; those made by themselves are tagged.
    for port in network.list_ports(network_id=network_id):
        if RUN in port.tags:
            network.delete_port(port.id)


def _until(tags: Mapping[str, str]) -> float:
    try:
        return float(tags[UNTIL])
    except (KeyError, ValueError):
        return 0.0
