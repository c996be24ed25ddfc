"""The running cloud, as a test sees it."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from keystoneauth1.exceptions import Unauthorized
from openstack.connection import Connection

from codomyrmex.cloud.infomaniak.auth import InfomaniakCredentials
from tests.servers.openstack.identity import Administrator
from tests.servers.openstack.stack.backups import with_backups, without_backups
from tests.servers.openstack.stack.contents import delete_contents
from tests.servers.openstack.stack.rating import CloudKitty, start_rating
from tests.servers.openstack.stack.readiness import connect
from tests.servers.openstack.stack.runner import Runner
from tests.servers.openstack.stack.site import ADMINISTRATOR_PASSWORD, REGION, Site
from tests.servers.process import ServerUnavailableError, reserved_port, wait_until

Quota = Mapping[str, Mapping[str, int]]


@dataclass(frozen=True)
class Project:
    """A project of Keystone with a user of the same name.

    The user is a member, and may own stacks and load balancers; so may the application credential.
    """

    site: Site = field(repr=False)
    project_id: str
    user_id: str
    username: str
    password: str = field(repr=False)
    application_credential_id: str
    application_credential_secret: str = field(repr=False)
    region: str = REGION

    @property
    def auth_url(self) -> str:
        """Keystone's address."""
        return self.site.auth_url

    def credentials(self) -> InfomaniakCredentials:
        """Those of the user."""
        return InfomaniakCredentials(
            auth_url=self.auth_url,
            region=self.region,
            username=self.username,
            password=self.password,
            project_id=self.project_id,
        )

    def restricted(self) -> InfomaniakCredentials:
        """Those of the application credential."""
        return InfomaniakCredentials(
            auth_url=self.auth_url,
            region=self.region,
            application_credential_id=self.application_credential_id,
            application_credential_secret=self.application_credential_secret,
        )

    def sdk(self) -> Connection:
        """A connection of the user, with openstacksdk alone: another way to see what was made."""
        return connect(self.site, self.username, self.password)


@dataclass(frozen=True)
class OpenStackCloud:
    """The ten services, shared by all tests of a run.

    There are the flavors ``tiny`` and ``small``, the image ``cirros``, and the external network ``public``
    with a subnet of IPv4 and one of IPv6.

    Attributes:
        site: its folder, with the logs in ``log``, and its ports.
        administrator: of Keystone.
    """

    site: Site
    administrator: Administrator = field(repr=False)
    region: str = REGION

    @property
    def auth_url(self) -> str:
        """Keystone's address."""
        return self.site.auth_url

    @property
    def s3_url(self) -> str:
        """Where Swift speaks S3, to those who have EC2 credentials of Keystone."""
        return self.site.url("proxy")

    @property
    def dns_server(self) -> tuple[str, int]:
        """The address and the port where bind answers for Designate's zones."""
        return "127.0.0.1", self.site.ports["bind"]

    def admin(self) -> Connection:
        """A connection of the administrator, with openstacksdk alone."""
        return connect(self.site)

    @contextmanager
    def project(self, quota: Quota | None = None) -> Iterator[Project]:
        """A new project; it is deleted at the end with all that is in it.

        Args:
            quota: as of :meth:`add_project`.
        """
        project = self.add_project(quota)
        try:
            yield project
        finally:
            if not _lets_in(project):
                # A test has changed the password.
                self.administrator.set_password(project.user_id, project.password)
                wait_until(lambda: _lets_in(project), "the user let in again")
            with project.sdk() as connection:
                delete_contents(connection)
            self.administrator.delete_member(project.username, project.project_id)

    def add_project(self, quota: Quota | None = None) -> Project:
        """A new project, which lasts as long as the cloud.

        Args:
            quota: limits by service, ``compute``, ``volume`` or ``network``, as openstacksdk names them:
                ``{"compute": {"instances": 1}}``.
        """
        name, password = f"project-{secrets.token_hex(4)}", secrets.token_urlsafe(12)
        roles = ("heat_stack_owner", "load-balancer_member")
        project_id, user_id = self.administrator.add_member(name, password, *roles)
        credential = self.administrator.add_application_credential(name, password)
        project = Project(self.site, project_id, user_id, name, password, *credential)
        self._limit(project, quota or {})
        return project

    @contextmanager
    def rating(self) -> Iterator[Callable[[str], CloudKitty]]:
        """CloudKitty, by version; it starts when it is first asked for, and lasts as long as the cloud.

        Raises:
            ServerUnavailableError: this machine has no InfluxDB.
        """
        start_rating(self.site)
        yield partial(CloudKitty, self.site)

    def backups(self, there: bool = True) -> AbstractContextManager[None]:
        """A time in which volumes can be backed up, or cannot; without either, that is by chance."""
        return with_backups(self.site) if there else without_backups(self.site)

    def volume_file(self, volume_id: str) -> Path:
        """Where a volume's content is, once something was attached to it."""
        return self.site.folder / "cinder" / "volumes" / volume_id

    @contextmanager
    def second(self, service: str) -> Iterator[str]:
        """Run one more process of a service's API, on the same databases; gives its address as the catalog
        would have it. It ends with the block: a service that stops in the middle, without harm to others.

        Args:
            service: ``nova``, ``cinder`` and so on; not ``swift``.
        """
        runner = Runner(self.site)
        found = next(one for one in runner.services if one.name == service)
        if found.api is None:
            raise ValueError(f"{service} takes several processes")
        with reserved_port() as port:
            try:
                runner.start_extra(found.api(port), f"{service}-{port}")
                yield found.url.replace(self.site.url(service), f"http://127.0.0.1:{port}")
            finally:
                runner.kill()

    def _limit(self, project: Project, quota: Quota) -> None:
        with self.admin() as admin:
            for service, limits in quota.items():
                getattr(admin, f"set_{service}_quotas")(project.project_id, **limits)


def _lets_in(project: Project) -> bool:
    with project.sdk() as connection:
        try:
            connection.session.get(f"{project.auth_url}/auth/projects")
        except Unauthorized:
            return False
    return True


def cloud_of(said: Mapping[str, Any]) -> OpenStackCloud:
    """The cloud that a supervisor told of in the end.

    Raises:
        ServerUnavailableError: this machine cannot run it.
        RuntimeError: it did not start.
    """
    if reason := said.get("unavailable"):
        raise ServerUnavailableError(reason)
    if failure := said.get("failure"):
        raise RuntimeError(f"OpenStack did not start: {failure}")
    place = said["site"]
    site = Site(Path(place["folder"]), Path(place["programs"]), place["ports"])
    return OpenStackCloud(site, Administrator(site.ports["keystone"], ADMINISTRATOR_PASSWORD))
