"""Ports: what connects a machine to a network (AWS and Azure: a network interface)."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from codomyrmex.cloud.common.client import ServiceClient
from codomyrmex.cloud.common.finding import find_one
from codomyrmex.cloud.common.lazy import begin
from codomyrmex.cloud.common.network.checks import parse_address
from codomyrmex.cloud.common.network.networks import changes_of, named_in
from codomyrmex.cloud.common.network.states import NetworkState
from codomyrmex.cloud.common.telemetry import operation
from codomyrmex.validation import ValidationError, check_identifier


class PortAddress(NamedTuple):
    """An address of a port, and the subnet it is of."""

    address: str
    subnet_id: str


@dataclass(frozen=True, slots=True)
class Port:
    """One port.

    Attributes:
        id: the provider's own id.
        name: its name; ``""`` where it has none.
        network_id: the network it is in.
        state: whether it carries traffic.
        mac_address: its hardware address.
        addresses: its addresses.
        device_id: the machine, router or balancer that has it; ``None`` where none does.
        device_owner: what kind of device that is, in the provider's words.
        security_group_ids: what guards it.
        description: what the user says about it.
        tags: the user's own labels.
        created_at: when it was made, with a time zone.
        details: what else the provider says about it.
    """

    id: str
    name: str
    network_id: str
    state: NetworkState
    mac_address: str
    addresses: tuple[PortAddress, ...] = ()
    device_id: str | None = None
    device_owner: str | None = None
    security_group_ids: tuple[str, ...] = ()
    description: str = ""
    tags: Mapping[str, str] = field(default_factory=dict)
    created_at: datetime | None = None
    details: Mapping[str, Any] = field(default_factory=dict, repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class PortRequest:
    """What :meth:`PortOperations.create_port` was asked for."""

    network_id: str
    name: str = ""
    subnet_id: str | None = None
    address: str | None = None
    security_group_ids: tuple[str, ...] | None = None
    description: str = ""
    tags: Mapping[str, str] = field(default_factory=dict)


class PortOperations(ServiceClient, ABC):
    """What can be done with ports. GCP has none apart from its machines."""

    @operation("list_ports")
    def list_ports(self, *, network_id: str | None = None, device_id: str | None = None) -> Iterator[Port]:
        """Every port, or those of one network or device, lazily.

        Raises:
            CloudError: the first page could not be fetched; later pages raise when they are reached.
        """
        if network_id is not None:
            check_identifier(network_id, "a network id")
        if device_id is not None:
            check_identifier(device_id, "a device id")
        return begin(self._list_ports(network_id, device_id), self._error_of)

    @operation("get_port")
    def get_port(self, port_id: str) -> Port:
        """One port by the provider's id.

        Raises:
            NotFoundError: it is not there.
        """
        check_identifier(port_id, "a port id")
        return self._get_port(port_id)

    @operation("find_port")
    def find_port(self, name_or_id: str) -> Port:
        """One port by its id or name; raises as :meth:`find_network`."""
        check_identifier(name_or_id, "a port's name or id")
        return find_one(name_or_id, "port", self.get_port, named_in(lambda: self._list_ports(None, None)))

    @operation("create_port")
    def create_port(
        self,
        network_id: str,
        *,
        name: str = "",
        subnet_id: str | None = None,
        address: str | None = None,
        security_group_ids: Sequence[str] | None = None,
        description: str = "",
        tags: Mapping[str, str] | None = None,
    ) -> Port:
        """Make a port, which a machine can be given.

        Args:
            network_id: the network to be in.
            name: its name.
            subnet_id: the subnet to have an address of; the provider's choice if not given.
            address: the address to have; the next free one if not given.
            security_group_ids: what guards it; the account's default group if not given.
            description: what to say about it.
            tags: labels to put on it.

        Raises:
            InvalidRequestError: the address is none, or not of the subnet.
            NotFoundError: the network, the subnet or a group is not there.
            ConflictError: the address is taken, or none is free.
            QuotaExceededError: the account has no room for it.
        """
        check_identifier(network_id, "a network id")
        if name:
            check_identifier(name, "a port name")
        if subnet_id is not None:
            check_identifier(subnet_id, "a subnet id")
        if address is not None:
            parse_address(address, "a port's address")
        groups = _groups(security_group_ids)
        return self._create_port(
            PortRequest(network_id, name, subnet_id, address, groups, description, self._tagged(tags))
        )

    @operation("update_port")
    def update_port(
        self,
        port_id: str,
        *,
        name: str | None = None,
        addresses: Sequence[PortAddress] | None = None,
        security_group_ids: Sequence[str] | None = None,
        description: str | None = None,
        tags: Mapping[str, str] | None = None,
    ) -> Port:
        """Change a port; what is ``None`` stays as it is.

        Args:
            port_id: the provider's id.
            name: its new name.
            addresses: all of its addresses from now on.
            security_group_ids: all that guards it from now on.
            description: what to say about it.
            tags: all of its labels from now on.

        Raises:
            NotFoundError: it, or a group, is not there.
            ConflictError: an address is taken.
            InvalidRequestError: there is nothing to change, or an address is not of its subnet.
        """
        check_identifier(port_id, "a port id")
        for address, subnet_id in addresses or ():
            parse_address(address, "a port's address")
            check_identifier(subnet_id, "a subnet id")
        changes = changes_of(
            name=name,
            addresses=addresses,
            security_group_ids=_groups(security_group_ids),
            description=description,
            tags=tags,
        )
        return self._update_port(port_id, changes)

    @operation("delete_port")
    def delete_port(self, port_id: str) -> None:
        """Delete a port; a machine that has it loses it.

        Raises:
            NotFoundError: it is not there.
            ConflictError: it is a router's or a balancer's.
        """
        check_identifier(port_id, "a port id")
        self._delete_port(port_id)

    @abstractmethod
    def _list_ports(self, network_id: str | None, device_id: str | None) -> Iterator[Port]: ...

    @abstractmethod
    def _get_port(self, port_id: str) -> Port: ...

    @abstractmethod
    def _create_port(self, request: PortRequest) -> Port: ...

    @abstractmethod
    def _update_port(self, port_id: str, changes: Mapping[str, Any]) -> Port: ...

    @abstractmethod
    def _delete_port(self, port_id: str) -> None: ...


def _groups(ids: Sequence[str] | None) -> tuple[str, ...] | None:
    if isinstance(ids, str):
        raise ValidationError("security groups are a list of ids, not one text")
    for group_id in ids or ():
        check_identifier(group_id, "a security group id")
    return None if ids is None else tuple(ids)
