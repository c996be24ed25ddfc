"""A region of a real Keystone's catalogue that has the rating services, and others where they are."""

from __future__ import annotations

from contextlib import AbstractContextManager
from typing import Any

from tests.servers.openstack.region import region_with
from tests.servers.rating.server import RatingServer


def rated_region(
    admin: Any, server: RatingServer, *, without: tuple[str, ...] = ()
) -> AbstractContextManager[str]:
    """The name of a new region, which is gone after the block.

    Args:
        admin: a connection of openstacksdk as the administrator.
        server: the rating services.
        without: the types of services that the region does not have.
    """
    urls = {"rating": f"{server.endpoint}/rating", "metric": f"{server.endpoint}/metric"}
    return region_with(admin, urls, without=without)
