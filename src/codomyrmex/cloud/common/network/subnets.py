"""Subnets: the ranges of addresses of a network."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from codomyrmex.cloud.common.client import ServiceClient
from codomyrmex.cloud.common.finding import find_one
from codomyrmex.cloud.common.lazy import begin
from codomyrmex.cloud.common.network.checks import check_inside, parse_address, parse_cidr
from codomyrmex.cloud.common.network.networks import changes_of, named_in
from codomyrmex.cloud.common.telemetry import operation
from codomyrmex.validation import ValidationError, check_identifier


class AllocationPool(NamedTuple):
    """Addresses that are given out, from the first to the last."""

    first: str
    last: str


@dataclass(frozen=True, slots=True)
class Subnet:
    """One subnet.

    Attributes:
        id: the provider's own id.
        name: its name; ``""`` where it has none.
        network_id: the network it is of.
        cidr: its range: ``10.0.0.0/24``.
        ip_version: 4 or 6.
        gateway: the address of the way out; ``None`` where it has none.
        dns_servers: the name servers that its machines are told.
        dhcp: whether machines are told their addresses.
        allocation_pools: what addresses are taken from.
        description: what the user says about it.
        tags: the user's own labels.
        created_at: when it was made, with a time zone.
        details: what else the provider says about it.
    """

    id: str
    name: str
    network_id: str
    cidr: str
    ip_version: int
    gateway: str | None = None
    dns_servers: tuple[str, ...] = ()
    dhcp: bool = True
    allocation_pools: tuple[AllocationPool, ...] = ()
    description: str = ""
    tags: Mapping[str, str] = field(default_factory=dict)
    created_at: datetime | None = None
    details: Mapping[str, Any] = field(default_factory=dict, repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class SubnetRequest:
    """What :meth:`SubnetOperations.create_subnet` was asked for."""

    network_id: str
    cidr: str
    ip_version: int
    name: str = ""
    gateway: str | None = None
    has_gateway: bool = True
    dns_servers: tuple[str, ...] = ()
    dhcp: bool = True
    allocation_pools: tuple[AllocationPool, ...] = ()
    description: str = ""
    tags: Mapping[str, str] = field(default_factory=dict)


class SubnetOperations(ServiceClient, ABC):
    """What can be done with subnets."""

    @operation("list_subnets")
    def list_subnets(self, network_id: str | None = None) -> Iterator[Subnet]:
        """Every subnet, or those of one network, lazily.

        Raises:
            CloudError: the first page could not be fetched; later pages raise when they are reached.
        """
        if network_id is not None:
            check_identifier(network_id, "a network id")
        return begin(self._list_subnets(network_id), self._error_of)

    @operation("get_subnet")
    def get_subnet(self, subnet_id: str) -> Subnet:
        """One subnet by the provider's id.

        Raises:
            NotFoundError: it is not there.
        """
        check_identifier(subnet_id, "a subnet id")
        return self._get_subnet(subnet_id)

    @operation("find_subnet")
    def find_subnet(self, name_or_id: str) -> Subnet:
        """One subnet by its id or name; raises as :meth:`find_network`."""
        check_identifier(name_or_id, "a subnet's name or id")
        return find_one(name_or_id, "subnet", self.get_subnet, named_in(lambda: self._list_subnets(None)))

    @operation("create_subnet")
    def create_subnet(
        self,
        network_id: str,
        cidr: str,
        *,
        name: str = "",
        gateway: str | None = None,
        has_gateway: bool = True,
        dns_servers: Sequence[str] = (),
        dhcp: bool = True,
        allocation_pools: Sequence[tuple[str, str]] = (),
        description: str = "",
        tags: Mapping[str, str] | None = None,
    ) -> Subnet:
        """Give a network a range of addresses.

        Args:
            network_id: the network.
            cidr: the range, of version 4 or 6: ``10.0.0.0/24``, ``fd00::/64``.
            name: its name.
            gateway: the address of the way out; the provider's choice if not given.
            has_gateway: whether there is a way out.
            dns_servers: the name servers that its machines are told.
            dhcp: whether machines are told their addresses.
            allocation_pools: the first and last address of each part of the range that addresses are taken
                from; the whole range if not given.
            description: what to say about it.
            tags: labels to put on it.

        Raises:
            InvalidRequestError: it is no range, or something is outside of it.
            NotFoundError: the network is not there.
            ConflictError: the network has a subnet that overlaps it.
            QuotaExceededError: the account has no room for it.
        """
        check_identifier(network_id, "a network id")
        if name:
            check_identifier(name, "a subnet name")
        found = parse_cidr(cidr)
        _check_parts(str(found), gateway, has_gateway, dns_servers, allocation_pools)
        return self._create_subnet(
            SubnetRequest(
                network_id,
                str(found),
                found.version,
                name,
                gateway,
                has_gateway,
                tuple(dns_servers),
                dhcp,
                tuple(AllocationPool(*pool) for pool in allocation_pools),
                description,
                self._tagged(tags),
            )
        )

    @operation("update_subnet")
    def update_subnet(
        self,
        subnet_id: str,
        *,
        name: str | None = None,
        gateway: str | None = None,
        has_gateway: bool = True,
        dns_servers: Sequence[str] | None = None,
        dhcp: bool | None = None,
        allocation_pools: Sequence[tuple[str, str]] | None = None,
        description: str | None = None,
        tags: Mapping[str, str] | None = None,
    ) -> Subnet:
        """Change a subnet; what is ``None`` stays as it is. Its range cannot be changed.

        Args:
            subnet_id: the provider's id.
            name: its new name.
            gateway: the address of the way out from now on.
            has_gateway: whether there is a way out at all.
            dns_servers: all the name servers that its machines are told.
            dhcp: whether machines are told their addresses.
            allocation_pools: all the parts of the range that addresses are taken from.
            description: what to say about it.
            tags: all of its labels from now on.

        Raises:
            NotFoundError: it is not there.
            ConflictError: a router has the address of the gateway.
            InvalidRequestError: there is nothing to change, or something is outside of the range.
        """
        check_identifier(subnet_id, "a subnet id")
        for server in dns_servers or ():
            parse_address(server, "a name server")
        if gateway is not None or allocation_pools:
            cidr = self._get_subnet(subnet_id).cidr
            _check_parts(cidr, gateway, has_gateway, (), allocation_pools or ())
        pools = allocation_pools
        changes = changes_of(
            *(() if has_gateway else ("gateway",)),
            name=name,
            gateway=gateway,
            dns_servers=dns_servers,
            dhcp=dhcp,
            allocation_pools=None if pools is None else tuple(AllocationPool(*pool) for pool in pools),
            description=description,
            tags=tags,
        )
        return self._update_subnet(subnet_id, changes)

    @operation("delete_subnet")
    def delete_subnet(self, subnet_id: str) -> None:
        """Delete a subnet.

        Raises:
            NotFoundError: it is not there.
            ConflictError: ports have addresses of it; the message names them.
        """
        check_identifier(subnet_id, "a subnet id")
        self._delete_subnet(subnet_id)

    @abstractmethod
    def _list_subnets(self, network_id: str | None) -> Iterator[Subnet]: ...

    @abstractmethod
    def _get_subnet(self, subnet_id: str) -> Subnet: ...

    @abstractmethod
    def _create_subnet(self, request: SubnetRequest) -> Subnet: ...

    @abstractmethod
    def _update_subnet(self, subnet_id: str, changes: Mapping[str, Any]) -> Subnet: ...

    @abstractmethod
    def _delete_subnet(self, subnet_id: str) -> None: ...


def _check_parts(
    cidr: str,
    gateway: str | None,
    has_gateway: bool,
    dns_servers: Sequence[str],
    allocation_pools: Sequence[tuple[str, str]],
) -> None:
    if gateway is not None:
        if not has_gateway:
            raise ValidationError("a subnet without a gateway has no address of one")
        check_inside(gateway, cidr, "a gateway")
    for server in dns_servers:
        parse_address(server, "a name server")
    for first, last in allocation_pools:
        check_inside(first, cidr, "the first address of an allocation pool")
        check_inside(last, cidr, "the last address of an allocation pool")
        if int(parse_address(first, "it")) > int(parse_address(last, "it")):
            raise ValidationError(f"an allocation pool is written upwards: {last} to {first}")
