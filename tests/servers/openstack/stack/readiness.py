"""When a cloud whose processes answer can be used."""

from __future__ import annotations

from collections.abc import Callable

from keystoneauth1.identity.v3 import Password
from keystoneauth1.session import Session
from openstack.connection import Connection
from openstack.exceptions import SDKException

from tests.servers.openstack.stack.site import ADMINISTRATOR_PASSWORD, REGION, Site
from tests.servers.process import wait_until

WORKERS_SECONDS = 120


def connect(site: Site, user: str = "admin", password: str = ADMINISTRATOR_PASSWORD) -> Connection:
    """A connection of a user to the project of the same name; no file and no variable has a say."""
    login = Password(
        auth_url=site.auth_url,
        username=user,
        password=password,
        project_name=user,
        user_domain_id="default",
        project_domain_id="default",
    )
    return Connection(session=Session(auth=login), region_name=REGION)


def wait_for_workers(admin: Connection) -> None:
    """Wait until what works behind the APIs has reported.

    Raises:
        TimeoutError: something has not.
    """
    for name, ready in WORKERS.items():
        wait_until(_asked(ready, admin), f"{name}'s workers up", WORKERS_SECONDS)


def warm_up(admin: Connection) -> None:
    """Call each service once, alone: several read their policies with the first call, and answer a wrong 403
    when the first calls come at the same time."""
    for call in FIRST_CALLS:
        call(admin)


def _asked(ready: Callable[[Connection], bool], admin: Connection) -> Callable[[], bool]:
    def answer() -> bool:
        try:
            return ready(admin)
        except SDKException:  # a worker that a call needs may be the one that is not there yet
            return False

    return answer


def _nova(admin: Connection) -> bool:
    up = {service.binary for service in admin.compute.services() if service.state == "up"}
    return up >= {"nova-compute", "nova-conductor", "nova-scheduler"}


def _cinder(admin: Connection) -> bool:
    up = {service.binary for service in admin.block_storage.services() if service.state == "up"}
    pools = admin.block_storage.get("/scheduler-stats/get_pools").json()["pools"]
    return up >= {"cinder-scheduler", "cinder-volume"} and bool(pools)


def _heat(admin: Connection) -> bool:
    services = admin.orchestration.get("/services").json()["services"]
    return any(service["status"] == "up" for service in services)


def _designate(admin: Connection) -> bool:
    services = admin.dns.get("/service_statuses").json()["service_statuses"]
    up = {service["service_name"] for service in services if service["status"] == "UP"}
    return up >= {"central", "worker", "producer"}


WORKERS = {"nova": _nova, "cinder": _cinder, "heat": _heat, "designate": _designate}
FIRST_CALLS: tuple[Callable[[Connection], object], ...] = (
    lambda admin: list(admin.image.images()),
    lambda admin: list(admin.network.networks()),
    lambda admin: list(admin.placement.resource_providers()),
    lambda admin: list(admin.load_balancer.load_balancers()),
    lambda admin: admin.object_store.get_account_metadata(),
    lambda admin: list(admin.compute.servers()),
    lambda admin: list(admin.block_storage.volumes()),
    lambda admin: list(admin.dns.zones()),
    lambda admin: list(admin.orchestration.stacks()),
)
