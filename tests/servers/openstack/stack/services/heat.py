"""Heat: stacks."""

from __future__ import annotations

from tests.servers.openstack.stack.sections import common, database, login
from tests.servers.openstack.stack.service import Sections, Service, worker, wsgi
from tests.servers.openstack.stack.site import REGION, SERVICE_PASSWORD, Site

DOMAIN = "heat"
DOMAIN_ADMINISTRATOR = "heat-domain-administrator"
NEEDED_OF_ALL = ("auth_type", "auth_url", "username", "password", "user_domain_id")


def heat(site: Site) -> Service:
    """The API and an engine."""
    configuration = site.folder / "heat" / "heat.conf"
    return Service(
        "heat",
        "orchestration",
        f"{site.url('heat')}/v1/$(project_id)s",
        wsgi("heat", "heat.wsgi.api", "--config-file", str(configuration)),
        (worker("heat-engine", configuration),),
        files={configuration.name: _configuration(site)},
        shipped=("heat/api-paste.ini",),
        databases=("heat",),
        migrations=(("heat-manage", "--config-file", str(configuration), "db_sync"),),
        moves={"heat": ("DELETE FROM service",)},
        queues=("engine",),
    )


def _configuration(site: Site) -> Sections:
    folder = site.folder / "heat"
    shipped = site.programs.parent / "etc" / "heat"
    # A trust has a project of its own; the login that uses it must not name another.
    trustee = {key: value for key, value in login(site).items() if key in NEEDED_OF_ALL}
    return {
        "DEFAULT": {
            "use_stderr": True,
            "transport_url": site.broker,
            "convergence_engine": False,
            "num_engine_workers": 1,
            "stack_user_domain_name": DOMAIN,
            "stack_domain_admin": DOMAIN_ADMINISTRATOR,
            "stack_domain_admin_password": SERVICE_PASSWORD,
            "auth_encryption_key": "0123456789abcdef0123456789abcdef",
            "region_name_for_services": REGION,
            "deferred_auth_method": "trusts",
            "reauthentication_auth_method": "trusts",
            "environment_dir": shipped / "environment.d",
            "template_dir": shipped / "templates",
            "server_keystone_endpoint_type": "public",
        },
        "paste_deploy": {"api_paste_config": folder / "api-paste.ini"},
        "trustee": trustee,
        "clients_keystone": {"auth_uri": site.auth_url.removesuffix("/v3")},
        "ec2authtoken": {"auth_uri": site.auth_url},
        "database": database(site, "heat"),
        **common(site, "heat", enforce_scope=False),
    }
