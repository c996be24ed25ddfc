"""A project of OpenStack with much in it, all made through the services."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

from openstack.connection import Connection
from openstack.utils import iterate_timeout

from tests.servers.openstack.stack.cloud import OpenStackCloud, Project

ZONE = "bench.example."
AT_ONCE = 50
"""Servers made by one request: more would keep the scheduler from all others for long."""
SECONDS = 30 * 60
POLL_SECONDS = 2
"""Between two questions whether all is there: the answers take the same cores as the work."""
TAGS = {"environment": "bench", "owner": "measurements"}


@dataclass(frozen=True)
class Contents:
    """How much of each a project has.

    Attributes:
        record_sets: of one zone, besides the two that each has for itself.
    """

    servers: int
    volumes: int
    record_sets: int


def add_project(cloud: OpenStackCloud, contents: Contents) -> Project:
    """A new project with all of it; it lasts as long as the cloud."""
    servers, volumes = contents.servers, contents.volumes
    project = cloud.add_project(
        {
            "compute": {"instances": servers, "cores": servers, "ram": servers * 1024},
            "volume": {"volumes": volumes, "gigabytes": volumes},
        }
    )
    room = contents.record_sets + 10
    with cloud.admin() as admin:
        admin.dns.update_quota(project.project_id, zone_recordsets=room, zone_records=room)
    _each([_add_servers, _add_volumes, _add_zone], project, contents)
    return project


def _each(steps: list[Callable[[Connection, Contents], None]], project: Project, contents: Contents) -> None:
    def take(step: Callable[[Connection, Contents], None]) -> None:
        with project.sdk() as connection:
            step(connection, contents)

    with ThreadPoolExecutor(len(steps)) as threads:
        list(threads.map(take, steps))


def _add_servers(connection: Connection, contents: Contents) -> None:
    compute = connection.compute
    wanted = {
        "flavor_id": compute.find_flavor("tiny", ignore_missing=False).id,
        "image_id": connection.image.find_image("cirros", ignore_missing=False).id,
        "networks": "none",
        "metadata": TAGS,
    }
    for made in range(0, contents.servers, AT_ONCE):
        count = min(AT_ONCE, contents.servers - made)
        compute.create_server(name=f"server-{made}", min_count=count, max_count=count, **wanted)
        _wait_for_all(compute, "servers", "ACTIVE", made + count)


def _add_volumes(connection: Connection, contents: Contents) -> None:
    volumes = connection.block_storage
    for number in range(contents.volumes):
        volumes.create_volume(name=f"volume-{number}", size=1, metadata=TAGS)
    _wait_for_all(volumes, "volumes", "available", contents.volumes)


def _add_zone(connection: Connection, contents: Contents) -> None:
    lines = [f"$ORIGIN {ZONE}", "$TTL 3600", "@ IN SOA ns1 hostmaster 1 3600 600 86400 3600"]
    lines += [f"host-{number} IN A 192.0.2.{number % 254 + 1}" for number in range(contents.record_sets)]
    text = "\n".join(lines) + "\n"
    dns, of_text = connection.dns, {"Content-Type": "text/dns"}
    started = dns.post("/zones/tasks/imports", data=text, headers=of_text).json()

    def is_served() -> bool:
        found = dns.get_zone_import(started["id"])
        assert found.status != "ERROR", found.message
        return bool(found.status == "COMPLETE" and dns.get_zone(found.zone_id).status == "ACTIVE")

    _wait(is_served, f"{ZONE} on the name server")


def _wait_for_all(service: Any, kind: str, status: str, count: int) -> None:
    def are_there() -> bool:
        return len(service.get(f"/{kind}", params={"status": status}).json()[kind]) == count

    _wait(are_there, f"{count} {kind} {status}")


def _wait(ready: Callable[[], bool], what: str) -> None:
    for _ in iterate_timeout(SECONDS, f"{what}: not within {SECONDS} s", POLL_SECONDS):
        if ready():
            return
