"""Floating IPs: addresses on the internet that are moved between ports (AWS: elastic IPs)."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from codomyrmex.cloud.common.client import ServiceClient
from codomyrmex.cloud.common.finding import find_one
from codomyrmex.cloud.common.lazy import begin
from codomyrmex.cloud.common.network.checks import parse_address
from codomyrmex.cloud.common.network.networks import changes_of, named_in
from codomyrmex.cloud.common.network.states import NetworkState
from codomyrmex.cloud.common.telemetry import operation
from codomyrmex.validation import check_identifier


@dataclass(frozen=True, slots=True)
class FloatingIp:
    """One floating IP.

    Attributes:
        id: the provider's own id.
        address: the address on the internet.
        state: whether it carries traffic.
        network_id: the external network it is of.
        port_id: the port it leads to; ``None`` where it leads nowhere.
        fixed_address: the address of that port it leads to.
        router_id: the router it goes through.
        description: what the user says about it.
        tags: the user's own labels.
        created_at: when it was allocated, with a time zone.
        details: what else the provider says about it.
    """

    id: str
    address: str
    state: NetworkState
    network_id: str | None = None
    port_id: str | None = None
    fixed_address: str | None = None
    router_id: str | None = None
    description: str = ""
    tags: Mapping[str, str] = field(default_factory=dict)
    created_at: datetime | None = None
    details: Mapping[str, Any] = field(default_factory=dict, repr=False, compare=False)

    @property
    def name(self) -> str:
        """What it is called: the address."""
        return self.address


class AddressOperations(ServiceClient, ABC):
    """What can be done with floating IPs."""

    @operation("list_floating_ips")
    def list_floating_ips(self) -> Iterator[FloatingIp]:
        """Every floating IP of the account, lazily.

        Raises:
            CloudError: the first page could not be fetched; later pages raise when they are reached.
        """
        return begin(self._list_floating_ips(), self._error_of)

    @operation("get_floating_ip")
    def get_floating_ip(self, floating_ip_id: str) -> FloatingIp:
        """One floating IP by the provider's id.

        Raises:
            NotFoundError: it is not there.
        """
        check_identifier(floating_ip_id, "a floating IP's id")
        return self._get_floating_ip(floating_ip_id)

    @operation("find_floating_ip")
    def find_floating_ip(self, address_or_id: str) -> FloatingIp:
        """One floating IP by its id or address; raises as :meth:`find_network`."""
        check_identifier(address_or_id, "a floating IP's address or id")
        return find_one(
            address_or_id, "floating IP", self.get_floating_ip, named_in(lambda: self._list_floating_ips())
        )

    @operation("allocate_floating_ip")
    def allocate_floating_ip(
        self,
        *,
        network_id: str | None = None,
        description: str = "",
        tags: Mapping[str, str] | None = None,
    ) -> FloatingIp:
        """Take an address on the internet, which leads nowhere yet.

        Args:
            network_id: the external network to take it of; needed where there are several.
            description: what to say about it.
            tags: labels to put on it.

        Raises:
            NotFoundError: the network is not there, or none is external.
            InvalidRequestError: the network is not external, or several are and none is named.
            QuotaExceededError: the account has no room for it.
            ConflictError: no address is free.
        """
        if network_id is not None:
            check_identifier(network_id, "a network id")
        return self._allocate_floating_ip(network_id, description, self._tagged(tags))

    @operation("update_floating_ip")
    def update_floating_ip(
        self, floating_ip_id: str, *, description: str | None = None, tags: Mapping[str, str] | None = None
    ) -> FloatingIp:
        """Change what is said of a floating IP; what is ``None`` stays as it is.

        Args:
            floating_ip_id: the provider's id.
            description: what to say about it.
            tags: all of its labels from now on.

        Raises:
            NotFoundError: it is not there.
            InvalidRequestError: there is nothing to change.
        """
        check_identifier(floating_ip_id, "a floating IP's id")
        return self._update_floating_ip(floating_ip_id, changes_of(description=description, tags=tags))

    @operation("associate_floating_ip")
    def associate_floating_ip(
        self, floating_ip_id: str, port_id: str, *, fixed_address: str | None = None
    ) -> FloatingIp:
        """Lead a floating IP to a port, and no longer to another.

        Args:
            floating_ip_id: the floating IP.
            port_id: the port.
            fixed_address: which of the port's addresses; needed where it has several of version 4.

        Raises:
            NotFoundError: one of the two is not there, or no router leads from the port's subnet to the
                floating IP's network.
            ConflictError: another floating IP of the network leads to the port.
            InvalidRequestError: the port has no such address.
        """
        check_identifier(floating_ip_id, "a floating IP's id")
        check_identifier(port_id, "a port id")
        if fixed_address is not None:
            parse_address(fixed_address, "a port's address")
        return self._associate_floating_ip(floating_ip_id, port_id, fixed_address)

    @operation("disassociate_floating_ip")
    def disassociate_floating_ip(self, floating_ip_id: str) -> FloatingIp:
        """Lead a floating IP nowhere; the account keeps it.

        Raises:
            NotFoundError: it is not there.
            ConflictError: it leads nowhere already.
        """
        check_identifier(floating_ip_id, "a floating IP's id")
        return self._disassociate_floating_ip(floating_ip_id)

    @operation("release_floating_ip")
    def release_floating_ip(self, floating_ip_id: str) -> None:
        """Give an address back; the next account may get it.

        Raises:
            NotFoundError: it is not there.
        """
        check_identifier(floating_ip_id, "a floating IP's id")
        self._release_floating_ip(floating_ip_id)

    @abstractmethod
    def _list_floating_ips(self) -> Iterator[FloatingIp]: ...

    @abstractmethod
    def _get_floating_ip(self, floating_ip_id: str) -> FloatingIp: ...

    @abstractmethod
    def _allocate_floating_ip(
        self, network_id: str | None, description: str, tags: Mapping[str, str]
    ) -> FloatingIp: ...

    @abstractmethod
    def _update_floating_ip(self, floating_ip_id: str, changes: Mapping[str, Any]) -> FloatingIp: ...

    @abstractmethod
    def _associate_floating_ip(
        self, floating_ip_id: str, port_id: str, fixed_address: str | None
    ) -> FloatingIp: ...

    @abstractmethod
    def _disassociate_floating_ip(self, floating_ip_id: str) -> FloatingIp: ...

    @abstractmethod
    def _release_floating_ip(self, floating_ip_id: str) -> None: ...
