"""The empty cloud, built by the first run and copied by those after it."""

from __future__ import annotations

import hashlib
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

from openstack.connection import Connection

from tests.servers.openstack.identity import Administrator
from tests.servers.openstack.stack import backends
from tests.servers.openstack.stack.readiness import connect, wait_for_workers
from tests.servers.openstack.stack.runner import Runner
from tests.servers.openstack.stack.service import Service
from tests.servers.openstack.stack.services.heat import DOMAIN, DOMAIN_ADMINISTRATOR
from tests.servers.openstack.stack.site import (
    ADMINISTRATOR_PASSWORD,
    SERVICE_PASSWORD,
    SERVICE_USER,
    Site,
)

HERE = Path(__file__).parent
NEVER_KEPT = ("log", "rabbit", "mysql.sock", "mysql.pid")
SUBNETS = {4: "203.0.113.0/24", 6: "2001:db8::/64"}
ROLES = ("heat_stack_owner", "heat_stack_user", "load-balancer_member", "load-balancer_admin")


def template_path() -> Path:
    """Where the template of these sources is, or will be."""
    digest = hashlib.sha256(sys.version.encode())
    sources = [*HERE.parent.glob("*.*"), *HERE.glob("services/*.py"), *HERE.glob("drivers/*.py")]
    sources += [HERE / f"{name}.py" for name in ("backends", "runner", "sections", "service", "template")]
    for path in sorted(sources):
        digest.update(path.read_bytes())
    return Path(sys.prefix) / f"openstack-template-{digest.hexdigest()[:16]}"


def build(runner: Runner) -> None:
    """Start an empty cloud: databases, catalog, pool, certificates, flavors, an image and a network."""
    site = runner.site
    _make_certificates(site.folder / "octavia")
    runner.write()
    backends.make_mariadb(site)
    runner.start_backends()
    databases = [name for service in runner.services for name in service.databases]
    backends.execute(site, ";\n".join(f"CREATE DATABASE {name}" for name in databases))
    _make_databases(runner)
    runner.start_services("keystone")
    rest = [one for one in runner.services if one.name != "keystone" and not one.on_demand]
    _fill_catalog(site, rest)
    runner.start_services(*(service.name for service in rest))
    admin = connect(site)
    wait_for_workers(admin)
    designate, nova = site.folder / "designate", site.folder / "nova" / "nova.conf"
    pool = ("pool", "update", "--file", str(designate / "pools.yaml"))
    runner.run("designate-manage", "--config-file", str(designate / "designate.conf"), *pool)
    runner.run("nova-manage", "--config-file", str(nova), "cell_v2", "discover_hosts")
    _furnish(admin)


def keep(runner: Runner, template: Path) -> None:
    """Make a template of a running cloud, which goes on."""
    for old in template.parent.glob("openstack-template-*"):
        shutil.rmtree(old)
    unfinished = template.with_name(f"openstack-unfinished-{template.name[-16:]}")
    shutil.rmtree(unfinished, ignore_errors=True)
    with runner.standing_still():
        ignored = shutil.ignore_patterns(*NEVER_KEPT)
        shutil.copytree(runner.site.folder, unfinished, symlinks=True, ignore=ignored)
    unfinished.rename(template)


def move(runner: Runner) -> None:
    """Mend what a copied template holds of the folder and the ports where it was built; before the services
    start, with the database running."""
    _move_catalog(runner.site, runner.services)
    for service in runner.services:
        for database, statements in service.moves.items():
            backends.execute(runner.site, ";\n".join(statements), database)


def _make_databases(runner: Runner) -> None:
    with ThreadPoolExecutor(2) as two:
        try:
            keystone = two.submit(_make_keystone, runner)
            list(two.map(lambda service: _migrate(runner, service), runner.services))
            keystone.result()
        except BaseException:
            runner.kill()  # or the threads would go on to the end of what they do
            raise


def _make_keystone(runner: Runner) -> None:
    configuration = str(runner.site.folder / "keystone" / "keystone.conf")
    maker = str(HERE.parent / "make_keystone.py")
    runner.run("python", maker, configuration, ADMINISTRATOR_PASSWORD, runner.site.auth_url)


def _migrate(runner: Runner, service: Service) -> None:
    for program, *arguments in service.migrations:
        runner.run(program, *arguments)


def _make_certificates(folder: Path) -> None:
    folder.mkdir(parents=True)
    authority, key = folder / "authority.pem", folder / "authority.key"
    made = ("-keyout", str(key), "-out", str(authority), "-days", "3650", "-subj", "/CN=test")
    command = ("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", *made)
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    (folder / "client.pem").write_bytes(authority.read_bytes() + key.read_bytes())


def _fill_catalog(site: Site, services: Iterable[Service]) -> None:
    administrator = Administrator(site.ports["keystone"], ADMINISTRATOR_PASSWORD)
    for role in ROLES:
        administrator.add_role(role)
    user = administrator.add_user(SERVICE_USER, SERVICE_PASSWORD)
    administrator.grant(administrator.add_project("service"), user, "admin", "service")
    administrator.add_administered_domain(DOMAIN, DOMAIN_ADMINISTRATOR, SERVICE_PASSWORD)
    for service in services:
        administrator.add_service(service.name, service.kind, service.url)


def _furnish(admin: Connection) -> None:
    for name, memory, cpus, disk in (("tiny", 64, 1, 1), ("small", 128, 1, 1)):
        admin.compute.create_flavor(name=name, ram=memory, vcpus=cpus, disk=disk)
    admin.image.create_image(
        name="cirros",
        data=b"a disk of a tiny system",
        disk_format="raw",
        container_format="bare",
        visibility="public",
    )
    provider = {"provider_network_type": "flat", "provider_physical_network": "public"}
    network = admin.network.create_network(name="public", is_router_external=True, **provider)
    for version, block in SUBNETS.items():
        admin.network.create_subnet(
            name=f"public-{version}",
            network_id=network.id,
            ip_version=version,
            cidr=block,
            is_dhcp_enabled=False,
        )


def _move_catalog(site: Site, services: Iterable[Service]) -> None:
    of_kind = "UPDATE endpoint SET url = ? WHERE service_id IN (SELECT id FROM service WHERE type = ?)"
    with closing(sqlite3.connect(site.folder / "keystone" / "keystone.sqlite")) as database, database:
        for service in services:
            database.execute(of_kind, (service.url, service.kind))
