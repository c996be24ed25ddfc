"""Keystone: who may do what, and where the services are."""

from __future__ import annotations

from tests.servers.openstack.configuration import keystone_configuration
from tests.servers.openstack.stack.service import Service, wsgi
from tests.servers.openstack.stack.site import Site


def keystone(site: Site) -> Service:
    """On SQLite, which takes one writer: it answers one request at a time."""
    folder = site.folder / "keystone"
    environment = {"OS_KEYSTONE_CONFIG_DIR": str(folder)}
    return Service(
        "keystone",
        "identity",
        site.auth_url,
        wsgi("keystone", "keystone.wsgi.api", environment=environment, threads=1),
        files={"keystone.conf": keystone_configuration(folder)},
    )
