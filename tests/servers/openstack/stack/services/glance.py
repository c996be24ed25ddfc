"""Glance: images, kept as files."""

from __future__ import annotations

from tests.servers.openstack.stack.sections import common, database
from tests.servers.openstack.stack.service import Service, wsgi
from tests.servers.openstack.stack.site import Site


def glance(site: Site) -> Service:
    """One process."""
    folder = site.folder / "glance"
    configuration = folder / "glance-api.conf"
    stores = ("images", "staging", "tasks")
    images, staging, tasks = ({"filesystem_store_datadir": folder / name} for name in stores)
    address = f"value = CONCAT('file://{folder}/images/', SUBSTRING_INDEX(value, '/', -1))"
    return Service(
        "glance",
        "image",
        site.url("glance"),
        wsgi("glance", "glance.wsgi.api", environment={"OS_GLANCE_CONFIG_DIR": str(folder)}),
        files={
            configuration.name: {
                "DEFAULT": {
                    "use_stderr": True,
                    "enabled_backends": "files:file",
                    "enabled_import_methods": "[glance-direct,web-download,copy-image]",
                },
                "glance_store": {"default_backend": "files"},
                "files": images,
                "os_glance_staging_store": staging,
                "os_glance_tasks_store": tasks,
                "paste_deploy": {"flavor": "keystone", "config_file": folder / "glance-api-paste.ini"},
                "database": database(site, "glance"),
                **common(site, "glance"),
            }
        },
        shipped=("glance/glance-api-paste.ini",),
        folders=stores,
        databases=("glance",),
        migrations=(("glance-manage", "--config-file", str(configuration), "db_sync"),),
        moves={"glance": ("UPDATE image_locations SET " + address,)},  # noqa: S608 - our own folder
    )
