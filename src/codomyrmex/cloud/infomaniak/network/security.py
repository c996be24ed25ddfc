"""Neutron's security groups."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from codomyrmex.cloud.common.errors import NotFoundError
from codomyrmex.cloud.common.network.security import (
    SecurityGroup,
    SecurityGroupRule,
    SecurityGroupRuleRequest,
    SecurityOperations,
)
from codomyrmex.cloud.infomaniak.network.fields import json_of
from codomyrmex.cloud.infomaniak.network.neutron import NeutronClient
from codomyrmex.cloud.infomaniak.network.neutron_values import group_of, rule_of


class NeutronSecurityGroups(NeutronClient, SecurityOperations):
    """Security groups. They are for all networks of the project, and let everything out at first."""

    def _list_security_groups(self) -> Iterator[SecurityGroup]:
        return map(group_of, self._pages(self._neutron, "/security-groups", "security_groups"))

    def _get_security_group(self, group_id: str) -> SecurityGroup:
        return group_of(json_of(self._neutron.get_security_group(group_id)))

    def _create_security_group(
        self, name: str, network_id: str | None, description: str, tags: Mapping[str, str]
    ) -> SecurityGroup:
        return group_of(self._create("security_group", tags, name=name, description=description))

    def _update_security_group(self, group_id: str, changes: Mapping[str, Any]) -> SecurityGroup:
        return group_of(self._update("security_group", group_id, changes))

    def _delete_security_group(self, group_id: str) -> None:
        with self._said_in_use("security group", security_groups=group_id):
            self._neutron.delete_security_group(group_id, ignore_missing=False)

    def _add_security_group_rule(self, request: SecurityGroupRuleRequest) -> SecurityGroupRule:
        made = self._neutron.create_security_group_rule(
            security_group_id=request.group_id,
            direction=request.direction.value,
            ether_type=f"IPv{request.ip_version}",
            protocol=request.protocol,
            port_range_min=request.port_min,
            port_range_max=request.port_max,
            remote_ip_prefix=request.cidr,
            remote_group_id=request.remote_group_id,
            description=request.description,
        )
        return rule_of(json_of(made))

    def _remove_security_group_rule(self, group_id: str, rule_id: str) -> None:
        # The id of a rule is enough for Neutron, whichever group the rule is of.
        rule = self._neutron.get_security_group_rule(rule_id)
        if rule.security_group_id != group_id:
            raise NotFoundError(f"The rule {rule_id} is of another group.", resource=group_id)
        self._neutron.delete_security_group_rule(rule_id, ignore_missing=False)
