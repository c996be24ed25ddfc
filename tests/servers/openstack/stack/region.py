"""A region of a real Keystone's catalogue that has services which the others do not have."""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from typing import Any


@contextmanager
def region_with(admin: Any, added: Mapping[str, str], *, without: tuple[str, ...] = ()) -> Iterator[str]:
    """The name of a new region, which is gone after the block; other services are there where they are.

    Args:
        admin: a connection of openstacksdk as the administrator.
        added: the addresses of services by their types.
        without: the types of services that the region does not have.
    """
    name = f"With-{secrets.token_hex(4)}"
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
        for kind, url in added.items():
            service = identity.create_service(name=name, type=kind)
            undo.callback(identity.delete_service, service)
            urls.append((service.id, url))
        for service_id, url in urls:
            endpoint = identity.create_endpoint(
                service_id=service_id, interface="public", url=url, region_id=name
            )
            undo.callback(identity.delete_endpoint, endpoint)
        yield name
