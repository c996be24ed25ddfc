"""Groups of servers in Nova that are kept together or apart.

https://docs.openstack.org/api-ref/compute/#server-groups-os-server-groups
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from codomyrmex.cloud.common.finding import find_one
from codomyrmex.cloud.common.lazy import begin
from codomyrmex.cloud.common.telemetry import operation
from codomyrmex.cloud.infomaniak.compute.service import NovaClient
from codomyrmex.cloud.infomaniak.compute.types import ServerGroup
from codomyrmex.validation import ValidationError, check_identifier

_POLICIES = ("affinity", "anti-affinity", "soft-affinity", "soft-anti-affinity")


class NovaServerGroups(NovaClient):
    """The server groups of the project, which instances join as their ``placement_group``."""

    @operation("list_server_groups")
    def list_server_groups(self) -> Iterator[ServerGroup]:
        """Every server group, lazily."""
        return begin(self._server_groups(), self._error_of)

    @operation("get_server_group")
    def get_server_group(self, group_id: str) -> ServerGroup:
        """One server group by Nova's id.

        Raises:
            NotFoundError: it is not there.
        """
        check_identifier(group_id, "the id of a server group")
        return self._server_group(group_id)

    @operation("find_server_group")
    def find_server_group(self, name_or_id: str) -> ServerGroup:
        """One server group by its id or its name.

        Raises:
            NotFoundError: it is not there.
            InvalidRequestError: several have this name; the message has their ids.
        """
        check_identifier(name_or_id, "a server group's name or id")
        return find_one(
            name_or_id,
            "server group",
            self._server_group,
            lambda name: (group for group in self._server_groups() if group.name == name),
        )

    @operation("create_server_group")
    def create_server_group(self, name: str, policy: str) -> ServerGroup:
        """Make a server group.

        Args:
            name: its name.
            policy: ``affinity`` or ``anti-affinity``, or with ``soft-`` before it where Nova may do otherwise
                when there is no room.

        Raises:
            QuotaExceededError: the project has no room for it.
        """
        check_identifier(name, "the name of a server group")
        if policy not in _POLICIES:
            raise ValidationError(f"a policy is one of {', '.join(_POLICIES)}, and not {policy!r}")
        wanted = {"server_group": {"name": name, "policy": policy}}
        return _group_of(self._nova("POST", "os-server-groups", json=wanted)["server_group"])

    @operation("delete_server_group")
    def delete_server_group(self, group_id: str) -> None:
        """Delete a server group; its instances stay where they are.

        Raises:
            NotFoundError: it is not there.
        """
        check_identifier(group_id, "the id of a server group")
        self._nova("DELETE", "os-server-groups", group_id)

    def _server_group(self, group_id: str) -> ServerGroup:
        return _group_of(self._nova("GET", "os-server-groups", group_id)["server_group"])

    def _server_groups(self) -> Iterator[ServerGroup]:
        # Of this list Nova gives no address of the next page; without a limit it has all of a project.
        return map(_group_of, self._nova("GET", "os-server-groups")["server_groups"])


def _group_of(group: Mapping[str, Any]) -> ServerGroup:
    return ServerGroup(group["id"], group["name"], group["policy"], tuple(group["members"]))
