"""Load balancers: one address in front of many machines."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from threading import Event
from typing import Any, ClassVar

from codomyrmex.cloud.common.client import ServiceClient
from codomyrmex.cloud.common.errors import NotFoundError
from codomyrmex.cloud.common.finding import find_one
from codomyrmex.cloud.common.lazy import begin
from codomyrmex.cloud.common.network.checks import parse_address
from codomyrmex.cloud.common.network.networks import changes_of, named_in
from codomyrmex.cloud.common.network.states import LoadBalancerState, OperatingStatus
from codomyrmex.cloud.common.telemetry import operation
from codomyrmex.cloud.common.waiting import Wait, wait_until
from codomyrmex.validation import check_identifier

# No other state follows one of these by itself.
_FINAL = (LoadBalancerState.DELETED, LoadBalancerState.ERROR)


@dataclass(frozen=True, slots=True)
class LoadBalancer:
    """One load balancer.

    Attributes:
        id: the provider's own id.
        name: its name; ``""`` where it has none.
        state: where it is in its life.
        operating_status: whether it serves requests.
        address: the address in front.
        subnet_id: the subnet that address is of.
        network_id: the network of that subnet.
        port_id: the port that has that address, which a floating IP can lead to.
        listener_ids: its listeners.
        pool_ids: its pools.
        description: what the user says about it.
        tags: the user's own labels.
        created_at: when it was made, with a time zone.
        details: what else the provider says about it.
    """

    id: str
    name: str
    state: LoadBalancerState
    operating_status: OperatingStatus
    address: str | None = None
    subnet_id: str | None = None
    network_id: str | None = None
    port_id: str | None = None
    listener_ids: tuple[str, ...] = ()
    pool_ids: tuple[str, ...] = ()
    description: str = ""
    tags: Mapping[str, str] = field(default_factory=dict)
    created_at: datetime | None = None
    details: Mapping[str, Any] = field(default_factory=dict, repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class LoadBalancerStatistics:
    """What a load balancer has done.

    Attributes:
        active_connections: connections that are open.
        total_connections: connections since it was made.
        bytes_in: bytes from clients.
        bytes_out: bytes to clients.
        request_errors: requests that could not be served.
    """

    active_connections: int
    total_connections: int
    bytes_in: int
    bytes_out: int
    request_errors: int


class LoadBalancerOperations(ServiceClient, ABC):
    """What can be done with load balancers.

    A balancer that is being changed takes no other change. Each method that changes one waits until it can
    be changed, and then until the change is made; ``timeout`` is the time for both.
    """

    poll_seconds: ClassVar[float] = 0.25
    """The first pause of a wait; each further one is twice as long."""
    longest_poll_seconds: ClassVar[float] = 5.0

    @operation("list_load_balancers")
    def list_load_balancers(self) -> Iterator[LoadBalancer]:
        """Every load balancer, lazily.

        Raises:
            CloudError: the first page could not be fetched; later pages raise when they are reached.
        """
        return begin(self._list_load_balancers(), self._error_of)

    @operation("get_load_balancer")
    def get_load_balancer(self, load_balancer_id: str) -> LoadBalancer:
        """One load balancer by the provider's id.

        Raises:
            NotFoundError: it is not there.
        """
        check_identifier(load_balancer_id, "a load balancer id")
        return self._get_load_balancer(load_balancer_id)

    @operation("find_load_balancer")
    def find_load_balancer(self, name_or_id: str) -> LoadBalancer:
        """One load balancer by its id or name; raises as :meth:`find_network`."""
        check_identifier(name_or_id, "a load balancer's name or id")
        return find_one(
            name_or_id, "load balancer", self.get_load_balancer, named_in(lambda: self._list_load_balancers())
        )

    @operation("create_load_balancer")
    def create_load_balancer(
        self,
        name: str,
        subnet_id: str,
        *,
        address: str | None = None,
        description: str = "",
        tags: Mapping[str, str] | None = None,
    ) -> LoadBalancer:
        """Make a load balancer and return at once; :meth:`wait_for_load_balancer` waits until it is active.

        Args:
            name: its name.
            subnet_id: the subnet that the address in front is of.
            address: that address; the next free one if not given.
            description: what to say about it.
            tags: labels to put on it.

        Raises:
            NotFoundError: the subnet is not there.
            QuotaExceededError: the account has no room for it.
            InvalidRequestError: the address is none, or not of the subnet.
        """
        check_identifier(name, "a load balancer name")
        check_identifier(subnet_id, "a subnet id")
        if address is not None:
            parse_address(address, "a load balancer's address")
        return self._create_load_balancer(name, subnet_id, address, description, self._tagged(tags))

    @operation("update_load_balancer")
    def update_load_balancer(
        self,
        load_balancer_id: str,
        *,
        name: str | None = None,
        description: str | None = None,
        tags: Mapping[str, str] | None = None,
        timeout: float = 300.0,
    ) -> LoadBalancer:
        """Change a load balancer; what is ``None`` stays as it is.

        Args:
            load_balancer_id: the provider's id.
            name: its new name.
            description: what to say about it.
            tags: all of its labels from now on.
            timeout: seconds to wait at most.

        Raises:
            NotFoundError: it is not there.
            ConflictError: it has failed.
            OperationTimeoutError: the time is over.
            InvalidRequestError: there is nothing to change.
        """
        check_identifier(load_balancer_id, "a load balancer id")
        changes = changes_of(name=name, description=description, tags=tags)
        return self._update_load_balancer(load_balancer_id, changes, timeout)

    @operation("delete_load_balancer")
    def delete_load_balancer(
        self, load_balancer_id: str, *, cascade: bool = False, timeout: float = 300.0
    ) -> None:
        """Delete a load balancer and return at once; :meth:`wait_for_load_balancer` waits until it is gone.

        Args:
            load_balancer_id: the provider's id.
            cascade: delete its listeners and pools too.
            timeout: seconds to wait at most for a change that is being made.

        Raises:
            NotFoundError: it is not there.
            ConflictError: it has listeners or pools, which the message names.
            OperationTimeoutError: the time is over.
        """
        check_identifier(load_balancer_id, "a load balancer id")
        self._delete_load_balancer(load_balancer_id, cascade, timeout)

    @operation("get_load_balancer_statistics")
    def get_load_balancer_statistics(self, load_balancer_id: str) -> LoadBalancerStatistics:
        """What a load balancer has done.

        Raises:
            NotFoundError: it is not there.
            NotSupportedError: the provider counts elsewhere.
        """
        check_identifier(load_balancer_id, "a load balancer id")
        return self._get_load_balancer_statistics(load_balancer_id)

    @operation("wait_for_load_balancer")
    def wait_for_load_balancer(
        self,
        load_balancer_id: str,
        state: LoadBalancerState = LoadBalancerState.ACTIVE,
        *,
        timeout: float = 300.0,
        cancelled: Event | None = None,
        progress: Callable[[LoadBalancer], object] | None = None,
    ) -> LoadBalancer:
        """Wait until a load balancer is in a state.

        Args:
            load_balancer_id: the provider's id.
            state: the state to wait for.
            timeout: seconds to wait at most.
            cancelled: set by another thread to end the wait at once.
            progress: told the balancer at each look.

        Returns:
            The balancer in that state. Of one that is waited for to be deleted the last that was seen; one
            that was gone before the first look has its id alone.

        Raises:
            OperationTimeoutError: the time is over.
            ConflictError: it has failed, so it will never be in that state.
            NotFoundError: it is not there, and not waited for to be deleted.
            CloudError: the wait was cancelled.
        """
        check_identifier(load_balancer_id, "a load balancer id")
        seen: LoadBalancer | None = None

        def look() -> LoadBalancer:
            nonlocal seen
            seen = self._look_at_balancer(load_balancer_id, state, seen)
            return seen

        return wait_until(
            look,
            Wait(
                noun="load balancer",
                wanted=state,
                state=lambda balancer: balancer.state,
                reached=lambda balancer: balancer.state is state,
                failed=lambda balancer: balancer.state in _FINAL,
            ),
            timeout=timeout,
            first_pause=self.poll_seconds,
            longest_pause=self.longest_poll_seconds,
            cancelled=cancelled,
            progress=progress,
        )

    def _look_at_balancer(
        self, load_balancer_id: str, wanted: LoadBalancerState, before: LoadBalancer | None
    ) -> LoadBalancer:
        try:
            return self.get_load_balancer(load_balancer_id)
        except NotFoundError:
            if wanted is not LoadBalancerState.DELETED:
                raise
            if before is None:
                return LoadBalancer(load_balancer_id, "", wanted, OperatingStatus.OFFLINE)
            return replace(before, state=wanted)

    @abstractmethod
    def _list_load_balancers(self) -> Iterator[LoadBalancer]: ...

    @abstractmethod
    def _get_load_balancer(self, load_balancer_id: str) -> LoadBalancer: ...

    @abstractmethod
    def _create_load_balancer(
        self, name: str, subnet_id: str, address: str | None, description: str, tags: Mapping[str, str]
    ) -> LoadBalancer: ...

    @abstractmethod
    def _update_load_balancer(
        self, load_balancer_id: str, changes: Mapping[str, Any], timeout: float
    ) -> LoadBalancer: ...

    @abstractmethod
    def _delete_load_balancer(self, load_balancer_id: str, cascade: bool, timeout: float) -> None: ...

    @abstractmethod
    def _get_load_balancer_statistics(self, load_balancer_id: str) -> LoadBalancerStatistics: ...
