"""Health monitors: what finds out which members of a pool serve requests."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from codomyrmex.cloud.common.client import ServiceClient
from codomyrmex.cloud.common.lazy import begin
from codomyrmex.cloud.common.network.checks import member_of
from codomyrmex.cloud.common.network.networks import changes_of
from codomyrmex.cloud.common.network.states import LoadBalancerState, OperatingStatus
from codomyrmex.cloud.common.telemetry import operation
from codomyrmex.validation import ValidationError, check_identifier


class HealthCheck(StrEnum):
    """How a member is asked whether it serves requests."""

    HTTP = "http"
    HTTPS = "https"
    TCP = "tcp"
    TLS = "tls"
    UDP = "udp"
    SCTP = "sctp"
    PING = "ping"
    UNKNOWN = "unknown"


_HTTP = (HealthCheck.HTTP, HealthCheck.HTTPS)


@dataclass(frozen=True, slots=True)
class HealthMonitor:
    """What watches the members of a pool.

    Attributes:
        id: the provider's own id.
        pool_id: the pool it watches.
        check: how it asks.
        interval: seconds from one question to the next.
        timeout: seconds it waits for an answer.
        healthy_threshold: good answers in a row after which a member gets requests.
        unhealthy_threshold: bad answers in a row after which it gets none.
        state: where it is in its life.
        operating_status: whether it watches.
        path: what HTTP asks for; ``None`` for other checks.
        expected_codes: the statuses that are good answers, such as ``200,301-308``.
        details: what else the provider says about it.
    """

    id: str
    pool_id: str
    check: HealthCheck
    interval: int
    timeout: int
    healthy_threshold: int
    unhealthy_threshold: int
    state: LoadBalancerState
    operating_status: OperatingStatus
    path: str | None = None
    expected_codes: str | None = None
    details: Mapping[str, Any] = field(default_factory=dict, repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class HealthMonitorRequest:
    """What :meth:`MonitorOperations.create_health_monitor` was asked for."""

    pool_id: str
    check: HealthCheck
    interval: int
    timeout: int
    healthy_threshold: int
    unhealthy_threshold: int
    path: str | None = None
    expected_codes: str | None = None


class MonitorOperations(ServiceClient, ABC):
    """What can be done with health monitors."""

    @operation("list_health_monitors")
    def list_health_monitors(self) -> Iterator[HealthMonitor]:
        """Every health monitor, lazily.

        Raises:
            CloudError: the first page could not be fetched; later pages raise when they are reached.
        """
        return begin(self._list_health_monitors(), self._error_of)

    @operation("get_health_monitor")
    def get_health_monitor(self, monitor_id: str) -> HealthMonitor:
        """One health monitor by the provider's id.

        Raises:
            NotFoundError: it is not there.
        """
        check_identifier(monitor_id, "a health monitor id")
        return self._get_health_monitor(monitor_id)

    @operation("create_health_monitor")
    def create_health_monitor(
        self,
        pool_id: str,
        check: HealthCheck | str,
        *,
        interval: int = 5,
        answer_timeout: int = 3,
        healthy_threshold: int = 2,
        unhealthy_threshold: int = 3,
        path: str | None = None,
        expected_codes: str | None = None,
        timeout: float = 300.0,
    ) -> HealthMonitor:
        """Watch the members of a pool. A pool has one monitor at most.

        Args:
            pool_id: the pool.
            check: how to ask.
            interval: seconds from one question to the next.
            answer_timeout: seconds to wait for an answer; not more than ``interval``.
            healthy_threshold: good answers in a row after which a member gets requests, 1 to 10.
            unhealthy_threshold: bad answers in a row after which it gets none, 1 to 10.
            path: what HTTP asks for; ``/`` if not given.
            expected_codes: the statuses that are good answers, such as ``200,301-308``; 200 if not given.
            timeout: seconds to wait at most until the balancer has taken the change.

        Raises:
            AlreadyExistsError: the pool has a monitor.
            NotFoundError: the pool is not there.
            ConflictError: the balancer has failed.
            InvalidRequestError: no such check, times that cannot be, or a path without HTTP.
            OperationTimeoutError: the time is over.
        """
        check_identifier(pool_id, "a pool id")
        how = member_of(HealthCheck, check, "health check")
        _check_times(interval, answer_timeout, healthy_threshold, unhealthy_threshold)
        _check_http(how, path, expected_codes)
        if how in _HTTP:
            path, expected_codes = path or "/", expected_codes or "200"
        return self._create_health_monitor(
            HealthMonitorRequest(
                pool_id,
                how,
                interval,
                answer_timeout,
                healthy_threshold,
                unhealthy_threshold,
                path,
                expected_codes,
            ),
            timeout,
        )

    @operation("update_health_monitor")
    def update_health_monitor(
        self,
        monitor_id: str,
        *,
        interval: int | None = None,
        answer_timeout: int | None = None,
        healthy_threshold: int | None = None,
        unhealthy_threshold: int | None = None,
        path: str | None = None,
        expected_codes: str | None = None,
        timeout: float = 300.0,
    ) -> HealthMonitor:
        """Change how members are watched; what is ``None`` stays as it is. How they are asked cannot change.

        The other arguments are those of :meth:`create_health_monitor`.

        Raises:
            NotFoundError: it is not there.
            ConflictError: the balancer has failed.
            InvalidRequestError: there is nothing to change, times that cannot be, or a path without HTTP.
            OperationTimeoutError: the time is over.
        """
        check_identifier(monitor_id, "a health monitor id")
        changes = changes_of(
            interval=interval,
            timeout=answer_timeout,
            healthy_threshold=healthy_threshold,
            unhealthy_threshold=unhealthy_threshold,
            path=path,
            expected_codes=expected_codes,
        )
        wanted = replace(self._get_health_monitor(monitor_id), **changes)
        _check_times(wanted.interval, wanted.timeout, wanted.healthy_threshold, wanted.unhealthy_threshold)
        _check_http(wanted.check, path, expected_codes)
        return self._update_health_monitor(monitor_id, changes, timeout)

    @operation("delete_health_monitor")
    def delete_health_monitor(self, monitor_id: str, *, timeout: float = 300.0) -> None:
        """Watch the members of a pool no more.

        Raises:
            NotFoundError: it is not there.
            ConflictError: the balancer has failed.
            OperationTimeoutError: the time is over.
        """
        check_identifier(monitor_id, "a health monitor id")
        self._delete_health_monitor(monitor_id, timeout)

    @abstractmethod
    def _list_health_monitors(self) -> Iterator[HealthMonitor]: ...

    @abstractmethod
    def _get_health_monitor(self, monitor_id: str) -> HealthMonitor: ...

    @abstractmethod
    def _create_health_monitor(self, request: HealthMonitorRequest, timeout: float) -> HealthMonitor: ...

    @abstractmethod
    def _update_health_monitor(
        self, monitor_id: str, changes: Mapping[str, Any], timeout: float
    ) -> HealthMonitor: ...

    @abstractmethod
    def _delete_health_monitor(self, monitor_id: str, timeout: float) -> None: ...


def _check_times(interval: int, timeout: int, *thresholds: int) -> None:
    if timeout < 1 or interval < timeout:
        raise ValidationError(
            f"an answer is waited for at least 1 s and at most the interval of {interval} s, not {timeout} s"
        )
    if any(not 1 <= threshold <= 10 for threshold in thresholds):
        raise ValidationError("a threshold is a number from 1 to 10")


def _check_http(check: HealthCheck, path: str | None, expected_codes: str | None) -> None:
    if check not in _HTTP and (path is not None or expected_codes is not None):
        raise ValidationError(f"a path and expected codes are for http and https, not {check}")
    if path is not None and not path.startswith("/"):
        raise ValidationError(f"a path begins with a slash; {path!r} does not")
