"""Who calls and what they may do, the same on every cloud."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, ClassVar

from codomyrmex.cloud.common.client import ServiceClient
from codomyrmex.cloud.common.lazy import begin
from codomyrmex.cloud.common.telemetry import operation
from codomyrmex.validation import check_identifier


@dataclass(frozen=True, slots=True)
class Caller:
    """Who calls, and in which project.

    Attributes:
        user_id: the provider's own id of the user or service account.
        user_name: its name.
        project_id: the id of the project, account or subscription.
        project_name: its name, where the provider has one.
        roles: the names of the roles that the caller has there.
        expires_at: when what proves it ends and is renewed, with a time zone.
        details: what else the provider says about it.
    """

    user_id: str
    user_name: str
    project_id: str | None = None
    project_name: str | None = None
    roles: tuple[str, ...] = ()
    expires_at: datetime | None = None
    details: Mapping[str, Any] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True)
class Project:
    """What resources belong to: a project, account or subscription.

    Attributes:
        id: the provider's own id.
        name: its name.
        description: the owner's own words.
        is_enabled: whether it can be used.
        details: what else the provider says about it.
    """

    id: str
    name: str
    description: str | None = None
    is_enabled: bool = True
    details: Mapping[str, Any] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True)
class User:
    """A person or program that can call.

    Attributes:
        id: the provider's own id.
        name: its name.
        email: its address, where the provider has one.
        is_enabled: whether it can call.
        details: what else the provider says about it.
    """

    id: str
    name: str
    email: str | None = None
    is_enabled: bool = True
    details: Mapping[str, Any] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True)
class Role:
    """A set of permissions.

    Attributes:
        id: the provider's own id.
        name: its name.
        description: the provider's own words.
    """

    id: str
    name: str
    description: str | None = None


@dataclass(frozen=True, slots=True)
class RoleAssignment:
    """Who has a role where; of user and group one is given.

    Attributes:
        role: the role.
        user_id: the user that has it.
        group_id: the group whose users have it.
        project_id: where; ``None`` for more than one project.
    """

    role: Role
    user_id: str | None = None
    group_id: str | None = None
    project_id: str | None = None


@dataclass(frozen=True, slots=True)
class AccessKey:
    """A pair of keys for services that sign requests, such as S3.

    Attributes:
        access_key: the half that names the user.
        user_id: whose it is.
        project_id: in which project, where a key is of one.
        created_at: when it was made, with a time zone, where the provider says it.
        secret: the half that signs; only the call that makes the pair returns it.
    """

    access_key: str
    user_id: str
    project_id: str | None = None
    created_at: datetime | None = None
    secret: str | None = field(default=None, repr=False)

    def __reduce__(self) -> tuple[object, ...]:
        # What is pickled is kept or sent on: the secret is not.
        return type(self), (self.access_key, self.user_id, self.project_id, self.created_at)


class IdentityClient(ServiceClient, ABC):
    """Who calls, what they may do, and their keys.

    A provider fills in the hooks that begin with an underscore.
    """

    capability: ClassVar[str] = "identity"

    @operation("whoami")
    def whoami(self) -> Caller:
        """Who calls, and in which project.

        Raises:
            AuthenticationError: the provider does not take the credentials.
        """
        return self._whoami()

    @operation("current_user")
    def current_user(self) -> User:
        """The user that calls.

        Raises:
            AuthenticationError: the provider does not take the credentials.
            PermissionDeniedError: users may not read about themselves.
        """
        return self._current_user()

    @operation("current_project")
    def current_project(self) -> Project:
        """The project in which calls are made.

        Raises:
            AuthenticationError: the provider does not take the credentials.
            PermissionDeniedError: the caller may not read about it.
        """
        return self._current_project()

    @operation("list_projects")
    def list_projects(self) -> Iterator[Project]:
        """The projects that the caller has a role in.

        Raises:
            CloudError: the first page could not be fetched; later pages raise when they are reached.
        """
        return begin(self._list_projects(), self._error_of)

    @operation("list_roles")
    def list_roles(self) -> Iterator[Role]:
        """The roles that there are.

        Raises:
            PermissionDeniedError: the caller may not see them; its own are in :meth:`whoami`.
        """
        return begin(self._list_roles(), self._error_of)

    @operation("list_role_assignments")
    def list_role_assignments(
        self, *, user_id: str | None = None, project_id: str | None = None
    ) -> Iterator[RoleAssignment]:
        """Who has which role.

        Args:
            user_id: of this user alone; without this and a project, those that the caller has in the
                current project.
            project_id: in this project alone.

        Raises:
            PermissionDeniedError: the caller may not see those of others.
        """
        if user_id is not None:
            check_identifier(user_id, "a user id")
        if project_id is not None:
            check_identifier(project_id, "a project id")
        return begin(self._list_role_assignments(user_id, project_id), self._error_of)

    @operation("list_access_keys")
    def list_access_keys(self) -> Iterator[AccessKey]:
        """The caller's pairs of keys, without their secrets."""
        return begin(self._list_access_keys(), self._error_of)

    @operation("create_access_key")
    def create_access_key(self) -> AccessKey:
        """Make a pair of keys for the caller. Only what this returns has the secret.

        Raises:
            PermissionDeniedError: the caller may not.
            QuotaExceededError: the caller has as many as it may have.
        """
        return self._create_access_key()

    @operation("delete_access_key")
    def delete_access_key(self, access_key: str) -> None:
        """Delete a pair of keys of the caller, which does no longer sign from then on.

        Args:
            access_key: the half that names the user.

        Raises:
            NotFoundError: there is no such pair.
            PermissionDeniedError: the caller may not.
        """
        check_identifier(access_key, "an access key")
        self._delete_access_key(access_key)

    @abstractmethod
    def _whoami(self) -> Caller: ...

    @abstractmethod
    def _current_user(self) -> User: ...

    @abstractmethod
    def _current_project(self) -> Project: ...

    @abstractmethod
    def _list_projects(self) -> Iterator[Project]: ...

    @abstractmethod
    def _list_roles(self) -> Iterator[Role]: ...

    @abstractmethod
    def _list_role_assignments(
        self, user_id: str | None, project_id: str | None
    ) -> Iterator[RoleAssignment]: ...

    @abstractmethod
    def _list_access_keys(self) -> Iterator[AccessKey]: ...

    @abstractmethod
    def _create_access_key(self) -> AccessKey: ...

    @abstractmethod
    def _delete_access_key(self, access_key: str) -> None: ...
