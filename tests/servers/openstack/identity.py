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

    def add_object_store(self, url: str) -> None:
        """Put Swift's address into the catalog."""
        service = self._post("/services", {"service": {"name": "swift", "type": "object-store"}})["service"]
        endpoint = {"service_id": service["id"], "interface": "public", "region_id": "RegionOne", "url": url}
        self._post("/endpoints", {"endpoint": endpoint})

    def add_member(self, name: str, password: str) -> str:
        """Add a user who may do everything in a project of the same name; returns the project's id."""
        project = self._post("/projects", {"project": {"name": name, "domain_id": "default"}})["project"]
        user = {"name": name, "password": password, "domain_id": "default"}
        user_id = self._post("/users", {"user": user})["user"]["id"]
        roles = self._request("GET", "/roles?name=member", self._token)["roles"]
        path = f"/projects/{project['id']}/users/{user_id}/roles/{roles[0]['id']}"
        self._request("PUT", path, self._token)
        return str(project["id"])

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
        connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=60)
        try:
            tokens = {"X-Auth-Token": token, "X-Subject-Token": subject}
            headers = {"Content-Type": "application/json"}
            headers |= {name: value for name, value in tokens.items() if value is not None}
            connection.request(method, f"/v3{path}", json.dumps(body) if body else None, headers)
            answer = connection.getresponse()
            return answer.status, answer.headers, answer.read()
        finally:
            connection.close()
