"""Members: the machines of a pool (AWS: targets)."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from codomyrmex.cloud.common.client import ServiceClient
from codomyrmex.cloud.common.finding import find_one
from codomyrmex.cloud.common.lazy import begin
from codomyrmex.cloud.common.network.checks import check_port, parse_address
from codomyrmex.cloud.common.network.networks import changes_of, named_in
from codomyrmex.cloud.common.network.states import LoadBalancerState, OperatingStatus
from codomyrmex.cloud.common.telemetry import operation
from codomyrmex.validation import ValidationError, check_identifier

_MAX_WEIGHT = 256


@dataclass(frozen=True, slots=True)
class PoolMember:
    """One member of a pool.

    Attributes:
        id: the provider's own id.
        name: its name; ``""`` where it has none.
        pool_id: the pool it is of.
        address: where it is.
        port: the port that it serves on.
        weight: how much of the requests it gets, next to the others; 0 for none.
        state: where it is in its life.
        operating_status: whether it serves requests.
        subnet_id: the subnet by which the balancer gets to it; ``None`` for that of the balancer.
        details: what else the provider says about it.
    """

    id: str
    name: str
    pool_id: str
    address: str
    port: int
    weight: int
    state: LoadBalancerState
    operating_status: OperatingStatus
    subnet_id: str | None = None
    details: Mapping[str, Any] = field(default_factory=dict, repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class PoolMemberRequest:
    """A member that a pool should have.

    Attributes:
        address: where it is.
        port: the port that it serves on.
        weight: how much of the requests it gets, next to the others: 0 (none) to 256.
        subnet_id: the subnet by which the balancer gets to it; that of the balancer if not given.
        name: its name.
    """

    address: str
    port: int
    weight: int = 1
    subnet_id: str | None = None
    name: str = ""


class MemberOperations(ServiceClient, ABC):
    """What can be done with the members of pools."""

    @operation("list_pool_members")
    def list_pool_members(self, pool_id: str) -> Iterator[PoolMember]:
        """Every member of a pool, lazily.

        Raises:
            NotFoundError: the pool is not there.
        """
        check_identifier(pool_id, "a pool id")
        return begin(self._list_pool_members(pool_id), self._error_of)

    @operation("get_pool_member")
    def get_pool_member(self, pool_id: str, member_id: str) -> PoolMember:
        """One member of a pool by the provider's id.

        Raises:
            NotFoundError: the pool, or the member in it, is not there.
        """
        check_identifier(pool_id, "a pool id")
        check_identifier(member_id, "a member id")
        return self._get_pool_member(pool_id, member_id)

    @operation("find_pool_member")
    def find_pool_member(self, pool_id: str, name_or_id: str) -> PoolMember:
        """One member of a pool by its id or name; raises as :meth:`find_network`."""
        check_identifier(pool_id, "a pool id")
        check_identifier(name_or_id, "a member's name or id")
        return find_one(
            name_or_id,
            "member",
            lambda member_id: self.get_pool_member(pool_id, member_id),
            named_in(lambda: self._list_pool_members(pool_id)),
        )

    @operation("add_pool_member")
    def add_pool_member(
        self,
        pool_id: str,
        address: str,
        port: int,
        *,
        weight: int = 1,
        subnet_id: str | None = None,
        name: str = "",
        timeout: float = 300.0,
    ) -> PoolMember:
        """Share requests with one more machine.

        Args:
            pool_id: the pool.
            address: where the machine is.
            port: the port that it serves on.
            weight: how much of the requests it gets, next to the others: 0 (none) to 256.
            subnet_id: the subnet by which the balancer gets to it; that of the balancer if not given.
            name: its name.
            timeout: seconds to wait at most until the balancer has taken the change.

        Raises:
            AlreadyExistsError: the pool has a member with this address and port.
            NotFoundError: the pool or the subnet is not there.
            ConflictError: the balancer has failed.
            InvalidRequestError: no such address, port or weight.
            QuotaExceededError: the account has no room for it.
            OperationTimeoutError: the time is over.
        """
        check_identifier(pool_id, "a pool id")
        request = PoolMemberRequest(address, port, weight, subnet_id, name)
        _check_member(request)
        return self._add_pool_member(pool_id, request, timeout)

    @operation("remove_pool_member")
    def remove_pool_member(self, pool_id: str, member_id: str, *, timeout: float = 300.0) -> None:
        """Share no more requests with a machine.

        Raises:
            NotFoundError: the pool, or the member in it, is not there.
            ConflictError: the balancer has failed.
            OperationTimeoutError: the time is over.
        """
        check_identifier(pool_id, "a pool id")
        check_identifier(member_id, "a member id")
        self._remove_pool_member(pool_id, member_id, timeout)

    @operation("update_pool_member")
    def update_pool_member(
        self,
        pool_id: str,
        member_id: str,
        *,
        name: str | None = None,
        weight: int | None = None,
        timeout: float = 300.0,
    ) -> PoolMember:
        """Change a member; what is ``None`` stays as it is.

        Args:
            pool_id: the pool.
            member_id: the member.
            name: its new name.
            weight: how much of the requests it gets: 0 to 256.
            timeout: seconds to wait at most until the balancer has taken the change.

        Raises:
            NotFoundError: the pool, or the member in it, is not there.
            ConflictError: the balancer has failed.
            InvalidRequestError: there is nothing to change, or no such weight.
            OperationTimeoutError: the time is over.
        """
        check_identifier(pool_id, "a pool id")
        check_identifier(member_id, "a member id")
        if weight is not None:
            _check_weight(weight)
        changes = changes_of(name=name, weight=weight)
        return self._update_pool_member(pool_id, member_id, changes, timeout)

    @operation("set_pool_member_weight")
    def set_pool_member_weight(
        self, pool_id: str, member_id: str, weight: int, *, timeout: float = 300.0
    ) -> PoolMember:
        """Say how much of the requests a member gets; with 0 it serves those it has, and gets no new ones.

        The arguments and errors are those of :meth:`update_pool_member`.
        """
        return self.update_pool_member(pool_id, member_id, weight=weight, timeout=timeout)

    @operation("set_pool_members")
    def set_pool_members(
        self, pool_id: str, members: Sequence[PoolMemberRequest], *, timeout: float = 300.0
    ) -> list[PoolMember]:
        """Give a pool these members and no others, in one change. Those that stay lose no connection.

        Args:
            pool_id: the pool.
            members: what it should have; one with the address and port of a member is that member.
            timeout: seconds to wait at most until the balancer has taken the change.

        Returns:
            The members.

        Raises:
            NotFoundError: the pool or a subnet is not there.
            ConflictError: the balancer has failed.
            InvalidRequestError: no such address, port or weight, or one address and port twice.
            QuotaExceededError: the account has no room for them.
            OperationTimeoutError: the time is over.
        """
        check_identifier(pool_id, "a pool id")
        for member in members:
            _check_member(member)
        if len({(member.address, member.port) for member in members}) < len(members):
            raise ValidationError("a pool has one member for each address and port")
        return self._set_pool_members(pool_id, tuple(members), timeout)

    @abstractmethod
    def _list_pool_members(self, pool_id: str) -> Iterator[PoolMember]: ...

    @abstractmethod
    def _get_pool_member(self, pool_id: str, member_id: str) -> PoolMember: ...

    @abstractmethod
    def _add_pool_member(self, pool_id: str, request: PoolMemberRequest, timeout: float) -> PoolMember: ...

    @abstractmethod
    def _remove_pool_member(self, pool_id: str, member_id: str, timeout: float) -> None: ...

    @abstractmethod
    def _update_pool_member(
        self, pool_id: str, member_id: str, changes: Mapping[str, Any], timeout: float
    ) -> PoolMember: ...

    @abstractmethod
    def _set_pool_members(
        self, pool_id: str, members: tuple[PoolMemberRequest, ...], timeout: float
    ) -> list[PoolMember]: ...


def _check_member(member: PoolMemberRequest) -> None:
    parse_address(member.address, "a member's address")
    check_port(member.port)
    _check_weight(member.weight)
    if member.subnet_id is not None:
        check_identifier(member.subnet_id, "a subnet id")


def _check_weight(weight: int) -> None:
    if not 0 <= weight <= _MAX_WEIGHT:
        raise ValidationError(f"a weight is a number from 0 to {_MAX_WEIGHT}, not {weight}")
