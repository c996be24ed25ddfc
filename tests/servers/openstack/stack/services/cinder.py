"""Cinder: volumes, by a driver that keeps next to nothing of them, and backups of these in Swift."""

from __future__ import annotations

from tests.servers.openstack.stack.sections import common, database, login
from tests.servers.openstack.stack.service import Sections, Service, worker, wsgi
from tests.servers.openstack.stack.site import Site


def cinder(site: Site) -> Service:
    """The API, a scheduler and one back end."""
    configuration = site.folder / "cinder" / "cinder.conf"
    return Service(
        "cinder",
        "block-storage",
        f"{site.url('cinder')}/v3/$(project_id)s",
        wsgi("cinder", "cinder.wsgi.api", "--config-file", str(configuration)),
        tuple(worker(program, configuration) for program in ("cinder-scheduler", "cinder-volume")),
        files={configuration.name: _configuration(site)},
        shipped=("cinder/api-paste.ini", "cinder/resource_filters.json"),
        databases=("cinder",),
        migrations=(("cinder-manage", "--config-file", str(configuration), "db", "sync"),),
        moves={"cinder": ("UPDATE services SET updated_at = 20000101",)},
        queues=("cinder-scheduler", "cinder-volume.test@noop.test"),
    )


def cinder_backup(site: Site) -> Service:
    """What makes backups: most tests need none, and some need a cloud that makes none."""
    configuration = site.folder / "cinder" / "cinder.conf"
    return Service(
        "cinder-backup",
        "",
        "",
        None,
        (worker("cinder-backup", configuration),),
        queues=("cinder-backup.test",),
        on_demand=True,
    )


def _configuration(site: Site) -> Sections:
    folder = site.folder / "cinder"
    return {
        "DEFAULT": {
            "use_stderr": True,
            "transport_url": site.broker,
            "auth_strategy": "keystone",
            "api_paste_config": folder / "api-paste.ini",
            "resource_query_filters_file": folder / "resource_filters.json",
            "state_path": folder,
            "my_ip": "127.0.0.1",
            "host": "test",
            "enabled_backends": "noop",
            "default_volume_type": "__DEFAULT__",
            "glance_api_servers": site.url("glance"),
            "volume_clear": "none",
            "osapi_volume_workers": 1,
            "periodic_fuzzy_delay": 0,
            "report_interval": 3,
            "backup_driver": "cinder_backups.SwiftBackupDriver",
            "backup_swift_url": f"{site.url('proxy')}/v1/AUTH_",
            "backup_swift_enable_progress_timer": False,
            "backup_workers": 1,
            "backup_use_same_host": True,  # or the scheduler would not look whether it is disabled
        },
        "noop": {"volume_driver": "cinder_noop.NoopDriver", "volume_backend_name": "noop"},
        "coordination": {"backend_url": f"file://{folder}/coordination"},
        "service_user": {"send_service_user_token": True, **login(site)},
        "nova": login(site),
        "database": database(site, "cinder"),
        **common(site, "cinder"),
    }
