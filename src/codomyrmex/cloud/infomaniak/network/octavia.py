"""What the parts of Octavia's client have in common: a balancer takes one change at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from time import monotonic
from typing import TYPE_CHECKING, Any, ClassVar

from codomyrmex.cloud.common.network.balancers import LoadBalancer, LoadBalancerState
from codomyrmex.cloud.common.waiting import Wait, wait_until
from codomyrmex.cloud.infomaniak.network.errors import network_error_of
from codomyrmex.cloud.infomaniak.network.fields import json_of
from codomyrmex.cloud.infomaniak.network.octavia_values import load_balancer_of
from codomyrmex.cloud.infomaniak.service import OpenStackClient

if TYPE_CHECKING:
    from codomyrmex.cloud.common.errors import CloudError

_SETTLED = (LoadBalancerState.ACTIVE,)


class OctaviaClient(OpenStackClient):
    """The base of the parts of Octavia's client.

    While a balancer or a part of it is being changed, Octavia refuses every other change with 409.
    https://docs.openstack.org/api-ref/load-balancer/v2/#provisioning-status-codes
    """

    poll_seconds: ClassVar[float]
    longest_poll_seconds: ClassVar[float]

    @property
    def _octavia(self) -> Any:
        return self.native.load_balancer

    def _error_of(self, error: Exception) -> CloudError | None:
        return network_error_of(error)

    @contextmanager
    def _changing(self, load_balancer_id: str, timeout: float) -> Iterator[None]:
        """Around a change: it is sent once the balancer can be changed, and made when this ends.

        Args:
            load_balancer_id: the balancer.
            timeout: seconds for both waits.

        Raises:
            ConflictError: the balancer has failed, before the change or by it.
            OperationTimeoutError: the time is over.
        """
        deadline = monotonic() + timeout
        self._settle(load_balancer_id, timeout)
        yield
        self._settle(load_balancer_id, max(0.0, deadline - monotonic()))

    def _settle(
        self,
        load_balancer_id: str,
        timeout: float,
        wanted: tuple[LoadBalancerState, ...] = _SETTLED,
    ) -> LoadBalancer:
        """Wait until nothing is being changed on a balancer."""
        final = (LoadBalancerState.ERROR, LoadBalancerState.DELETED)
        return wait_until(
            lambda: load_balancer_of(json_of(self._octavia.get_load_balancer(load_balancer_id))),
            Wait(
                noun=f"load balancer {load_balancer_id}",
                wanted=LoadBalancerState.ACTIVE,
                state=lambda balancer: balancer.state,
                reached=lambda balancer: balancer.state in wanted,
                failed=lambda balancer: balancer.state in final,
            ),
            timeout=timeout,
            first_pause=self.poll_seconds,
            longest_pause=self.longest_poll_seconds,
        )

    def _create_part(
        self, load_balancer_id: str, timeout: float, create: Callable[..., Any], fields: Mapping[str, Any]
    ) -> str:
        """Make a part of a balancer; gives its id. What is ``None`` is not sent."""
        given = {name: value for name, value in fields.items() if value is not None}
        with self._changing(load_balancer_id, timeout):
            return str(create(**given).id)

    def _delete_part(self, load_balancer_id: str, timeout: float, kind: str, *ids: str) -> None:
        """Delete a part of a balancer, and wait until it is gone.

        Args:
            load_balancer_id: the balancer.
            timeout: seconds for all waits.
            kind: openstacksdk's name of the part: ``member``.
            ids: the part's id, and that of what it is in, where it needs that.
        """
        deadline = monotonic() + timeout
        with self._changing(load_balancer_id, timeout):
            getattr(self._octavia, f"delete_{kind}")(*ids, ignore_missing=False)
        # The balancer may be active a moment before.
        wait_until(
            lambda: self._is_there(kind, *ids),
            Wait(
                noun=kind.replace("_", " "),
                wanted="gone",
                state=lambda _there: "there",
                reached=lambda there: not there,
                failed=lambda _there: False,
            ),
            timeout=max(0.0, deadline - monotonic()),
            first_pause=self.poll_seconds,
            longest_pause=self.longest_poll_seconds,
        )

    def _is_there(self, kind: str, *ids: str) -> bool:
        from openstack.exceptions import NotFoundException

        try:
            getattr(self._octavia, f"get_{kind}")(*ids)
        except NotFoundException:
            return False
        return True
