"""Security groups: which traffic the ports that are in one let through, and no other."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from codomyrmex.cloud.common.client import ServiceClient
from codomyrmex.cloud.common.finding import find_one
from codomyrmex.cloud.common.lazy import begin
from codomyrmex.cloud.common.network.checks import check_rule_ports, member_of, parse_cidr
from codomyrmex.cloud.common.network.networks import changes_of, named_in
from codomyrmex.cloud.common.telemetry import operation
from codomyrmex.validation import ValidationError, check_identifier

_VERSION_6 = ("icmpv6", "ipv6-icmp")
# Their second number is no port, and can be left out.
_TYPED = ("icmp", *_VERSION_6)


class Direction(StrEnum):
    """Where traffic goes, seen from the port."""

    INGRESS = "ingress"
    EGRESS = "egress"


@dataclass(frozen=True, slots=True)
class SecurityGroupRule:
    """Traffic that is let through.

    Attributes:
        id: the provider's own id.
        group_id: the group it is of.
        direction: where the traffic goes.
        ip_version: 4 or 6.
        protocol: ``tcp``, ``udp``, ``icmp``, ...; ``None`` for all.
        port_min: the first port, or for ICMP the type; ``None`` for all.
        port_max: the last port, or for ICMP the code.
        cidr: the addresses at the other end; ``None`` for all, or where a group says it.
        remote_group_id: the group whose ports are at the other end.
        description: what the user says about it.
        details: what else the provider says about it.
    """

    id: str
    group_id: str
    direction: Direction
    ip_version: int
    protocol: str | None = None
    port_min: int | None = None
    port_max: int | None = None
    cidr: str | None = None
    remote_group_id: str | None = None
    description: str = ""
    details: Mapping[str, Any] = field(default_factory=dict, repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class SecurityGroup:
    """One security group.

    Attributes:
        id: the provider's own id.
        name: its name.
        rules: what it lets through.
        description: what the user says about it.
        tags: the user's own labels.
        created_at: when it was made, with a time zone.
        details: what else the provider says about it.
    """

    id: str
    name: str
    rules: tuple[SecurityGroupRule, ...] = ()
    description: str = ""
    tags: Mapping[str, str] = field(default_factory=dict)
    created_at: datetime | None = None
    details: Mapping[str, Any] = field(default_factory=dict, repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class SecurityGroupRuleRequest:
    """What :meth:`SecurityOperations.add_security_group_rule` was asked for."""

    group_id: str
    direction: Direction
    ip_version: int
    protocol: str | None = None
    port_min: int | None = None
    port_max: int | None = None
    cidr: str | None = None
    remote_group_id: str | None = None
    description: str = ""


class SecurityOperations(ServiceClient, ABC):
    """What can be done with security groups."""

    @operation("list_security_groups")
    def list_security_groups(self) -> Iterator[SecurityGroup]:
        """Every security group with its rules, lazily.

        Raises:
            CloudError: the first page could not be fetched; later pages raise when they are reached.
        """
        return begin(self._list_security_groups(), self._error_of)

    @operation("get_security_group")
    def get_security_group(self, group_id: str) -> SecurityGroup:
        """One security group by the provider's id.

        Raises:
            NotFoundError: it is not there.
        """
        check_identifier(group_id, "a security group id")
        return self._get_security_group(group_id)

    @operation("find_security_group")
    def find_security_group(self, name_or_id: str) -> SecurityGroup:
        """One security group by its id or name; raises as :meth:`find_network`."""
        check_identifier(name_or_id, "a security group's name or id")
        return find_one(
            name_or_id,
            "security group",
            self.get_security_group,
            named_in(lambda: self._list_security_groups()),
        )

    @operation("create_security_group")
    def create_security_group(
        self,
        name: str,
        *,
        network_id: str | None = None,
        description: str = "",
        tags: Mapping[str, str] | None = None,
    ) -> SecurityGroup:
        """Make a security group. It lets nothing in.

        Args:
            name: its name.
            network_id: the network whose ports it is for, where groups are of one (AWS); those of
                OpenStack are for all networks of the account.
            description: what to say about it.
            tags: labels to put on it.

        Raises:
            QuotaExceededError: the account has no room for it.
        """
        check_identifier(name, "a security group name")
        if network_id is not None:
            check_identifier(network_id, "a network id")
        return self._create_security_group(name, network_id, description, self._tagged(tags))

    @operation("update_security_group")
    def update_security_group(
        self,
        group_id: str,
        *,
        name: str | None = None,
        description: str | None = None,
        tags: Mapping[str, str] | None = None,
    ) -> SecurityGroup:
        """Change a security group; what is ``None`` stays as it is.

        Args:
            group_id: the provider's id.
            name: its new name.
            description: what to say about it.
            tags: all of its labels from now on.

        Raises:
            NotFoundError: it is not there.
            InvalidRequestError: there is nothing to change.
        """
        check_identifier(group_id, "a security group id")
        return self._update_security_group(
            group_id, changes_of(name=name, description=description, tags=tags)
        )

    @operation("delete_security_group")
    def delete_security_group(self, group_id: str) -> None:
        """Delete a security group.

        Raises:
            NotFoundError: it is not there.
            ConflictError: ports are in it; the message names them.
        """
        check_identifier(group_id, "a security group id")
        self._delete_security_group(group_id)

    @operation("add_security_group_rule")
    def add_security_group_rule(
        self,
        group_id: str,
        *,
        direction: Direction | str = Direction.INGRESS,
        protocol: str | None = None,
        port_min: int | None = None,
        port_max: int | None = None,
        cidr: str | None = None,
        remote_group_id: str | None = None,
        ip_version: int | None = None,
        description: str = "",
    ) -> SecurityGroupRule:
        """Let traffic through.

        Args:
            group_id: the group.
            direction: where the traffic goes.
            protocol: ``tcp``, ``udp``, ``icmp``, another name or number of IANA's; all if not given.
            port_min: the first port, or for ICMP the type; all if not given.
            port_max: the last port, or for ICMP the code; ``port_min`` if not given.
            cidr: the addresses at the other end; all if neither this nor a group is given.
            remote_group_id: the group whose ports are at the other end.
            ip_version: 4 or 6; that of ``cidr`` or of the protocol, or else 4.
            description: what to say about it.

        Raises:
            AlreadyExistsError: the group has an equal rule.
            InvalidRequestError: no protocol, no ports of it, no range, or both a range and a group.
            NotFoundError: a group is not there.
            QuotaExceededError: the account has no room for it.
        """
        check_identifier(group_id, "a security group id")
        if cidr is not None and remote_group_id is not None:
            raise ValidationError("a rule has addresses or a group at its other end, not both")
        if remote_group_id is not None:
            check_identifier(remote_group_id, "a security group id")
        version = _version(cidr, ip_version, protocol)
        if port_max is None and protocol not in _TYPED:
            port_max = port_min
        check_rule_ports(protocol, port_min, port_max)
        return self._add_security_group_rule(
            SecurityGroupRuleRequest(
                group_id,
                member_of(Direction, direction, "direction"),
                version,
                protocol,
                port_min,
                port_max,
                cidr,
                remote_group_id,
                description,
            )
        )

    @operation("remove_security_group_rule")
    def remove_security_group_rule(self, group_id: str, rule_id: str) -> None:
        """Let traffic through no more.

        Raises:
            NotFoundError: the group has no such rule.
        """
        check_identifier(group_id, "a security group id")
        check_identifier(rule_id, "a rule id")
        self._remove_security_group_rule(group_id, rule_id)

    @abstractmethod
    def _list_security_groups(self) -> Iterator[SecurityGroup]: ...

    @abstractmethod
    def _get_security_group(self, group_id: str) -> SecurityGroup: ...

    @abstractmethod
    def _create_security_group(
        self, name: str, network_id: str | None, description: str, tags: Mapping[str, str]
    ) -> SecurityGroup: ...

    @abstractmethod
    def _update_security_group(self, group_id: str, changes: Mapping[str, Any]) -> SecurityGroup: ...

    @abstractmethod
    def _delete_security_group(self, group_id: str) -> None: ...

    @abstractmethod
    def _add_security_group_rule(self, request: SecurityGroupRuleRequest) -> SecurityGroupRule: ...

    @abstractmethod
    def _remove_security_group_rule(self, group_id: str, rule_id: str) -> None: ...


def _version(cidr: str | None, ip_version: int | None, protocol: str | None) -> int:
    if ip_version not in (None, 4, 6):
        raise ValidationError(f"the IP version is 4 or 6, not {ip_version}")
    if cidr is None:
        return ip_version or (6 if protocol in _VERSION_6 else 4)
    found = parse_cidr(cidr).version
    if ip_version not in (None, found):
        raise ValidationError(f"{cidr} is of version {found}, not {ip_version}")
    return found
