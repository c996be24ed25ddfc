"""Octavia: load balancers, whose machines are never made."""

from __future__ import annotations

from tests.servers.openstack.stack.sections import common, database, login
from tests.servers.openstack.stack.service import Sections, Service, worker, wsgi
from tests.servers.openstack.stack.site import Site


def octavia(site: Site) -> Service:
    """The API and a worker; its certificates are made with the template."""
    configuration = site.folder / "octavia" / "octavia.conf"
    return Service(
        "octavia",
        "load-balancer",
        site.url("octavia"),
        wsgi("octavia", "octavia.wsgi.api", "--config-file", str(configuration)),
        (worker("octavia-worker", configuration),),
        files={configuration.name: _configuration(site)},
        databases=("octavia",),
        migrations=(("octavia-db-manage", "--config-file", str(configuration), "upgrade", "head"),),
        queues=("octavia_provisioning_v2",),
    )


def _configuration(site: Site) -> Sections:
    folder = site.folder / "octavia"
    authority = folder / "authority.pem"
    return {
        "DEFAULT": {"use_stderr": True, "transport_url": site.broker},
        "api_settings": {
            "auth_strategy": "keystone",
            "enabled_provider_drivers": "amphora:noop amphora,octavia:alias,noop_driver:noop",
            "default_provider_driver": "amphora",
            "allow_tls_terminated_listeners": True,
            "api_base_uri": site.url("octavia"),
        },
        "oslo_messaging": {"topic": "octavia_prov"},
        "controller_worker": {
            "workers": 1,
            "client_ca": authority,
            **{f"{part}_driver": f"{part}_noop_driver" for part in NEVER_MADE},
            "amp_image_tag": "amphora",
            "amp_flavor_id": 1,
            "amp_boot_network_list": "00000000-0000-0000-0000-000000000001",
            "loadbalancer_topology": "SINGLE",
        },
        "certificates": {
            "ca_certificate": authority,
            "ca_private_key": folder / "authority.key",
            "cert_generator": "local_cert_generator",
            "cert_manager": "noop_cert_manager",
            "server_certs_key_passphrase": "insecure-key-do-not-use-this-key",
        },
        "health_manager": {"heartbeat_key": "insecure"},
        "task_flow": {"jobboard_enabled": False},
        "haproxy_amphora": {"client_cert": folder / "client.pem", "server_ca": authority},
        "service_auth": login(site),
        "neutron": login(site),
        "database": database(site, "octavia"),
        **common(site, "octavia"),
    }


NEVER_MADE = ("amphora", "compute", "network", "image", "volume")
