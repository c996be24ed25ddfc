"""The services, each as data."""

from __future__ import annotations

from tests.servers.openstack.configuration import PROXIES, SERVERS
from tests.servers.openstack.stack.service import Service
from tests.servers.openstack.stack.services.cinder import cinder, cinder_backup
from tests.servers.openstack.stack.services.cloudkitty import FIRST, cloudkitty
from tests.servers.openstack.stack.services.designate import designate
from tests.servers.openstack.stack.services.glance import glance
from tests.servers.openstack.stack.services.heat import heat
from tests.servers.openstack.stack.services.keystone import keystone
from tests.servers.openstack.stack.services.neutron import neutron
from tests.servers.openstack.stack.services.nova import nova
from tests.servers.openstack.stack.services.octavia import octavia
from tests.servers.openstack.stack.services.placement import placement
from tests.servers.openstack.stack.services.swift import swift
from tests.servers.openstack.stack.site import Site

APIS = ("keystone", "glance", "placement", "neutron", "nova", "cinder", "designate", "heat", "octavia")
RATING = ("cloudkitty", FIRST, "influx", "influx-backup")
BROKER = ("rabbit", "rabbit-nodes", "epmd")
PORTS = (*APIS, *PROXIES, *SERVERS, "cache", "bind", "bind-control", "mdns", *BROKER, *RATING)
"""The names of all ports that the cloud takes."""


def services_of(site: Site) -> list[Service]:
    """All services of a site; what others need to start comes first."""
    makers = (
        keystone,
        swift,
        glance,
        placement,
        neutron,
        nova,
        cinder,
        designate,
        heat,
        octavia,
        cinder_backup,
        cloudkitty,
    )
    return [make(site) for make in makers]
