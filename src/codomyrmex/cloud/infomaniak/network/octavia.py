"""What the parts of Octavia's client have in common: a balancer takes one change at a time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from time import monotonic
from typing import TYPE_CHECKING, Any, ClassVar

from codomyrmex.cloud.common.network.balancers import LoadBalancer
from codomyrmex.cloud.common.network.states import LoadBalancerState
from codomyrmex.cloud.common.waiting import Wait, wait_until
from codomyrmex.cloud.infomaniak.network.errors import network_error_of
from codomyrmex.cloud.infomaniak.network.fields import json_of
from codomyrmex.cloud.infomaniak.network.octavia_values import load_balancer_of, state_of
from codomyrmex.cloud.infomaniak.service import OpenStackClient
from codomyrmex.cloud.infomaniak.tags import words_of

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
        self, load_balancer_id: str, timeout: float, kind: str, fields: Mapping[str, Any], *above: str
    ) -> str:
        """Make a part of a balancer, and wait until it is made; gives its id.

        Args:
            load_balancer_id: the balancer.
            timeout: seconds for all waits.
            kind: openstacksdk's name of the part: ``member``.
            fields: openstacksdk's names; what is ``None`` is not sent.
            above: the id of what it is in, where it needs that.
        """
        given = {name: value for name, value in fields.items() if value is not None}
        deadline = monotonic() + timeout
        with self._changing(load_balancer_id, timeout):
            made = str(getattr(self._octavia, f"create_{kind}")(*above, **given).id)
        self._settle_part(LoadBalancerState.ACTIVE, deadline, kind, made, *above)
        return made

    def _update_part(
        self, load_balancer_id: str, timeout: float, kind: str, changes: Mapping[str, Any], *ids: str
    ) -> None:
        """Change a part of a balancer, and wait until it is changed; the arguments are as above."""
        fields = dict(changes)
        if "tags" in fields:
            fields["tags"] = words_of(fields["tags"])
        deadline = monotonic() + timeout
        with self._changing(load_balancer_id, timeout):
            getattr(self._octavia, f"update_{kind}")(*ids, **fields)
        self._settle_part(LoadBalancerState.ACTIVE, deadline, kind, *ids)

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
        self._settle_part(LoadBalancerState.DELETED, deadline, kind, *ids)

    def _settle_part(self, wanted: LoadBalancerState, deadline: float, kind: str, *ids: str) -> None:
        # Where a change fails the part is in error, and the balancer active again.
        wait_until(
            lambda: self._state_of_part(kind, *ids),
            Wait(
                noun=f"{kind.replace('_', ' ')} {ids[0]}",
                wanted=wanted,
                state=lambda state: state,
                reached=lambda state: state is wanted,
                failed=lambda state: state is LoadBalancerState.ERROR,
            ),
            timeout=max(0.0, deadline - monotonic()),
            first_pause=self.poll_seconds,
            longest_pause=self.longest_poll_seconds,
        )

    def _state_of_part(self, kind: str, *ids: str) -> LoadBalancerState:
        from openstack.exceptions import NotFoundException

        try:
            return state_of(json_of(getattr(self._octavia, f"get_{kind}")(*ids)))
        except NotFoundException:
            return LoadBalancerState.DELETED
