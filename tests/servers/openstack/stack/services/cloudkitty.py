"""CloudKitty: what use costs, with both kinds of storage that it has."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

from tests.servers.openstack.stack.sections import common, database
from tests.servers.openstack.stack.service import Daemon, Section, Sections, Service, wsgi
from tests.servers.openstack.stack.site import Site

FIRST = "cloudkitty-v1"
"""The name of the API over the first kind of storage, MariaDB; it has no second version."""

# The package brings none of its own.
PASTE = """\
[pipeline:cloudkitty+keystone]
pipeline = request_id authtoken api
[filter:request_id]
paste.filter_factory = oslo_middleware:RequestId.factory
[filter:authtoken]
acl_public_routes = /, /v1, /v2
paste.filter_factory = cloudkitty.api.middleware:AuthTokenMiddleware.factory
[app:api]
paste.app_factory = cloudkitty.api.app:app_factory
"""
METRICS = {
    "vcpus": {
        "unit": "vcpu",
        "groupby": ["id", "project_id"],
        "metadata": ["name"],
        "extra_args": {"aggregation_method": "max"},
    }
}
"""What is collected, from Prometheus."""

INFLUX = """\
reporting-disabled = true
bind-address = "127.0.0.1:{backup}"
[meta]
dir = "{folder}/meta"
[data]
dir = "{folder}/data"
wal-dir = "{folder}/wal"
query-log-enabled = false
[monitor]
store-enabled = false
[http]
bind-address = "127.0.0.1:{port}"
log-enabled = false
[continuous_queries]
enabled = false
"""


def cloudkitty(site: Site) -> Service:
    """The API over each kind of storage; of the second kind InfluxDB is the one that runs here."""
    folder = site.folder / "cloudkitty"
    first, second = folder / "first.conf", folder / "second.conf"
    influx = INFLUX.format(
        folder=folder / "influx", port=site.ports["influx"], backup=site.ports["influx-backup"]
    )
    server = (influxd() or "influxd", "-config", str(folder / "influx.conf"))
    return Service(
        "cloudkitty",
        "rating",
        site.url("cloudkitty"),
        _api("cloudkitty", second),
        (_api(FIRST, first)(site.ports[FIRST]), Daemon("influx", server, port=site.ports["influx"])),
        files={
            first.name: _configuration(site, {"version": 1, "backend": "sqlalchemy"}),
            second.name: _configuration(site, {"version": 2, "backend": "influxdb"}),
            "api_paste.ini": PASTE,
            "metrics.yml": json.dumps({"metrics": METRICS}),  # YAML is a superset
            "influx.conf": influx,
        },
        databases=("cloudkitty",),
        migrations=(
            ("cloudkitty-dbsync", "--config-file", str(first), "upgrade"),
            ("cloudkitty-storage-init", "--config-file", str(first)),
        ),
        on_demand=True,
    )


def influxd() -> str | None:
    """Where InfluxDB is, if it is installed: the cloud runs without it, but not CloudKitty."""
    return shutil.which("influxd")


def _api(name: str, configuration: Path) -> Callable[[int], Daemon]:
    return wsgi(name, "cloudkitty.wsgi.api", "--config-file", str(configuration))


def _configuration(site: Site, storage: Section) -> Sections:
    folder = site.folder / "cloudkitty"
    return {
        "DEFAULT": {
            "use_stderr": True,
            "transport_url": site.broker,
            "auth_strategy": "keystone",
            "api_paste_config": folder / "api_paste.ini",
        },
        "collect": {"collector": "prometheus", "metrics_conf": folder / "metrics.yml", "period": 3600},
        "orchestrator": {"coordination_url": f"file://{folder}/coordination"},
        "storage": storage,
        "storage_influxdb": {"host": "127.0.0.1", "port": site.ports["influx"], "database": "cloudkitty"},
        "database": database(site, "cloudkitty"),
        **common(site, "cloudkitty"),
    }
