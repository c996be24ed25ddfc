"""Empties a project."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from openstack.connection import Connection

from tests.servers.process import wait_until

SECONDS = 60


def delete_contents(connection: Connection) -> None:
    """Delete all that is in the project of a connection, what uses something before what is used.

    Raises:
        TimeoutError: something does not go away.
    """
    kinds = (_stacks, _machines, _objects, _addresses)
    for find, delete in (step for steps in kinds for step in steps(connection)):
        for found in list(find()):
            delete(found)
        wait_until(lambda find=find: not list(find()), f"{find.__qualname__} gone", SECONDS)  # type: ignore[misc]


Step = tuple[Callable[[], Iterable[Any]], Callable[[Any], object]]


def _stacks(connection: Connection) -> Iterable[Step]:
    stacks, balancers, dns = connection.orchestration, connection.load_balancer, connection.dns
    yield stacks.stacks, stacks.delete_stack
    yield (
        lambda: balancers.load_balancers(),
        lambda found: balancers.delete_load_balancer(found, cascade=True),
    )
    yield dns.zones, dns.delete_zone


def _machines(connection: Connection) -> Iterable[Step]:
    compute, volumes, images = connection.compute, connection.block_storage, connection.image
    mine = connection.current_project_id
    yield compute.servers, compute.delete_server
    yield compute.server_groups, compute.delete_server_group
    yield compute.keypairs, compute.delete_keypair
    yield volumes.snapshots, volumes.delete_snapshot
    yield volumes.volumes, volumes.delete_volume
    yield lambda: images.images(owner=mine), images.delete_image


def _objects(connection: Connection) -> Iterable[Step]:
    store = connection.object_store

    def delete_container(container: Any) -> None:
        for found in list(store.objects(container)):
            store.delete_object(found.name, container=container.name)
        store.delete_container(container)

    yield store.containers, delete_container


def _addresses(connection: Connection) -> Iterable[Step]:
    network, mine = connection.network, {"project_id": connection.current_project_id}

    def free_ports() -> Iterable[Any]:
        return [port for port in network.ports(**mine) if port.device_owner != "network:router_interface"]

    def delete_router(router: Any) -> None:
        if router.routes:
            network.update_router(router, routes=[])
        for port in network.ports(device_id=router.id, device_owner="network:router_interface"):
            network.put(f"/routers/{router.id}/remove_router_interface", json={"port_id": port.id})
        network.delete_router(router)

    def own_groups() -> Iterable[Any]:
        return [group for group in network.security_groups(**mine) if group.name != "default"]

    yield lambda: network.ips(**mine), network.delete_ip
    yield free_ports, network.delete_port
    yield lambda: network.routers(**mine), delete_router
    yield lambda: network.networks(**mine), network.delete_network
    yield own_groups, network.delete_security_group
