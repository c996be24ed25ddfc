"""The life of instances."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from threading import Event
from typing import ClassVar

from codomyrmex.cloud.common.client import ServiceClient
from codomyrmex.cloud.common.compute.types import Instance, InstanceRequest, InstanceState
from codomyrmex.cloud.common.errors import NotFoundError
from codomyrmex.cloud.common.finding import find_one
from codomyrmex.cloud.common.lazy import begin
from codomyrmex.cloud.common.telemetry import operation
from codomyrmex.cloud.common.waiting import Wait, wait_until
from codomyrmex.validation import ValidationError, check_identifier

# No other state follows one of these by itself.
_FINAL = (InstanceState.TERMINATED, InstanceState.ERROR)


class Instances(ServiceClient, ABC):
    """The part of :class:`ComputeClient` that has the instances themselves."""

    poll_seconds: ClassVar[float]
    longest_poll_seconds: ClassVar[float]

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

    @operation("find_instance")
    def find_instance(self, name_or_id: str) -> Instance:
        """One instance by its id or its name.

        Raises:
            NotFoundError: it is not there.
            InvalidRequestError: several have this name; the message has their ids.
        """
        check_identifier(name_or_id, "an instance's name or id")
        return find_one(name_or_id, "instance", self._get_instance, self._instances_named)

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
        zone: str | None = None,
        root_disk_gib: int | None = None,
        placement_group: str | None = None,
    ) -> Instance:
        """Make an instance and return at once; :meth:`wait_for_state` waits until it runs.

        Args:
            name: its name.
            image: the id or the name of the image to start from.
            instance_type: its size, by the provider's name (``t3.micro``, ``e2-small``).
            network: the id or the name of the network or subnet to join; the provider's default if not given.
            key_pair: the name of the SSH key to let in.
            security_groups: ids or names of the firewall groups.
            user_data: what cloud-init runs at the first start.
            tags: labels to put on it.
            zone: the availability zone; the provider chooses one if not given.
            root_disk_gib: the size of the disk it starts from; that of the image or type if not given.
            placement_group: the id of the group whose instances the provider keeps together or apart.

        Raises:
            QuotaExceededError: the account has no room for it.
            InvalidRequestError: the provider takes something of it for wrong, or several have a name.
            NotFoundError: the image, size, network or key is not there.
        """
        check_identifier(name, "an instance name")
        check_identifier(image, "an image id")
        check_identifier(instance_type, "an instance type")
        script = user_data.encode() if isinstance(user_data, str) else user_data
        if root_disk_gib is not None and root_disk_gib < 1:
            raise ValidationError(f"a root disk has 1 GiB at least, not {root_disk_gib}")
        return self._create_instance(
            InstanceRequest(
                name=name,
                image=image,
                instance_type=instance_type,
                network=network,
                key_pair=key_pair,
                security_groups=tuple(security_groups),
                user_data=script,
                tags=self._tagged(tags),
                zone=zone,
                root_disk_gib=root_disk_gib,
                placement_group=placement_group,
            )
        )

    @operation("update_instance")
    def update_instance(
        self, instance_id: str, *, name: str | None = None, tags: Mapping[str, str] | None = None
    ) -> Instance:
        """Change the name or the tags of an instance; what is ``None`` stays as it is.

        Args:
            instance_id: the provider's id.
            name: its new name.
            tags: all of its labels from now on.

        Returns:
            The instance as it is now.

        Raises:
            NotFoundError: it is not there.
        """
        check_identifier(instance_id, "an instance id")
        if name is not None:
            check_identifier(name, "an instance name")
        if name is None and tags is None:
            raise ValidationError("an update has to change something")
        self._update_instance(instance_id, name, None if tags is None else dict(tags))
        return self._get_instance(instance_id)

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

    @operation("get_console_output")
    def get_console_output(self, instance_id: str, *, lines: int | None = None) -> str:
        """What the machine wrote to its serial console, as far as the provider keeps it.

        Args:
            instance_id: the provider's id.
            lines: the last lines, so many at most; all if not given.

        Raises:
            NotFoundError: it is not there.
            ConflictError: it has not started yet.
        """
        check_identifier(instance_id, "an instance id")
        if lines is not None and lines < 1:
            raise ValidationError(f"a console has one line at least, not {lines}")
        return self._get_console_output(instance_id, lines)

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
            The instance in that state. One that is waited for to be terminated may be gone by then, even
            at the first look; what was last seen of it, if anything, is returned as terminated.

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
                reason=lambda instance: instance.state_reason,
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
            if wanted is not InstanceState.TERMINATED:
                raise
        if before is None:
            before = Instance(instance_id, instance_id, wanted, self.provider)
        return replace(before, state=wanted)

    def _instances_named(self, name: str) -> Iterator[Instance]:
        return (instance for instance in self._list_instances() if instance.name == name)

    @abstractmethod
    def _list_instances(self) -> Iterator[Instance]: ...

    @abstractmethod
    def _get_instance(self, instance_id: str) -> Instance: ...

    @abstractmethod
    def _create_instance(self, request: InstanceRequest) -> Instance: ...

    @abstractmethod
    def _update_instance(self, instance_id: str, name: str | None, tags: dict[str, str] | None) -> None: ...

    @abstractmethod
    def _start_instance(self, instance_id: str) -> None: ...

    @abstractmethod
    def _stop_instance(self, instance_id: str) -> None: ...

    @abstractmethod
    def _reboot_instance(self, instance_id: str) -> None: ...

    @abstractmethod
    def _terminate_instance(self, instance_id: str) -> None: ...

    @abstractmethod
    def _get_console_output(self, instance_id: str, lines: int | None) -> str: ...
