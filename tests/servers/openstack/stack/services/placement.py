"""Placement: what room there is for servers."""

from __future__ import annotations

from tests.servers.openstack.stack.sections import common, database
from tests.servers.openstack.stack.service import Service, wsgi
from tests.servers.openstack.stack.site import Site


def placement(site: Site) -> Service:
    """One process."""
    folder = site.folder / "placement"
    configuration = folder / "placement.conf"
    return Service(
        "placement",
        "placement",
        site.url("placement"),
        wsgi("placement", "placement.wsgi.api", environment={"OS_PLACEMENT_CONFIG_DIR": str(folder)}),
        files={
            configuration.name: {
                "DEFAULT": {"use_stderr": True},
                "api": {"auth_strategy": "keystone"},
                "placement_database": database(site, "placement"),
                **common(site, "placement"),
            }
        },
        databases=("placement",),
        migrations=(("placement-manage", "--config-file", str(configuration), "db", "sync"),),
    )
