"""Virtual machines, the same on every cloud."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from threading import Event
from typing import Any, ClassVar

from codomyrmex.cloud.common.client import ServiceClient
from codomyrmex.cloud.common.errors import NotFoundError
from codomyrmex.cloud.common.lazy import begin
from codomyrmex.cloud.common.telemetry import operation
from codomyrmex.cloud.common.waiting import Wait, wait_until
from codomyrmex.validation import check_identifier


class InstanceState(StrEnum):
    """Where an instance is in its life; ``UNKNOWN`` for a word of the provider that is none of these."""

    PENDING = "pending"
    RUNNING = "running"
    REBOOTING = "rebooting"
    STOPPING = "stopping"
    STOPPED = "stopped"
    TERMINATING = "terminating"
    TERMINATED = "terminated"
    ERROR = "error"
    UNKNOWN = "unknown"


# No other state follows one of these by itself.
_FINAL = (InstanceState.TERMINATED, InstanceState.ERROR)


@dataclass(frozen=True, slots=True)
class Instance:
    """One virtual machine.

    Attributes:
        id: the provider's own id.
        name: its name; the id where it has none.
        state: where it is in its life.
        provider: whose it is.
        region: where it is.
        zone: the zone inside the region.
        instance_type: its size, by the provider's name for it.
        image: the id of the image it was made from.
        public_ips: its addresses on the internet.
        private_ips: its addresses in its own networks.
        created_at: when it was made, with a time zone.
        tags: the user's own labels.
        details: what else the provider says about it.
    """

    id: str
    name: str
    state: InstanceState
    provider: str
    region: str | None = None
    zone: str | None = None
    instance_type: str | None = None
    image: str | None = None
    public_ips: tuple[str, ...] = ()
    private_ips: tuple[str, ...] = ()
    created_at: datetime | None = None
    tags: Mapping[str, str] = field(default_factory=dict)
    details: Mapping[str, Any] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True)
class InstanceRequest:
    """What :meth:`ComputeClient.create_instance` was asked for. ``user_data`` often holds secrets."""

    name: str
    image: str
    instance_type: str
    network: str | None = None
    key_pair: str | None = None
    security_groups: tuple[str, ...] = ()
    user_data: bytes | None = field(default=None, repr=False)
    tags: Mapping[str, str] = field(default_factory=dict)


class ComputeClient(ServiceClient, ABC):
    """Virtual machines of one account and region.

    A provider fills in the hooks that begin with an underscore; :meth:`_get_instance` raises
    :class:`~codomyrmex.cloud.common.errors.NotFoundError` for an instance that is not there.
    """

    capability: ClassVar[str] = "compute"
    poll_seconds: ClassVar[float] = 1.0
    """The first pause of :meth:`wait_for_state`; each further one is twice as long."""
    longest_poll_seconds: ClassVar[float] = 10.0

    @operation("list_instances")
    def list_instances(self) -> Iterator[Instance]:
        """Every instance, lazily and in the provider's order.

        Raises:
            CloudError: the first page could not be fetched; later pages raise when they are reached.
        """
        return begin(self._list_instances(), self._error_of)

    @operation("get_instance")
    def get_instance(self, instance_id: str) -> Instance:
        """One instance by the provider's id.

        Raises:
            NotFoundError: it is not there.
        """
        check_identifier(instance_id, "an instance id")
        return self._get_instance(instance_id)

    @operation("create_instance")
    def create_instance(
        self,
        name: str,
        *,
        image: str,
        instance_type: str,
        network: str | None = None,
        key_pair: str | None = None,
        security_groups: Sequence[str] = (),
        user_data: bytes | str | None = None,
        tags: Mapping[str, str] | None = None,
    ) -> Instance:
        """Make an instance and return at once; :meth:`wait_for_state` waits until it runs.

        Args:
            name: its name.
            image: the id of the image to start from.
            instance_type: its size, by the provider's name (``t3.micro``, ``e2-small``).
            network: the id of the network or subnet to join; the provider's default if not given.
            key_pair: the name of the SSH key to let in.
            security_groups: ids or names of the firewall groups.
            user_data: what cloud-init runs at the first start.
            tags: labels to put on it.

        Raises:
            QuotaExceededError: the account has no room for it.
            NotFoundError: the image, size, network or key is not there.
        """
        check_identifier(name, "an instance name")
        check_identifier(image, "an image id")
        check_identifier(instance_type, "an instance type")
        script = user_data.encode() if isinstance(user_data, str) else user_data
        request = InstanceRequest(
            name, image, instance_type, network, key_pair, tuple(security_groups), script, dict(tags or {})
        )
        return self._create_instance(request)

    @operation("start_instance")
    def start_instance(self, instance_id: str) -> None:
        """Start a stopped instance.

        Raises:
            NotFoundError: it is not there.
            ConflictError: its state does not allow it.
        """
        check_identifier(instance_id, "an instance id")
        self._start_instance(instance_id)

    @operation("stop_instance")
    def stop_instance(self, instance_id: str) -> None:
        """Stop an instance and keep its disks; raises as :meth:`start_instance`."""
        check_identifier(instance_id, "an instance id")
        self._stop_instance(instance_id)

    @operation("reboot_instance")
    def reboot_instance(self, instance_id: str) -> None:
        """Restart the machine's operating system; raises as :meth:`start_instance`."""
        check_identifier(instance_id, "an instance id")
        self._reboot_instance(instance_id)

    @operation("terminate_instance")
    def terminate_instance(self, instance_id: str) -> None:
        """Delete an instance for good; raises as :meth:`start_instance`."""
        check_identifier(instance_id, "an instance id")
        self._terminate_instance(instance_id)

    @operation("wait_for_state")
    def wait_for_state(
        self,
        instance_id: str,
        state: InstanceState,
        *,
        timeout: float = 300.0,
        cancelled: Event | None = None,
        progress: Callable[[Instance], object] | None = None,
    ) -> Instance:
        """Wait until an instance is in a state.

        Args:
            instance_id: the provider's id.
            state: the state to wait for.
            timeout: seconds to wait at most.
            cancelled: set by another thread to end the wait at once.
            progress: told the instance at each look.

        Returns:
            The instance in that state. One that is waited for to be terminated may be gone by then; the
            last that was seen of it is returned as terminated.

        Raises:
            OperationTimeoutError: the time is over.
            ConflictError: it has failed or is terminated, so it will never be in that state.
            NotFoundError: it is not there.
            CloudError: the wait was cancelled.
        """
        check_identifier(instance_id, "an instance id")
        seen: Instance | None = None

        def look() -> Instance:
            nonlocal seen
            seen = self._look(instance_id, state, seen)
            return seen

        return wait_until(
            look,
            Wait(
                noun="instance",
                wanted=state,
                state=lambda instance: instance.state,
                reached=lambda instance: instance.state is state,
                failed=lambda instance: instance.state in _FINAL,
            ),
            timeout=timeout,
            first_pause=self.poll_seconds,
            longest_pause=self.longest_poll_seconds,
            cancelled=cancelled,
            progress=progress,
        )

    def _look(self, instance_id: str, wanted: InstanceState, before: Instance | None) -> Instance:
        try:
            return self._get_instance(instance_id)
        except NotFoundError:
            if before is None or wanted is not InstanceState.TERMINATED:
                raise
            return replace(before, state=InstanceState.TERMINATED)

    @abstractmethod
    def _list_instances(self) -> Iterator[Instance]: ...

    @abstractmethod
    def _get_instance(self, instance_id: str) -> Instance: ...

    @abstractmethod
    def _create_instance(self, request: InstanceRequest) -> Instance: ...

    @abstractmethod
    def _start_instance(self, instance_id: str) -> None: ...

    @abstractmethod
    def _stop_instance(self, instance_id: str) -> None: ...

    @abstractmethod
    def _reboot_instance(self, instance_id: str) -> None: ...

    @abstractmethod
    def _terminate_instance(self, instance_id: str) -> None: ...
