"""Routers: the way from one subnet to another, and out (AWS: internet gateway and route table)."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from codomyrmex.cloud.common.client import ServiceClient
from codomyrmex.cloud.common.finding import find_one
from codomyrmex.cloud.common.lazy import begin
from codomyrmex.cloud.common.network.checks import parse_address, parse_cidr
from codomyrmex.cloud.common.network.networks import changes_of, named_in
from codomyrmex.cloud.common.network.states import NetworkState
from codomyrmex.cloud.common.telemetry import operation
from codomyrmex.validation import ValidationError, check_identifier


class Route(NamedTuple):
    """A static route: where a router sends traffic to a range of addresses."""

    cidr: str
    next_hop: str


class RouterInterface(NamedTuple):
    """What a router has in a subnet: a port, and the address that is the subnet's gateway."""

    subnet_id: str
    port_id: str
    address: str


@dataclass(frozen=True, slots=True)
class Router:
    """One router.

    Attributes:
        id: the provider's own id.
        name: its name; ``""`` where it has none.
        state: whether it carries traffic.
        gateway_network_id: the external network it leads to; ``None`` for none.
        gateway_addresses: its addresses there.
        interfaces: the subnets it connects.
        routes: its static routes.
        description: what the user says about it.
        tags: the user's own labels.
        created_at: when it was made, with a time zone.
        details: what else the provider says about it.
    """

    id: str
    name: str
    state: NetworkState
    gateway_network_id: str | None = None
    gateway_addresses: tuple[str, ...] = ()
    interfaces: tuple[RouterInterface, ...] = ()
    routes: tuple[Route, ...] = ()
    description: str = ""
    tags: Mapping[str, str] = field(default_factory=dict)
    created_at: datetime | None = None
    details: Mapping[str, Any] = field(default_factory=dict, repr=False, compare=False)


