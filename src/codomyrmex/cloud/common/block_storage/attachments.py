"""Volumes and the instances that have them."""

from __future__ import annotations

from abc import ABC, abstractmethod

from codomyrmex.cloud.common.block_storage.values import VolumeAttachment
from codomyrmex.cloud.common.client import ServiceClient
from codomyrmex.cloud.common.telemetry import operation
from codomyrmex.validation import check_identifier


class AttachmentOperations(ServiceClient, ABC):
    """What :class:`BlockStorageClient` does with attachments."""

    @operation("attach_volume")
    def attach_volume(
        self, volume_id: str, instance_id: str, *, device: str | None = None
    ) -> VolumeAttachment:
        """Attach a volume to an instance, and return at once.

        Args:
            volume_id: the provider's id.
            instance_id: the instance.
            device: the name of the device there (``/dev/vdb``), which not every provider respects.

        Raises:
            NotFoundError: the volume or the instance is not there.
            ConflictError: the state of one of them does not allow it.
        """
        check_identifier(volume_id, "a volume id")
        check_identifier(instance_id, "an instance id")
        return self._attach_volume(volume_id, instance_id, device)

    @operation("detach_volume")
    def detach_volume(self, volume_id: str, instance_id: str | None = None) -> None:
        """Detach a volume, and return at once.

        Args:
            volume_id: the provider's id.
            instance_id: from this instance; from the only one that has it if not given.

        Raises:
            NotFoundError: the volume is not there.
            ConflictError: the instance does not have it, several have it and none was named, or the state
                of one of them does not allow it.
        """
        check_identifier(volume_id, "a volume id")
        if instance_id is not None:
            check_identifier(instance_id, "an instance id")
        self._detach_volume(volume_id, instance_id)

    @abstractmethod
    def _attach_volume(self, volume_id: str, instance_id: str, device: str | None) -> VolumeAttachment: ...

    @abstractmethod
    def _detach_volume(self, volume_id: str, instance_id: str | None) -> None: ...
