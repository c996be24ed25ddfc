"""Keystone as the contract has it, and what is its own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

from codomyrmex.cloud.common.identity import (
    AccessKey,
    Caller,
    IdentityClient,
    Project,
    Role,
    RoleAssignment,
    User,
)
from codomyrmex.cloud.common.telemetry import operation
from codomyrmex.cloud.infomaniak.answers import moment, without
from codomyrmex.cloud.infomaniak.identity.application_credentials import ApplicationCredentialOperations
from codomyrmex.cloud.infomaniak.identity.catalogue import CatalogueOperations

_OF_PROJECT = frozenset(["id", "name", "description", "enabled", "links"])
_OF_USER = frozenset(["id", "name", "email", "enabled", "links"])


class InfomaniakIdentityClient(ApplicationCredentialOperations, CatalogueOperations, IdentityClient):
    """The caller, its project, roles and keys at Keystone, of Infomaniak's Public Cloud or of another
    OpenStack.

    Access keys are Keystone's EC2 credentials, with which S3 of the same cloud is called.
    https://docs.openstack.org/api-ref/identity/v3/
    """

    needs_user: ClassVar[bool] = True

    def _whoami(self) -> Caller:
        token = self._token()
        project = token.get("project", {})
        credential = token.get("application_credential", {})
        return Caller(
            user_id=token["user"]["id"],
            user_name=token["user"]["name"],
            project_id=project.get("id"),
            project_name=project.get("name"),
            roles=tuple(sorted(role["name"] for role in token.get("roles", ()))),
            expires_at=moment(token["expires_at"]),
            details={"methods": tuple(token["methods"]), "application_credential": credential.get("id")},
        )

    def _current_user(self) -> User:
        found = self._ask("GET", "users", self._user_id)["user"]
        details = without(found, _OF_USER)
        return User(found["id"], found["name"], found.get("email"), found["enabled"], details)

    def _current_project(self) -> Project:
        return _project_of(self._ask("GET", "projects", str(self.native.current_project_id))["project"])

    def _list_projects(self) -> Iterator[Project]:
        return map(_project_of, self._pages(self.native.identity, "/auth/projects", "projects"))

    def _list_roles(self) -> Iterator[Role]:
        return map(_role_of, self._pages(self.native.identity, "/roles", "roles"))

    def _list_role_assignments(self, user_id: str | None, project_id: str | None) -> Iterator[RoleAssignment]:
        if user_id is None and project_id is None:
            return self._own_assignments()
        wanted = {"user.id": user_id, "scope.project.id": project_id}
        query = {name: value for name, value in wanted.items() if value is not None}
        return self._assignments(query | {"include_names": "true"})

    def _own_assignments(self) -> Iterator[RoleAssignment]:
        # Only administrators may ask who has which role, but everybody's own are said with the token.
        token = self._token()
        for role in token.get("roles", ()):
            yield RoleAssignment(_role_of(role), token["user"]["id"], None, token["project"]["id"])

    def _assignments(self, query: Mapping[str, str]) -> Iterator[RoleAssignment]:
        for found in self._pages(self.native.identity, "/role_assignments", "role_assignments", query):
            scope = found["scope"].get("project", {})
            user, group = found.get("user", {}), found.get("group", {})
            yield RoleAssignment(_role_of(found["role"]), user.get("id"), group.get("id"), scope.get("id"))

    def _list_access_keys(self) -> Iterator[AccessKey]:
        path = f"/users/{self._user_id}/credentials/OS-EC2"
        return map(_access_key_of, self._pages(self.native.identity, path, "credentials", secret=True))

    def _create_access_key(self) -> AccessKey:
        self._require_unrestricted("Making an access key")
        token = self._token()
        wanted = {"tenant_id": token["project"]["id"]}
        found = self._ask(
            "POST", "users", token["user"]["id"], "credentials", "OS-EC2", json=wanted, secret=True
        )
        made = _access_key_of(found["credential"])
        return AccessKey(made.access_key, made.user_id, made.project_id, secret=found["credential"]["secret"])

    def _delete_access_key(self, access_key: str) -> None:
        self._require_unrestricted("Deleting an access key")
        self._ask("DELETE", "users", self._user_id, "credentials", "OS-EC2", access_key)

    @operation("change_password")
    def change_password(self, old: str, new: str) -> None:
        """Change the caller's password. Clients that have the old one need to be made anew.

        Args:
            old: the password until now.
            new: the password from now on.

        Raises:
            AuthenticationError: the old one is wrong.
            InvalidRequestError: the cloud does not allow the new one.
        """
        change = {"user": {"password": new, "original_password": old}}
        self._ask("POST", "users", self._user_id, "password", json=change, secret=True)


def _project_of(found: Mapping[str, Any]) -> Project:
    details = without(found, _OF_PROJECT)
    return Project(found["id"], found["name"], found["description"], found["enabled"], details)


def _role_of(found: Mapping[str, Any]) -> Role:
    return Role(found["id"], found["name"], found.get("description"))


def _access_key_of(found: Mapping[str, Any]) -> AccessKey:
    return AccessKey(found["access"], found["user_id"], found["tenant_id"])
