"""Networks: what subnets and ports are in (AWS and GCP: a VPC, Azure: a virtual network)."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar

from codomyrmex.cloud.common.client import ServiceClient
from codomyrmex.cloud.common.finding import Named, find_one
from codomyrmex.cloud.common.lazy import begin
from codomyrmex.cloud.common.network.checks import parse_cidr
from codomyrmex.cloud.common.network.states import NetworkState
from codomyrmex.cloud.common.telemetry import operation
from codomyrmex.validation import ValidationError, check_identifier

N = TypeVar("N", bound=Named)


@dataclass(frozen=True, slots=True)
class Network:
    """One network.

    Attributes:
        id: the provider's own id.
        name: its name; ``""`` where it has none.
        state: whether it carries traffic.
        subnet_ids: its subnets.
        external: whether it leads out of the cloud, and floating IPs are of it.
        shared: whether other accounts can use it.
        mtu: the largest packet it carries, in bytes.
        description: what the user says about it.
        tags: the user's own labels.
        created_at: when it was made, with a time zone.
        details: what else the provider says about it.
    """

    id: str
    name: str
    state: NetworkState
    subnet_ids: tuple[str, ...] = ()
    external: bool = False
    shared: bool = False
    mtu: int | None = None
    description: str = ""
    tags: Mapping[str, str] = field(default_factory=dict)
    created_at: datetime | None = None
    details: Mapping[str, Any] = field(default_factory=dict, repr=False, compare=False)


class NetworkOperations(ServiceClient, ABC):
    """What can be done with networks."""

    @operation("list_networks")
    def list_networks(self) -> Iterator[Network]:
        """Every network that the account can use, others' shared and external ones too, lazily.

        Raises:
            CloudError: the first page could not be fetched; later pages raise when they are reached.
        """
        return begin(self._list_networks(), self._error_of)

    @operation("get_network")
    def get_network(self, network_id: str) -> Network:
        """One network by the provider's id.

        Raises:
            NotFoundError: it is not there.
        """
        check_identifier(network_id, "a network id")
        return self._get_network(network_id)

    @operation("find_network")
    def find_network(self, name_or_id: str) -> Network:
        """One network by its id or name.

        Raises:
            NotFoundError: it is not there.
            InvalidRequestError: several have the name; the message has their ids.
        """
        check_identifier(name_or_id, "a network's name or id")
        return find_one(name_or_id, "network", self.get_network, named_in(lambda: self._list_networks()))

    @operation("create_network")
    def create_network(
        self,
        name: str,
        *,
        cidr: str | None = None,
        description: str = "",
        tags: Mapping[str, str] | None = None,
    ) -> Network:
        """Make a network; :meth:`create_subnet` gives it addresses.

        Args:
            name: its name.
            cidr: the range that its subnets are part of. AWS and Azure need it and keep to it; networks of
                OpenStack and GCP have no range of their own, and take subnets of any.
            description: what to say about it.
            tags: labels to put on it.

        Raises:
            QuotaExceededError: the account has no room for it.
            InvalidRequestError: ``cidr`` is no range.
        """
        check_identifier(name, "a network name")
        if cidr is not None:
            parse_cidr(cidr)
        return self._create_network(name, cidr, description, self._tagged(tags))

    @operation("update_network")
    def update_network(
        self,
        network_id: str,
        *,
        name: str | None = None,
        description: str | None = None,
        tags: Mapping[str, str] | None = None,
    ) -> Network:
        """Change a network; what is ``None`` stays as it is.

        Args:
            network_id: the provider's id.
            name: its new name.
            description: what to say about it.
            tags: all of its labels from now on.

        Raises:
            NotFoundError: it is not there.
            InvalidRequestError: there is nothing to change.
        """
        check_identifier(network_id, "a network id")
        return self._update_network(network_id, changes_of(name=name, description=description, tags=tags))

    @operation("delete_network")
    def delete_network(self, network_id: str) -> None:
        """Delete a network and its subnets.

        Raises:
            NotFoundError: it is not there.
            ConflictError: it has ports; the message names them.
        """
        check_identifier(network_id, "a network id")
        self._delete_network(network_id)

    @abstractmethod
    def _list_networks(self) -> Iterator[Network]: ...

    @abstractmethod
    def _get_network(self, network_id: str) -> Network: ...

    @abstractmethod
    def _create_network(
        self, name: str, cidr: str | None, description: str, tags: Mapping[str, str]
    ) -> Network: ...

    @abstractmethod
    def _update_network(self, network_id: str, changes: Mapping[str, Any]) -> Network: ...

    @abstractmethod
    def _delete_network(self, network_id: str) -> None: ...


def changes_of(*cleared: str, **fields: Any) -> dict[str, Any]:
    """The fields of an update that are given, and ``None`` for those to clear.

    Raises:
        ValidationError: there are none, or one to clear is given.
    """
    given = {name: value for name, value in fields.items() if value is not None}
    for name in cleared:
        if name in given:
            raise ValidationError(f"{name} is either given or taken away, not both")
        given[name] = None
    if not given:
        raise ValidationError(f"nothing to change; give one of {', '.join(fields)}")
    return given


def named_in(items: Callable[[], Iterable[N]]) -> Callable[[str], list[N]]:
    """What finds all resources of a name in one list."""
    return lambda name: [one for one in items() if one.name == name]
