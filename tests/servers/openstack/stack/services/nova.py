"""Nova: servers, on a hypervisor that only says it runs them."""

from __future__ import annotations

from tests.servers.openstack.stack.sections import common, database, login
from tests.servers.openstack.stack.service import Sections, Service, worker, wsgi
from tests.servers.openstack.stack.site import REGION, Site

FILTERS = (
    "ComputeFilter,ComputeCapabilitiesFilter,ImagePropertiesFilter,"
    "ServerGroupAntiAffinityFilter,ServerGroupAffinityFilter"
)
# Nova puts in what its configuration says: these hold in every folder and on every port.
CELL_DATABASE = "{scheme}://{username}@{hostname}/nova_cell%d?{query}"
CELL_BROKER = "{scheme}://{username}:{password}@{hostname}:{port}/"


def nova(site: Site) -> Service:
    """The API, a conductor, a scheduler and one host."""
    configuration = site.folder / "nova" / "nova.conf"
    manage = ("nova-manage", "--config-file", str(configuration))
    # Compute asks the conductor once and, where that does not listen yet, waits for ten seconds.
    after = ("nova-conductor", "Starting conductor node")
    cell = ("--database_connection", CELL_DATABASE % 1, "--transport-url", CELL_BROKER)
    return Service(
        "nova",
        "compute",
        f"{site.url('nova')}/v2.1",
        wsgi(
            "nova", "nova.wsgi.osapi_compute", environment={"OS_NOVA_CONFIG_DIR": str(configuration.parent)}
        ),
        (
            worker("nova-conductor", configuration),
            worker("nova-scheduler", configuration),
            worker("nova-compute", configuration, after),
        ),
        files={configuration.name: _configuration(site)},
        shipped=("nova/api-paste.ini",),
        databases=("nova_api", "nova_cell0", "nova_cell1"),
        migrations=(
            (*manage, "api_db", "sync"),
            (*manage, "cell_v2", "map_cell0", "--database_connection", CELL_DATABASE % 0),
            (*manage, "cell_v2", "create_cell", "--name", "cell1", *cell),
            (*manage, "db", "sync"),
        ),
        # Who reported just before the template was stored must not look alive.
        moves={"nova_cell1": ("UPDATE services SET updated_at = 20000101, last_seen_up = 20000101",)},
        queues=("conductor", "scheduler", "compute.test"),
    )


def _configuration(site: Site) -> Sections:
    folder = site.folder / "nova"
    return {
        "DEFAULT": {
            "use_stderr": True,
            "transport_url": site.broker,
            "compute_driver": "nova_noop.Driver",
            "my_ip": "127.0.0.1",
            "host": "test",
            "state_path": folder,
            "vif_plugging_is_fatal": False,
            "vif_plugging_timeout": 0,
            "allow_resize_to_same_host": True,
            "force_config_drive": False,
            "running_deleted_instance_poll_interval": 0,
            "sync_power_state_interval": -1,
            "service_down_time": 30,
        },
        "api": {"auth_strategy": "keystone"},
        "wsgi": {"api_paste_config": folder / "api-paste.ini"},
        "api_database": database(site, "nova_api"),
        "database": database(site, "nova_cell1"),
        "conductor": {"workers": 1},
        "scheduler": {"workers": 1},
        "filter_scheduler": {"enabled_filters": FILTERS, "track_instance_changes": False},
        "service_user": {"send_service_user_token": True, **login(site)},
        "placement": login(site),
        "neutron": {**login(site), "service_metadata_proxy": False},
        "glance": {"region_name": REGION},
        "cinder": {**login(site), "os_region_name": REGION},
        "vnc": {"enabled": True, "novncproxy_base_url": "http://127.0.0.1:6080/vnc_auto.html"},
        **common(site, "nova"),
    }
