"""Pools: the machines that a load balancer shares requests among (AWS: a target group)."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from codomyrmex.cloud.common.client import ServiceClient
from codomyrmex.cloud.common.finding import find_one
from codomyrmex.cloud.common.lazy import begin
from codomyrmex.cloud.common.network.checks import member_of
from codomyrmex.cloud.common.network.listeners import LoadBalancerProtocol
from codomyrmex.cloud.common.network.networks import changes_of, named_in
from codomyrmex.cloud.common.network.states import LoadBalancerState, OperatingStatus
from codomyrmex.cloud.common.telemetry import operation
from codomyrmex.validation import check_identifier


class BalancingAlgorithm(StrEnum):
    """Which member gets the next request."""

    ROUND_ROBIN = "round_robin"
    LEAST_CONNECTIONS = "least_connections"
    SOURCE_IP = "source_ip"
    UNKNOWN = "unknown"


class SessionPersistence(StrEnum):
    """What the requests have in common that one member gets all of."""

    SOURCE_IP = "source_ip"
    COOKIE = "cookie"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Pool:
    """One pool.

    Attributes:
        id: the provider's own id.
        name: its name; ``""`` where it has none.
        load_balancer_id: the balancer it is of.
        protocol: what its members speak.
        algorithm: which member gets the next request.
        state: where it is in its life.
        operating_status: whether it serves requests.
        session_persistence: which requests one member gets all of; ``None`` for none.
        listener_ids: the listeners whose requests go to it.
        member_ids: its members.
        health_monitor_id: what watches its members; ``None`` for nothing.
        description: what the user says about it.
        tags: the user's own labels.
        details: what else the provider says about it.
    """

    id: str
    name: str
    load_balancer_id: str
    protocol: LoadBalancerProtocol
    algorithm: BalancingAlgorithm
    state: LoadBalancerState
    operating_status: OperatingStatus
    session_persistence: SessionPersistence | None = None
    listener_ids: tuple[str, ...] = ()
    member_ids: tuple[str, ...] = ()
    health_monitor_id: str | None = None
    description: str = ""
    tags: Mapping[str, str] = field(default_factory=dict)
    details: Mapping[str, Any] = field(default_factory=dict, repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class PoolRequest:
    """What :meth:`PoolOperations.create_pool` was asked for."""

    load_balancer_id: str
    protocol: LoadBalancerProtocol
    algorithm: BalancingAlgorithm
    name: str = ""
    listener_id: str | None = None
    session_persistence: SessionPersistence | None = None
    description: str = ""
    tags: Mapping[str, str] = field(default_factory=dict)


class PoolOperations(ServiceClient, ABC):
    """What can be done with pools."""

    @operation("list_pools")
    def list_pools(self, load_balancer_id: str | None = None) -> Iterator[Pool]:
        """Every pool, or those of one load balancer, lazily.

        Raises:
            CloudError: the first page could not be fetched; later pages raise when they are reached.
        """
        if load_balancer_id is not None:
            check_identifier(load_balancer_id, "a load balancer id")
        return begin(self._list_pools(load_balancer_id), self._error_of)

    @operation("get_pool")
    def get_pool(self, pool_id: str) -> Pool:
        """One pool by the provider's id.

        Raises:
            NotFoundError: it is not there.
        """
        check_identifier(pool_id, "a pool id")
        return self._get_pool(pool_id)

    @operation("find_pool")
    def find_pool(self, name_or_id: str) -> Pool:
        """One pool by its id or name; raises as :meth:`find_network`."""
        check_identifier(name_or_id, "a pool's name or id")
        return find_one(name_or_id, "pool", self.get_pool, named_in(lambda: self._list_pools(None)))

    @operation("create_pool")
    def create_pool(
        self,
        load_balancer_id: str,
        protocol: LoadBalancerProtocol | str,
        *,
        algorithm: BalancingAlgorithm | str = BalancingAlgorithm.ROUND_ROBIN,
        name: str = "",
        listener_id: str | None = None,
        session_persistence: SessionPersistence | str | None = None,
        description: str = "",
        tags: Mapping[str, str] | None = None,
        timeout: float = 300.0,
    ) -> Pool:
        """Make a pool; :meth:`add_pool_member` adds machines.

        Args:
            load_balancer_id: the balancer.
            protocol: what its members speak.
            algorithm: which member gets the next request.
            name: its name.
            listener_id: the listener whose requests go to it.
            session_persistence: which requests one member gets all of; none if not given.
            description: what to say about it.
            tags: labels to put on it.
            timeout: seconds to wait at most until the balancer has taken the change.

        Raises:
            NotFoundError: the balancer or the listener is not there.
            ConflictError: the balancer has failed, or the listener has a pool.
            InvalidRequestError: no such protocol or algorithm, or not one that the listener can use.
            QuotaExceededError: the account has no room for it.
            OperationTimeoutError: the time is over.
        """
        check_identifier(load_balancer_id, "a load balancer id")
        if listener_id is not None:
            check_identifier(listener_id, "a listener id")
        kept = session_persistence
        return self._create_pool(
            PoolRequest(
                load_balancer_id,
                member_of(LoadBalancerProtocol, protocol, "protocol"),
                member_of(BalancingAlgorithm, algorithm, "algorithm"),
                name,
                listener_id,
                None if kept is None else member_of(SessionPersistence, kept, "session persistence"),
                description,
                self._tagged(tags),
            ),
            timeout,
        )

    @operation("update_pool")
    def update_pool(
        self,
        pool_id: str,
        *,
        name: str | None = None,
        algorithm: BalancingAlgorithm | str | None = None,
        session_persistence: SessionPersistence | str | None = None,
        has_session_persistence: bool = True,
        description: str | None = None,
        tags: Mapping[str, str] | None = None,
        timeout: float = 300.0,
    ) -> Pool:
        """Change a pool; what is ``None`` stays as it is.

        Args:
            pool_id: the provider's id.
            name: its new name.
            algorithm: which member gets the next request.
            session_persistence: which requests one member gets all of.
            has_session_persistence: whether one member gets all of any requests.
            description: what to say about it.
            tags: all of its labels from now on.
            timeout: seconds to wait at most until the balancer has taken the change.

        Raises:
            NotFoundError: it is not there.
            ConflictError: the balancer has failed.
            InvalidRequestError: there is nothing to change, or no such algorithm or persistence.
            OperationTimeoutError: the time is over.
        """
        check_identifier(pool_id, "a pool id")
        kept = session_persistence
        changes = changes_of(
            *(() if has_session_persistence else ("session_persistence",)),
            name=name,
            algorithm=None if algorithm is None else member_of(BalancingAlgorithm, algorithm, "algorithm"),
            session_persistence=None if kept is None else member_of(SessionPersistence, kept, "persistence"),
            description=description,
            tags=tags,
        )
        return self._update_pool(pool_id, changes, timeout)

    @operation("delete_pool")
    def delete_pool(self, pool_id: str, *, timeout: float = 300.0) -> None:
        """Delete a pool, its members and its health monitor.

        Raises:
            NotFoundError: it is not there.
            ConflictError: requests of a listener go to it, or the balancer has failed.
            OperationTimeoutError: the time is over.
        """
        check_identifier(pool_id, "a pool id")
        self._delete_pool(pool_id, timeout)

    @abstractmethod
    def _list_pools(self, load_balancer_id: str | None) -> Iterator[Pool]: ...

    @abstractmethod
    def _get_pool(self, pool_id: str) -> Pool: ...

    @abstractmethod
    def _create_pool(self, request: PoolRequest, timeout: float) -> Pool: ...

    @abstractmethod
    def _update_pool(self, pool_id: str, changes: Mapping[str, Any], timeout: float) -> Pool: ...

    @abstractmethod
    def _delete_pool(self, pool_id: str, timeout: float) -> None: ...
