"""Regions of a real Keystone's catalogue, whose services are where a test wants them."""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from typing import Any


@contextmanager
def region_with(admin: Any, urls: Mapping[str, str], *, without: tuple[str, ...] = ()) -> Iterator[str]:
    """The name of a new region, which is gone after the block. It has all services of the cloud's own region.

    Args:
        admin: a connection of openstacksdk as the administrator.
        urls: the addresses of services that are elsewhere in it, or that it has besides, by their types.
        without: the types of services that it does not have.
    """
    name = f"Region-{secrets.token_hex(4)}"
    identity = admin.identity
    own = admin.config.get_region_name()
    endpoints = identity.endpoints(interface="public")
    places = {endpoint.service_id: endpoint.url for endpoint in endpoints if endpoint.region_id == own}
    there = {service.type: service.id for service in identity.services() if service.id in places}
    with ExitStack() as undo:
        region = identity.create_region(id=name)
        undo.callback(identity.delete_region, region)
        for kind in urls.keys() - there.keys():
            # Of its own: one that another test has made goes when that ends.
            service = identity.create_service(name=name, type=kind)
            undo.callback(identity.delete_service, service)
            there[kind] = service.id
        for kind in there.keys() - set(without):
            url = urls.get(kind) or places[there[kind]]
            endpoint = identity.create_endpoint(
                service_id=there[kind], interface="public", url=url, region_id=name
            )
            undo.callback(identity.delete_endpoint, endpoint)
        yield name
