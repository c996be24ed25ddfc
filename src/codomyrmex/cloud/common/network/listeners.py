"""Listeners: the ports that a load balancer takes requests on."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from codomyrmex.cloud.common.client import ServiceClient
from codomyrmex.cloud.common.finding import find_one
from codomyrmex.cloud.common.lazy import begin
from codomyrmex.cloud.common.network.checks import check_port, member_of
from codomyrmex.cloud.common.network.networks import changes_of, named_in
from codomyrmex.cloud.common.network.states import LoadBalancerState, OperatingStatus
from codomyrmex.cloud.common.telemetry import operation
from codomyrmex.validation import ValidationError, check_identifier


class LoadBalancerProtocol(StrEnum):
    """What a load balancer speaks, with clients or with the members of a pool."""

    HTTP = "http"
    HTTPS = "https"
    TCP = "tcp"
    UDP = "udp"
    SCTP = "sctp"
    PROXY = "proxy"
    """TCP with a first line that says who the client is; only with members."""
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Listener:
    """One listener.

    Attributes:
        id: the provider's own id.
        name: its name; ``""`` where it has none.
        load_balancer_id: the balancer it is of.
        protocol: what clients speak.
        port: the port it listens on.
        state: where it is in its life.
        operating_status: whether it serves requests.
        default_pool_id: the pool that requests go to; ``None`` for none.
        certificate: the provider's reference of the certificate that it shows; ``None`` where it shows none.
        description: what the user says about it.
        tags: the user's own labels.
        details: what else the provider says about it.
    """

    id: str
    name: str
    load_balancer_id: str
    protocol: LoadBalancerProtocol
    port: int
    state: LoadBalancerState
    operating_status: OperatingStatus
    default_pool_id: str | None = None
    certificate: str | None = None
    description: str = ""
    tags: Mapping[str, str] = field(default_factory=dict)
    details: Mapping[str, Any] = field(default_factory=dict, repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class ListenerRequest:
    """What :meth:`ListenerOperations.create_listener` was asked for."""

    load_balancer_id: str
    protocol: LoadBalancerProtocol
    port: int
    name: str = ""
    default_pool_id: str | None = None
    certificate: str | None = None
    description: str = ""
    tags: Mapping[str, str] = field(default_factory=dict)


class ListenerOperations(ServiceClient, ABC):
    """What can be done with listeners."""

    @operation("list_listeners")
    def list_listeners(self, load_balancer_id: str | None = None) -> Iterator[Listener]:
        """Every listener, or those of one load balancer, lazily.

        Raises:
            CloudError: the first page could not be fetched; later pages raise when they are reached.
        """
        if load_balancer_id is not None:
            check_identifier(load_balancer_id, "a load balancer id")
        return begin(self._list_listeners(load_balancer_id), self._error_of)

    @operation("get_listener")
    def get_listener(self, listener_id: str) -> Listener:
        """One listener by the provider's id.

        Raises:
            NotFoundError: it is not there.
        """
        check_identifier(listener_id, "a listener id")
        return self._get_listener(listener_id)

    @operation("find_listener")
    def find_listener(self, name_or_id: str) -> Listener:
        """One listener by its id or name; raises as :meth:`find_network`."""
        check_identifier(name_or_id, "a listener's name or id")
        return find_one(
            name_or_id, "listener", self.get_listener, named_in(lambda: self._list_listeners(None))
        )

    @operation("create_listener")
    def create_listener(
        self,
        load_balancer_id: str,
        protocol: LoadBalancerProtocol | str,
        port: int,
        *,
        name: str = "",
        default_pool_id: str | None = None,
        certificate: str | None = None,
        description: str = "",
        tags: Mapping[str, str] | None = None,
        timeout: float = 300.0,
    ) -> Listener:
        """Take requests on a port.

        Args:
            load_balancer_id: the balancer.
            protocol: what clients speak. Without a certificate HTTPS is passed on as it comes.
            port: the port to listen on.
            name: its name.
            default_pool_id: the pool that requests go to.
            certificate: the provider's reference of the certificate to show (AWS: its ARN, OpenStack: the
                address of Barbican's secret).
            description: what to say about it.
            tags: labels to put on it.
            timeout: seconds to wait at most until the balancer has taken the change.

        Raises:
            AlreadyExistsError: the balancer listens on the port already.
            NotFoundError: the balancer or the pool is not there.
            ConflictError: the balancer has failed.
            InvalidRequestError: no such protocol or port, or a certificate without HTTPS.
            QuotaExceededError: the account has no room for it.
            OperationTimeoutError: the time is over.
        """
        check_identifier(load_balancer_id, "a load balancer id")
        if default_pool_id is not None:
            check_identifier(default_pool_id, "a pool id")
        spoken = member_of(LoadBalancerProtocol, protocol, "protocol")
        check_port(port)
        if certificate is not None and spoken is not LoadBalancerProtocol.HTTPS:
            raise ValidationError(f"a certificate is for https, not {spoken}")
        return self._create_listener(
            ListenerRequest(
                load_balancer_id,
                spoken,
                port,
                name,
                default_pool_id,
                certificate,
                description,
                self._tagged(tags),
            ),
            timeout,
        )

    @operation("update_listener")
    def update_listener(
        self,
        listener_id: str,
        *,
        name: str | None = None,
        default_pool_id: str | None = None,
        has_default_pool: bool = True,
        certificate: str | None = None,
        description: str | None = None,
        tags: Mapping[str, str] | None = None,
        timeout: float = 300.0,
    ) -> Listener:
        """Change a listener; what is ``None`` stays as it is.

        Args:
            listener_id: the provider's id.
            name: its new name.
            default_pool_id: the pool that requests go to from now on.
            has_default_pool: whether requests go to a pool at all.
            certificate: the reference of the certificate that it shows from now on, where it shows one.
            description: what to say about it.
            tags: all of its labels from now on.
            timeout: seconds to wait at most until the balancer has taken the change.

        Raises:
            NotFoundError: it, or the pool, is not there.
            ConflictError: the balancer has failed.
            InvalidRequestError: there is nothing to change.
            OperationTimeoutError: the time is over.
        """
        check_identifier(listener_id, "a listener id")
        changes = changes_of(
            *(() if has_default_pool else ("default_pool_id",)),
            name=name,
            default_pool_id=default_pool_id,
            certificate=certificate,
            description=description,
            tags=tags,
        )
        return self._update_listener(listener_id, changes, timeout)

    @operation("delete_listener")
    def delete_listener(self, listener_id: str, *, timeout: float = 300.0) -> None:
        """Take requests on a port no more.

        Raises:
            NotFoundError: it is not there.
            ConflictError: the balancer has failed.
            OperationTimeoutError: the time is over.
        """
        check_identifier(listener_id, "a listener id")
        self._delete_listener(listener_id, timeout)

    @abstractmethod
    def _list_listeners(self, load_balancer_id: str | None) -> Iterator[Listener]: ...

    @abstractmethod
    def _get_listener(self, listener_id: str) -> Listener: ...

    @abstractmethod
    def _create_listener(self, request: ListenerRequest, timeout: float) -> Listener: ...

    @abstractmethod
    def _update_listener(self, listener_id: str, changes: Mapping[str, Any], timeout: float) -> Listener: ...

    @abstractmethod
    def _delete_listener(self, listener_id: str, timeout: float) -> None: ...