class RouterOperations(ServiceClient, ABC):
    """What can be done with routers."""

    @operation("list_routers")
    def list_routers(self) -> Iterator[Router]:
        """Every router, lazily.

        Raises:
            CloudError: the first page could not be fetched; later pages raise when they are reached.
        """
        return begin(self._list_routers(), self._error_of)

    @operation("get_router")
    def get_router(self, router_id: str) -> Router:
        """One router by the provider's id.

        Raises:
            NotFoundError: it is not there.
        """
        check_identifier(router_id, "a router id")
        return self._get_router(router_id)

    @operation("find_router")
    def find_router(self, name_or_id: str) -> Router:
        """One router by its id or name; raises as :meth:`find_network`."""
        check_identifier(name_or_id, "a router's name or id")
        return find_one(name_or_id, "router", self.get_router, named_in(lambda: self._list_routers()))

    @operation("create_router")
    def create_router(
        self,
        name: str,
        *,
        gateway_network_id: str | None = None,
        description: str = "",
        tags: Mapping[str, str] | None = None,
    ) -> Router:
        """Make a router.

        Args:
            name: its name.
            gateway_network_id: the external network to lead to.
            description: what to say about it.
            tags: labels to put on it.

        Raises:
            NotFoundError: the network is not there.
            InvalidRequestError: the network is not external.
            QuotaExceededError: the account has no room for it.
        """
        check_identifier(name, "a router name")
        if gateway_network_id is not None:
            check_identifier(gateway_network_id, "a network id")
        return self._create_router(name, gateway_network_id, description, self._tagged(tags))

    @operation("update_router")
    def update_router(
        self,
        router_id: str,
        *,
        name: str | None = None,
        description: str | None = None,
        tags: Mapping[str, str] | None = None,
    ) -> Router:
        """Change a router; what is ``None`` stays as it is.

        Args:
            router_id: the provider's id.
            name: its new name.
            description: what to say about it.
            tags: all of its labels from now on.

        Raises:
            NotFoundError: it is not there.
            InvalidRequestError: there is nothing to change.
        """
        check_identifier(router_id, "a router id")
        return self._update_router(router_id, changes_of(name=name, description=description, tags=tags))

    @operation("delete_router")
    def delete_router(self, router_id: str) -> None:
        """Delete a router.

        Raises:
            NotFoundError: it is not there.
            ConflictError: it has interfaces; the message names their subnets.
        """
        check_identifier(router_id, "a router id")
        self._delete_router(router_id)

    @operation("add_router_interface")
    def add_router_interface(self, router_id: str, subnet_id: str) -> RouterInterface:
        """Connect a subnet to a router, which gets the address of the subnet's gateway.

        Raises:
            NotFoundError: one of the two is not there.
            ConflictError: the subnet is connected already, or overlaps one that is.
            InvalidRequestError: the subnet has no gateway.
        """
        check_identifier(router_id, "a router id")
        check_identifier(subnet_id, "a subnet id")
        return self._add_router_interface(router_id, subnet_id)

    @operation("remove_router_interface")
    def remove_router_interface(self, router_id: str, subnet_id: str) -> None:
        """Disconnect a subnet from a router.

        Raises:
            NotFoundError: one of the two is not there, or the subnet is not connected.
            ConflictError: floating IPs of the subnet's ports, or static routes, go through it.
        """
        check_identifier(router_id, "a router id")
        check_identifier(subnet_id, "a subnet id")
        self._remove_router_interface(router_id, subnet_id)

    @operation("set_router_gateway")
    def set_router_gateway(self, router_id: str, network_id: str) -> Router:
        """Lead a router out to an external network.

        Raises:
            NotFoundError: one of the two is not there.
            InvalidRequestError: the network is not external.
        """
        check_identifier(router_id, "a router id")
        check_identifier(network_id, "a network id")
        return self._set_router_gateway(router_id, network_id)

    @operation("clear_router_gateway")
    def clear_router_gateway(self, router_id: str) -> Router:
        """Take a router's way out.

        Raises:
            NotFoundError: it is not there.
            ConflictError: floating IPs go through it.
        """
        check_identifier(router_id, "a router id")
        return self._set_router_gateway(router_id, None)

    @operation("add_router_route")
    def add_router_route(self, router_id: str, cidr: str, next_hop: str) -> Router:
        """Send traffic to a range of addresses by way of a machine; a route that is there already stays.

        Args:
            router_id: the router.
            cidr: the range that traffic goes to: ``192.168.0.0/16``.
            next_hop: the machine's address, in a subnet that the router connects.

        Raises:
            NotFoundError: the router is not there.
            InvalidRequestError: no range or address, or the router connects no subnet with the address.
            QuotaExceededError: the router has as many routes as it may have.
        """
        check_identifier(router_id, "a router id")
        return self._add_router_route(router_id, _route(cidr, next_hop))

    @operation("remove_router_route")
    def remove_router_route(self, router_id: str, cidr: str, next_hop: str) -> Router:
        """Take a static route from a router; the arguments are those of :meth:`add_router_route`.

        Raises:
            NotFoundError: the router is not there, or has no such route.
        """
        check_identifier(router_id, "a router id")
        return self._remove_router_route(router_id, _route(cidr, next_hop))

    @abstractmethod
    def _list_routers(self) -> Iterator[Router]: ...

    @abstractmethod
    def _get_router(self, router_id: str) -> Router: ...

    @abstractmethod
    def _create_router(
        self, name: str, gateway_network_id: str | None, description: str, tags: Mapping[str, str]
    ) -> Router: ...

    @abstractmethod
    def _update_router(self, router_id: str, changes: Mapping[str, Any]) -> Router: ...

    @abstractmethod
    def _delete_router(self, router_id: str) -> None: ...

    @abstractmethod
    def _add_router_interface(self, router_id: str, subnet_id: str) -> RouterInterface: ...

    @abstractmethod
    def _remove_router_interface(self, router_id: str, subnet_id: str) -> None: ...

    @abstractmethod
    def _set_router_gateway(self, router_id: str, network_id: str | None) -> Router: ...

    @abstractmethod
    def _add_router_route(self, router_id: str, route: Route) -> Router: ...

    @abstractmethod
    def _remove_router_route(self, router_id: str, route: Route) -> Router: ...


def _route(cidr: str, next_hop: str) -> Route:
    found = parse_cidr(cidr)
    if parse_address(next_hop, "a next hop").version != found.version:
        raise ValidationError(f"{next_hop} is no next hop to {cidr}: the versions of IP differ")
    return Route(str(found), next_hop)
