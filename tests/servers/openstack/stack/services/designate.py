"""Designate: zones, served by bind."""

from __future__ import annotations

import base64
import getpass
import json
import secrets

from tests.servers.openstack.stack.sections import common, database
from tests.servers.openstack.stack.service import Daemon, Sections, Service, worker, wsgi
from tests.servers.openstack.stack.site import Site
from tests.servers.process import find_program

POOL = "794ccc2c-d751-44fe-b57f-8894c9f5c842"

NAMED = """\
include "{folder}/rndc.key";
controls {{ inet 127.0.0.1 port {control} allow {{ 127.0.0.1; }} keys {{ "rndc-key"; }}; }};
options {{
    directory "{folder}/zones"; pid-file none; session-keyfile "{folder}/session.key";
    listen-on port {port} {{ 127.0.0.1; }}; listen-on-v6 {{ none; }};
    allow-new-zones yes; allow-notify {{ 127.0.0.1; }}; allow-transfer {{ 127.0.0.1; }};
    allow-query {{ 127.0.0.1; }}; request-ixfr no; recursion no; dnssec-validation no; notify no;
    minimal-responses yes; max-refresh-time 60; serial-query-rate 1000;
}};
"""
KEY = 'key "rndc-key" {{ algorithm hmac-sha256; secret "{secret}"; }};\n'


def designate(site: Site) -> Service:
    """The API, what works behind it, and bind."""
    folder = site.folder / "designate"
    configuration = folder / "designate.conf"
    ports = site.ports
    named = NAMED.format(folder=folder, control=ports["bind-control"], port=ports["bind"])
    bind = (find_program("named"), "-g", "-u", getpass.getuser(), "-c", str(folder / "named.conf"))
    programs = [f"designate-{name}" for name in ("central", "worker", "producer", "mdns")]
    return Service(
        "designate",
        "dns",
        site.url("designate"),
        wsgi("designate", "designate.wsgi.api", environment={"OS_DESIGNATE_CONFIG_DIR": str(folder)}),
        (
            Daemon("bind", bind, port=ports["bind"]),
            *(worker(program, configuration) for program in programs),
        ),
        files={
            configuration.name: _configuration(site),
            "pools.yaml": json.dumps([_pool(site)]),  # YAML is a superset
            "named.conf": named,
            "rndc.key": KEY.format(secret=base64.b64encode(secrets.token_bytes(32)).decode()),
        },
        shipped=("designate/api-paste.ini",),
        folders=("zones",),
        databases=("designate",),
        migrations=(("designate-manage", "--config-file", str(configuration), "database", "sync"),),
        moves={"designate": _moves(site)},
        queues=("central", "worker", "producer"),
    )


def _pool(site: Site) -> dict[str, object]:
    """What ``designate-manage pool update`` reads."""
    local = "127.0.0.1"
    bind = {"host": local, "port": site.ports["bind"]}
    target = {"type": "bind9", "masters": [{"host": local, "port": site.ports["mdns"]}]}
    return {
        "name": "default",
        "id": POOL,
        "attributes": {},
        "ns_records": [{"hostname": "ns1.test.example.", "priority": 1}],
        "nameservers": [bind],
        "targets": [target | {"options": bind | _control(site)}],
    }


def _control(site: Site) -> dict[str, object]:
    return {
        "rndc_host": "127.0.0.1",
        "rndc_port": site.ports["bind-control"],
        "rndc_key_file": str(site.folder / "designate" / "rndc.key"),
        "rndc_bin_path": find_program("rndc"),
    }


def _moves(site: Site) -> tuple[str, ...]:
    update, options = "UPDATE pool_", {"port": site.ports["bind"]} | _control(site)
    return (
        "DELETE FROM service_statuses",
        f"{update}nameservers SET port = {site.ports['bind']}",
        f"{update}target_masters SET port = {site.ports['mdns']}",
        *(
            f"{update}target_options SET value = '{new}' WHERE `key` = '{key}'"
            for key, new in options.items()
        ),
    )


def _configuration(site: Site) -> Sections:
    folder = site.folder / "designate"
    return {
        "DEFAULT": {
            "use_stderr": True,
            "transport_url": site.broker,
            "state_path": folder,
            "root_helper": "",
        },
        "service:api": {
            "api_base_uri": f"{site.url('designate')}/",
            "api_paste_config": folder / "api-paste.ini",
            "auth_strategy": "keystone",
            "enable_api_v2": True,
            "enable_api_admin": True,
            "enabled_extensions_admin": "quotas, reports",
            "enable_host_header": True,
        },
        "service:central": {"workers": 1, "default_pool_id": POOL},
        "service:mdns": {"workers": 1, "listen": f"127.0.0.1:{site.ports['mdns']}"},
        "service:producer": {"workers": 1},
        "producer_task:increment_serial": {"interval": 1},
        "producer_task:zone_purge": {"interval": 3600},
        "service:worker": {
            "workers": 1,
            "poll_timeout": 5,
            "poll_retry_interval": 1,
            "poll_max_retries": 10,
            "poll_delay": 1,
            "serial_max_retries": 3,
            "serial_retry_delay": 1,
        },
        "coordination": {"backend_url": f"file://{folder}/coordination"},
        "storage:sqlalchemy": database(site, "designate"),
        **common(site, "designate"),
    }
