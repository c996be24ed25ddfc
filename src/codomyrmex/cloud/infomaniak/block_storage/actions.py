"""What Cinder does with one volume besides what the contract has."""

from __future__ import annotations

from codomyrmex.cloud.common.telemetry import operation
from codomyrmex.cloud.infomaniak.block_storage.requests import CinderRequests
from codomyrmex.validation import check_identifier


class VolumeActions(CinderRequests):
    """What :class:`InfomaniakVolumeClient` does with one volume.

    https://docs.openstack.org/api-ref/block-storage/v3/#volume-actions-volumes-action
    """

    @operation("set_bootable")
    def set_bootable(self, volume_id: str, bootable: bool) -> None:
        """Say whether instances can start from a volume.

        Raises:
            NotFoundError: it is not there.
        """
        check_identifier(volume_id, "a volume id")
        self._act(volume_id, "os-set_bootable", {"bootable": bootable})

    @operation("set_read_only")
    def set_read_only(self, volume_id: str, read_only: bool) -> None:
        """Say whether instances that a volume is attached to later may only read it.

        Raises:
            NotFoundError: it is not there.
            ConflictError: it is not available.
        """
        check_identifier(volume_id, "a volume id")
        self._act(volume_id, "os-update_readonly_flag", {"readonly": read_only})

    @operation("create_image")
    def create_image(
        self,
        volume_id: str,
        name: str,
        *,
        disk_format: str = "raw",
        container_format: str = "bare",
        while_attached: bool = False,
    ) -> str:
        """Make an image of what a volume holds, and return at once.

        Args:
            volume_id: the volume's id.
            name: the image's name.
            disk_format: ``raw``, ``qcow2``, ``vmdk``, ``vdi`` or ``vhd``.
            container_format: ``bare`` or ``ovf``.
            while_attached: also of a volume that an instance has, where the cloud allows it.

        Returns:
            The id of the image.

        Raises:
            NotFoundError: the volume is not there.
            ConflictError: its state does not allow it.
        """
        check_identifier(volume_id, "a volume id")
        check_identifier(name, "an image name")
        wanted = {
            "image_name": name,
            "disk_format": disk_format,
            "container_format": container_format,
            "force": while_attached,
        }
        answer = self._act(volume_id, "os-volume_upload_image", wanted)
        return str(answer["os-volume_upload_image"]["image_id"])
