"""What the rows of identity need of a provider, and how each gives it."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

from codomyrmex.cloud.common.identity import IdentityClient
from codomyrmex.cloud.infomaniak.identity import InfomaniakIdentityClient


@dataclass
class IdentityHarness(ABC):
    """One provider's user with its client.

    Attributes:
        client: the client under test.
        administrator: a client that may see everything.
        stranger: a client whose secret is wrong.
        user: the user's id and name.
        project: the id and name of its project.
        role: the name of a role that it has there.
    """

    client: IdentityClient
    administrator: IdentityClient
    stranger: IdentityClient
    user: tuple[str, str]
    project: tuple[str, str]
    role: str

    @abstractmethod
    def access_keys(self) -> dict[str, str]:
        """The user's access keys and their secrets, seen another way."""


@dataclass
class OpenStackIdentity(IdentityHarness):
    """A user of OpenStack; openstacksdk itself is the other way."""

    sdk: Any

    def access_keys(self) -> dict[str, str]:
        answer = self.sdk.identity.get(f"/users/{self.user[0]}/credentials/OS-EC2").json()
        return {one["access"]: one["secret"] for one in answer["credentials"]}


@contextmanager
def openstack_identity(cloud: Any) -> Iterator[IdentityHarness]:
    """A new user with a project of its own."""
    admin = cloud.admin()
    with cloud.project() as project:
        credentials = project.credentials()
        yield OpenStackIdentity(
            client=InfomaniakIdentityClient(credentials),
            administrator=InfomaniakIdentityClient(connection=admin),
            stranger=InfomaniakIdentityClient(replace(credentials, password="wrong")),
            user=(project.user_id, project.username),
            project=(project.project_id, admin.identity.get_project(project.project_id).name),
            role="member",
            sdk=project.sdk(),
        )
