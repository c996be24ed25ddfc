"""What the services themselves say was used.

Nova keeps the past; of the others it is what stands now, from its making on.

https://docs.openstack.org/api-ref/compute/#usage-reports-os-simple-tenant-usage
https://docs.openstack.org/api-ref/object-store/#show-account-metadata
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from codomyrmex.cloud.common.metering import UsageItem
from codomyrmex.cloud.infomaniak.answers import moment
from codomyrmex.cloud.infomaniak.requests import path_of, send

if TYPE_CHECKING:
    from codomyrmex.cloud.infomaniak.service import OpenStackClient

_HOUR = timedelta(hours=1)
_SERVER = (
    ("vcpus", "vcpus", 1, "vCPU h"),
    ("memory", "memory_mb", 1024, "GiB h"),
    ("disk", "local_gb", 1, "GiB h"),
)
_ACCOUNT = (
    ("bytes", "Bytes-Used", "B"),
    ("objects", "Object-Count", "objects"),
    ("containers", "Container-Count", "containers"),
)


def compute(client: OpenStackClient, start: datetime, end: datetime) -> Iterator[UsageItem]:
    """vCPUs, memory and disk of each server during its hours in the period."""
    native = client.native
    query = {"start": _naive(start), "end": _naive(end)}
    path: str | None = path_of("os-simple-tenant-usage", native.current_project_id)
    while path is not None:
        # With pages, and a link to the next one beside the usage.
        said = send(native.compute, "GET", path, params=query, microversion="2.40").json()
        for server in said["tenant_usage"].get("server_usages", ()):
            yield from _of_server(server, start, end)
        links = said.get("tenant_usage_links", ())
        path = next((one["href"] for one in links if one["rel"] == "next"), None)
        query = {}


def _of_server(server: Mapping[str, Any], start: datetime, end: datetime) -> Iterator[UsageItem]:
    for kind, field, divisor, unit in _SERVER:
        yield UsageItem(
            service="compute",
            resource_type=kind,
            resource_id=server["instance_id"],
            name=server["name"],
            quantity=server["hours"] * server[field] / divisor,
            unit=unit,
            start=start,
            end=end,
            details=server,
        )


def block_storage(client: OpenStackClient, start: datetime, end: datetime) -> Iterator[UsageItem]:
    """GiB of each volume and snapshot."""
    proxy = client.native.block_storage
    for kind in ("volumes", "snapshots"):
        for one in client._pages(proxy, f"/{kind}/detail", kind):
            hours = _hours(one.get("created_at"), start, end)
            if hours:
                yield _standing("block_storage", kind, one, hours * one["size"], "GiB h", start, end)


def network(client: OpenStackClient, start: datetime, end: datetime) -> Iterator[UsageItem]:
    """Hours of each floating IP and router."""
    proxy = client.native.network
    project = client.native.current_project_id
    for kind in ("floatingips", "routers"):
        for one in client._pages(proxy, f"/{kind}", kind, {"project_id": project}):
            hours = _hours(one.get("created_at"), start, end)
            named = {**one, "name": one.get("name") or one.get("floating_ip_address")}
            if hours:
                yield _standing("network", kind, named, hours, "h", start, end)


def load_balancing(client: OpenStackClient, start: datetime, end: datetime) -> Iterator[UsageItem]:
    """Hours of each load balancer."""
    proxy, kind = client.native.load_balancer, "loadbalancers"
    for one in client._pages(proxy, f"/lbaas/{kind}", kind):
        hours = _hours(one.get("created_at"), start, end)
        if hours:
            yield _standing("load_balancing", kind, one, hours, "h", start, end)


def object_storage(client: OpenStackClient, start: datetime, end: datetime) -> Iterator[UsageItem]:
    """What the account holds now."""
    answer = send(client.native.object_store, "HEAD", "")
    for kind, header, unit in _ACCOUNT:
        held = int(answer.headers[f"X-Account-{header}"])
        yield UsageItem("object_storage", kind, None, "account", held, unit, start, end)


def _standing(
    service: str,
    kind: str,
    one: Mapping[str, Any],
    quantity: float,
    unit: str,
    start: datetime,
    end: datetime,
) -> UsageItem:
    return UsageItem(
        service, kind, one["id"], one.get("name") or one["id"], quantity, unit, start, end, details=one
    )


def _hours(created: str | None, start: datetime, end: datetime) -> float:
    since = max(start, moment(created) or start)
    return max(min(end, datetime.now(UTC)) - since, timedelta()) / _HOUR


def _naive(time: datetime) -> str:
    # Nova knows no time zones.
    return time.astimezone(UTC).replace(tzinfo=None).isoformat()
