"""The sections that the configuration of every service has."""

from __future__ import annotations

from tests.servers.openstack.stack.service import Section, Sections
from tests.servers.openstack.stack.site import REGION, SERVICE_PASSWORD, SERVICE_USER, Site


def login(site: Site) -> Section:
    """How a service speaks to others in its own name."""
    return {
        "auth_url": site.auth_url,
        "auth_type": "password",
        "project_domain_id": "default",
        "user_domain_id": "default",
        "project_name": "service",
        "username": SERVICE_USER,
        "password": SERVICE_PASSWORD,
        "region_name": REGION,
    }


def common(site: Site, service: str, *, enforce_scope: bool = True) -> Sections:
    """Who may call, how services call each other, and where locks are."""
    tokens = {
        "www_authenticate_uri": site.auth_url,
        "service_token_roles": "service",
        "service_token_roles_required": True,
    }
    return {
        "keystone_authtoken": tokens | dict(login(site)),
        "oslo_messaging_notifications": {"driver": "noop"},
        "oslo_messaging_rabbit": {"heartbeat_timeout_threshold": 0},
        "oslo_concurrency": {"lock_path": site.folder / service / "lock"},
        "oslo_policy": {"enforce_scope": enforce_scope},
    }


def database(site: Site, name: str) -> Section:
    """A database in MariaDB."""
    return {"connection": site.database(name), "max_pool_size": 20, "max_overflow": 50}
