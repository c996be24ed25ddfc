"""Swift: objects, as the small cloud of the storage tests has it."""

from __future__ import annotations

import getpass

from tests.servers.openstack.configuration import SERVERS, swift_files
from tests.servers.openstack.stack.service import Daemon, Service
from tests.servers.openstack.stack.site import ADMINISTRATOR_PASSWORD, Site


def swift(site: Site) -> Service:
    """A proxy and a server each for accounts, containers and objects, on one disk."""
    folder = site.folder / "swift"
    files = swift_files(folder, getpass.getuser(), site.ports, site.auth_url, ADMINISTRATOR_PASSWORD)
    return Service(
        "swift",
        "object-store",
        f"{site.url('proxy')}/v1/AUTH_$(project_id)s",
        None,
        tuple(_server(site, name) for name in ("proxy", *SERVERS)),
        files=files,
        folders=("devices/disk",),
    )


def _server(site: Site, name: str) -> Daemon:
    command = (f"swift-{name}-server", str(site.folder / "swift" / f"{name}-server.conf"))
    return Daemon(f"swift-{name}", command, port=site.ports[name])
