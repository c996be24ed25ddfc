"""A region of a real Keystone's catalogue that has the rating services, and others where they are."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

from tests.servers.rating.server import RatingServer


@contextmanager
def rated_region(admin: Any, server: RatingServer, *, without: tuple[str, ...] = ()) -> Iterator[str]:
    """The name of a new region, which is gone after the block.

    Args:
        admin: a connection of openstacksdk as the administrator.
        server: the rating services.
        without: the types of services that the region does not have.
    """
    name = f"Rated-{secrets.token_hex(4)}"
    identity = admin.identity
    own = admin.config.get_region_name()
    with ExitStack() as undo:
        region = identity.create_region(id=name)
        undo.callback(identity.delete_region, region)
        places = {
            endpoint.service_id: endpoint.url
            for endpoint in identity.endpoints(interface="public")
            if endpoint.region_id == own
        }
        urls = [
            (service.id, places[service.id])
            for service in identity.services()
            if service.id in places and service.type not in without
        ]
        for kind, path in (("rating", "rating"), ("metric", "metric")):
            service = identity.create_service(name=name, type=kind)
            undo.callback(identity.delete_service, service)
            urls.append((service.id, f"{server.endpoint}/{path}"))
        for service_id, url in urls:
            endpoint = identity.create_endpoint(
                service_id=service_id, interface="public", url=url, region_id=name
            )
            undo.callback(identity.delete_endpoint, endpoint)
        yield name
