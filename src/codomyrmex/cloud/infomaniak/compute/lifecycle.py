"""What a server of Nova can be made to do besides what every cloud's instances can.

https://docs.openstack.org/api-ref/compute/#servers-run-an-action-servers-action
"""

from __future__ import annotations

from collections.abc import Callable
from threading import Event

from codomyrmex.cloud.common.compute import ComputeClient, Image, Instance
from codomyrmex.cloud.common.telemetry import operation
from codomyrmex.cloud.common.waiting import Wait, wait_until
from codomyrmex.cloud.infomaniak.compute.service import NovaClient
from codomyrmex.cloud.infomaniak.tags import words_of
from codomyrmex.validation import check_identifier

# No other status follows one of these by itself.
_FINAL = ("ERROR", "DELETED", "SOFT_DELETED")


class NovaLifecycle(NovaClient, ComputeClient):
    """Each method returns at once; :meth:`wait_for_status` waits until it is done.

    Each raises NotFoundError for an instance that is not there, and ConflictError, which says in what state
    it is, for one whose state does not allow it.
    """

    @operation("wait_for_status")
    def wait_for_status(
        self,
        instance_id: str,
        status: str,
        *,
        timeout: float = 300.0,
        cancelled: Event | None = None,
        progress: Callable[[Instance], object] | None = None,
    ) -> Instance:
        """Wait until Nova's own status is there and nothing is being done to the instance any more.

        Args:
            instance_id: Nova's id.
            status: Nova's word: ``ACTIVE``, ``VERIFY_RESIZE``, ``RESCUE``, ``SHELVED_OFFLOADED``.
            timeout: seconds to wait at most.
            cancelled: set by another thread to end the wait at once.
            progress: told the instance at each look.

        Raises:
            OperationTimeoutError: the time is over; the message has the last status.
            ConflictError: it has failed; the message has Nova's reason.
            NotFoundError: it is not there, or not any more.
            CloudError: the wait was cancelled.
        """
        check_identifier(instance_id, "an instance id")
        return wait_until(
            lambda: self._get_instance(instance_id),
            Wait(
                noun="instance",
                wanted=status,
                state=lambda instance: str(instance.details["status"]),
                reached=lambda instance: (
                    instance.details["status"] == status and instance.details["OS-EXT-STS:task_state"] is None
                ),
                failed=lambda instance: instance.details["status"] in _FINAL,
                reason=lambda instance: instance.state_reason,
            ),
            timeout=timeout,
            first_pause=self.poll_seconds,
            longest_pause=self.longest_poll_seconds,
            cancelled=cancelled,
            progress=progress,
        )

    @operation("resize_instance")
    def resize_instance(self, instance_id: str, instance_type: str) -> None:
        """Give an instance another size. It then is in ``VERIFY_RESIZE`` until the new size is confirmed or
        reverted.

        Args:
            instance_id: Nova's id.
            instance_type: the id or the name of the new size.

        Raises:
            QuotaExceededError: the project has no room for it.
            InvalidRequestError: it has this size, or its disk does not fit the new one.
        """
        check_identifier(instance_id, "an instance id")
        flavor = self.find_instance_type(instance_type)
        self.native.compute.resize_server(instance_id, flavor.id)

    @operation("confirm_resize")
    def confirm_resize(self, instance_id: str) -> None:
        """Keep the new size and give the room of the old one back."""
        check_identifier(instance_id, "an instance id")
        self.native.compute.confirm_server_resize(instance_id)

    @operation("revert_resize")
    def revert_resize(self, instance_id: str) -> None:
        """Go back to the old size."""
        check_identifier(instance_id, "an instance id")
        self.native.compute.revert_server_resize(instance_id)

    @operation("rebuild_instance")
    def rebuild_instance(self, instance_id: str, image: str, *, name: str | None = None) -> None:
        """Begin anew from an image; id, addresses and attached volumes stay, what is on the root disk goes.

        Args:
            instance_id: Nova's id.
            image: the id or the name of the image.
            name: its new name; it keeps the one it has if not given.
        """
        check_identifier(instance_id, "an instance id")
        changed = {} if name is None else {"name": name}
        self._act(instance_id, "rebuild", imageRef=self.find_image(image).id, **changed)

    @operation("rescue_instance")
    def rescue_instance(self, instance_id: str, image: str | None = None) -> str | None:
        """Start a machine from a rescue image, its own disk beside it.

        Args:
            instance_id: Nova's id.
            image: the id or the name of the image; the one it was made from if not given.

        Returns:
            The administrator's password in rescue mode, where Nova sets one.
        """
        check_identifier(instance_id, "an instance id")
        chosen = {} if image is None else {"rescue_image_ref": self.find_image(image).id}
        password: str | None = self._act(instance_id, "rescue", **chosen).get("adminPass")
        return password

    @operation("unrescue_instance")
    def unrescue_instance(self, instance_id: str) -> None:
        """Start a machine from its own disk again."""
        check_identifier(instance_id, "an instance id")
        self.native.compute.unrescue_server(instance_id)

    @operation("shelve_instance")
    def shelve_instance(self, instance_id: str) -> None:
        """Stop an instance, keep it as an image and give its place back; :meth:`start_instance` unshelves."""
        check_identifier(instance_id, "an instance id")
        self.native.compute.shelve_server(instance_id)

    @operation("unshelve_instance")
    def unshelve_instance(self, instance_id: str) -> None:
        """Bring a shelved instance back."""
        check_identifier(instance_id, "an instance id")
        self.native.compute.unshelve_server(instance_id)

    @operation("pause_instance")
    def pause_instance(self, instance_id: str) -> None:
        """Stand still, memory kept in memory; :meth:`start_instance` goes on."""
        check_identifier(instance_id, "an instance id")
        self.native.compute.pause_server(instance_id)

    @operation("suspend_instance")
    def suspend_instance(self, instance_id: str) -> None:
        """Stand still, memory kept on disk; :meth:`start_instance` goes on."""
        check_identifier(instance_id, "an instance id")
        self.native.compute.suspend_server(instance_id)

    @operation("lock_instance")
    def lock_instance(self, instance_id: str, reason: str | None = None) -> None:
        """Refuse changes of the instance until it is unlocked.

        Args:
            instance_id: Nova's id.
            reason: why, for others to read.
        """
        check_identifier(instance_id, "an instance id")
        self.native.compute.lock_server(instance_id, locked_reason=reason)

    @operation("unlock_instance")
    def unlock_instance(self, instance_id: str) -> None:
        """Allow changes again."""
        check_identifier(instance_id, "an instance id")
        self.native.compute.unlock_server(instance_id)

    @operation("snapshot_instance")
    def snapshot_instance(self, instance_id: str, name: str) -> Image:
        """Make an image of an instance as it is now, and return at once.

        Args:
            instance_id: Nova's id.
            name: the image's name.

        Returns:
            The image, still ``PENDING``; :meth:`wait_for_image` waits until it is there.
        """
        check_identifier(instance_id, "an instance id")
        check_identifier(name, "an image name")
        image_id: str = self._act(instance_id, "createImage", name=name)["image_id"]
        try:
            # Not as its properties: an instance has those of its image, and so have its snapshots.
            for word in words_of(self.default_tags):
                self._request(self.native.image, "PUT", "images", image_id, "tags", word)
        except BaseException:
            self.native.image.delete_image(image_id)
            raise
        return self._get_image(image_id)
