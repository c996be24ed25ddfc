"""Neutron: networks, without an agent that would make them."""

from __future__ import annotations

from tests.servers.openstack.stack.sections import common, database, login
from tests.servers.openstack.stack.service import Sections, Service, wsgi
from tests.servers.openstack.stack.site import Site

PLUGINS = (
    "router,port_forwarding,qos,tag,revisions,timestamp,"
    "network_ip_availability,auto_allocate,flavors,segments"
)


def neutron(site: Site) -> Service:
    """One process: what an agent would do, the driver says is done."""
    folder = site.folder / "neutron"
    files = ("neutron.conf", "ml2_conf.ini")
    environment = {"OS_NEUTRON_CONFIG_DIR": str(folder), "OS_NEUTRON_CONFIG_FILES": ";".join(files)}
    options = [option for name in files for option in ("--config-file", str(folder / name))]
    return Service(
        "neutron",
        "network",
        site.url("neutron"),
        wsgi("neutron", "neutron.wsgi.api", environment=environment),
        files=dict(zip(files, (_configuration(site), LAYER_2), strict=True)),
        shipped=("neutron/api-paste.ini",),
        databases=("neutron",),
        migrations=(("neutron-db-manage", *options, "upgrade", "head"),),
    )


LAYER_2: Sections = {
    "ml2": {
        "type_drivers": "flat,vlan,vxlan,local",
        "tenant_network_types": "vxlan",
        "mechanism_drivers": "noop",
        "extension_drivers": "port_security,qos,dns",
    },
    "ml2_type_flat": {"flat_networks": "public"},
    "ml2_type_vlan": {"network_vlan_ranges": "public:100:200"},
    "ml2_type_vxlan": {"vni_ranges": "1:5000"},
    "securitygroup": {"enable_security_group": True},
}


def _configuration(site: Site) -> Sections:
    folder = site.folder / "neutron"
    return {
        "DEFAULT": {
            "use_stderr": True,
            "transport_url": site.broker,
            "core_plugin": "ml2",
            "service_plugins": PLUGINS,
            "auth_strategy": "keystone",
            "api_paste_config": folder / "api-paste.ini",
            "state_path": folder,
            "notify_nova_on_port_status_changes": False,
            "notify_nova_on_port_data_changes": False,
            "dhcp_agent_notification": False,
            "dns_domain": "test.example.",
        },
        "nova": login(site),
        "database": database(site, "neutron"),
        **common(site, "neutron"),
    }
