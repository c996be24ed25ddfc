"""What an administrator of Keystone does once: a service, an address, and somebody to use it."""

from __future__ import annotations

import http.client
import json
import secrets
from datetime import UTC, datetime
from typing import Any


class Administrator:
    """Speaks to Keystone as its administrator.

    Args:
        port: Keystone's, on 127.0.0.1.
        password: the administrator's.
    """

    def __init__(self, port: int, password: str) -> None:
        self._port = port
        self._token = self._log_in("admin", password, "admin")

    def add_service(self, name: str, kind: str, url: str) -> None:
        """Put a service's address into the catalog, the same for everybody."""
        service = self._post("/services", {"service": {"name": name, "type": kind}})["service"]
        for interface in ("public", "internal", "admin"):
            endpoint = {"service_id": service["id"], "interface": interface, "region_id": "RegionOne"}
            self._post("/endpoints", {"endpoint": endpoint | {"url": url}})

    def add_role(self, name: str) -> None:
        """Add a role that can be granted."""
        self._post("/roles", {"role": {"name": name}})

    def add_project(self, name: str) -> str:
        """Add a project; returns its id."""
        project = self._post("/projects", {"project": {"name": name, "domain_id": "default"}})["project"]
        return str(project["id"])

    def add_user(self, name: str, password: str, domain: str = "default") -> str:
        """Add a user who may do nothing yet; returns the id."""
        user = {"name": name, "password": password, "domain_id": domain}
        return str(self._post("/users", {"user": user})["user"]["id"])

    def add_administered_domain(self, name: str, administrator: str, password: str) -> None:
        """Add a domain with a user who administers it."""
        domain = self._post("/domains", {"domain": {"name": name}})["domain"]["id"]
        user = self.add_user(administrator, password, domain)
        self._request("PUT", f"/domains/{domain}/users/{user}/roles/{self._role('admin')}", self._token)

    def grant(self, project_id: str, user_id: str, *roles: str) -> None:
        """Let a user do in a project what the roles say."""
        for role in roles:
            path = f"/projects/{project_id}/users/{user_id}/roles/{self._role(role)}"
            self._request("PUT", path, self._token)

    def add_member(self, name: str, password: str, *roles: str) -> tuple[str, str]:
        """Add a user with a project of the same name, a member of it and more; returns the ids of the project
        and the user."""
        project_id, user_id = self.add_project(name), self.add_user(name, password)
        self.grant(project_id, user_id, "member", *roles)
        return project_id, user_id

    def set_password(self, user_id: str, password: str) -> None:
        """Give a user another password."""
        self._request("PATCH", f"/users/{user_id}", self._token, {"user": {"password": password}})

    def delete_member(self, name: str, project_id: str) -> None:
        """Delete a user and the project."""
        user = self._path_of(name)
        # By itself Keystone on SQLite leaves the roles of the credentials, and the next one gets its number.
        path = f"{user}/application_credentials"
        for found in self._request("GET", path, self._token)["application_credentials"]:
            self._request("DELETE", f"{path}/{found['id']}", self._token)
        self._request("DELETE", user, self._token)
        self._request("DELETE", f"/projects/{project_id}", self._token)

    def add_application_credential(
        self, name: str, password: str, expires_at: datetime | None = None
    ) -> tuple[str, str]:
        """The id and the secret of a new application credential of a user, which may end by itself."""
        token = self._log_in(name, password, name)
        wanted = {"name": secrets.token_hex(8)}
        if expires_at is not None:
            wanted["expires_at"] = expires_at.astimezone(UTC).replace(tzinfo=None).isoformat()
        path = f"{self._path_of(name)}/application_credentials"
        made = self._request("POST", path, token, {"application_credential": wanted})[
            "application_credential"
        ]
        return made["id"], made["secret"]

    def delete_application_credential(self, name: str, password: str, credential: str) -> None:
        """Delete one of a user's application credentials."""
        token = self._log_in(name, password, name)
        self._request("DELETE", f"{self._path_of(name)}/application_credentials/{credential}", token)

    def revoke(self, token: str) -> None:
        """Make a token invalid."""
        self._request("DELETE", "/auth/tokens", self._token, subject=token)

    def _role(self, name: str) -> str:
        return str(self._request("GET", f"/roles?name={name}", self._token)["roles"][0]["id"])

    def _path_of(self, user: str) -> str:
        return f"/users/{self._request('GET', f'/users?name={user}', self._token)['users'][0]['id']}"

    def _log_in(self, name: str, password: str, project: str) -> str:
        user = {"name": name, "domain": {"id": "default"}, "password": password}
        scope = {"project": {"name": project, "domain": {"id": "default"}}}
        identity = {"methods": ["password"], "password": {"user": user}}
        status, headers, _ = self._send(
            "POST", "/auth/tokens", None, {"auth": {"identity": identity, "scope": scope}}
        )
        if status != 201:
            raise RuntimeError(f"Keystone answered {status} to the login of {name}")
        return headers["X-Subject-Token"] or ""

    def _post(self, path: str, body: dict[str, Any]) -> Any:
        return self._request("POST", path, self._token, body)

    def _request(
        self,
        method: str,
        path: str,
        token: str,
        body: dict[str, Any] | None = None,
        subject: str | None = None,
    ) -> Any:
        status, _, answer = self._send(method, path, token, body, subject)
        if status >= 300:
            raise RuntimeError(f"Keystone answered {status} to {method} {path}: {answer[:500]!r}")
        return json.loads(answer) if answer else None

    def _send(
        self,
        method: str,
        path: str,
        token: str | None,
        body: dict[str, Any] | None = None,
        subject: str | None = None,
    ) -> tuple[int, http.client.HTTPMessage, bytes]:
        connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=300)
        try:
            tokens = {"X-Auth-Token": token, "X-Subject-Token": subject}
            headers = {"Content-Type": "application/json"}
            headers |= {name: value for name, value in tokens.items() if value is not None}
            connection.request(method, f"/v3{path}", json.dumps(body) if body else None, headers)
            answer = connection.getresponse()
            return answer.status, answer.headers, answer.read()
        finally:
            connection.close()
