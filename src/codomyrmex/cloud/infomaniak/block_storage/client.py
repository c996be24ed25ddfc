"""Cinder as the contract has it, and what is its own."""

from __future__ import annotations

from collections.abc import Iterator

from codomyrmex.cloud.common.block_storage import (
    BlockStorageClient,
    Snapshot,
    Volume,
    VolumeAttachment,
    VolumeRequest,
    VolumeType,
)
from codomyrmex.cloud.common.errors import ConflictError, InvalidRequestError
from codomyrmex.cloud.common.quotas import Quota
from codomyrmex.cloud.infomaniak.block_storage.actions import VolumeActions
from codomyrmex.cloud.infomaniak.block_storage.backups import BackupOperations
from codomyrmex.cloud.infomaniak.block_storage.reading import (
    quotas_of,
    snapshot_of,
    volume_of,
    volume_type_of,
)
from codomyrmex.cloud.infomaniak.block_storage.transfers import TransferOperations

_EXTENDS_IN_USE = "3.42"


class InfomaniakVolumeClient(VolumeActions, BackupOperations, TransferOperations, BlockStorageClient):
    """Volumes of one project and region of Infomaniak's Public Cloud, or of another OpenStack.

    Volumes are attached through Nova, as Cinder alone would not tell the instance.
    https://docs.openstack.org/api-ref/block-storage/v3/
    """

    def _list_volumes(self) -> Iterator[Volume]:
        return self._volumes({})

    def _volumes_named(self, name: str) -> Iterator[Volume]:
        # A cloud may be set up to ignore this filter.
        return (volume for volume in self._volumes({"name": name}) if volume.name == name)

    def _volumes(self, query: dict[str, str]) -> Iterator[Volume]:
        for found in self._pages(self._cinder, "/volumes/detail", "volumes", query):
            yield volume_of(found, self.region)

    def _get_volume(self, volume_id: str) -> Volume:
        return volume_of(self._ask("GET", "volumes", volume_id)["volume"], self.region)

    def _create_volume(self, request: VolumeRequest) -> Volume:
        wanted = {
            "name": request.name,
            "size": request.size_gib,
            "imageRef": request.image,
            "snapshot_id": request.snapshot,
            "source_volid": request.source_volume,
            "volume_type": request.volume_type,
            "availability_zone": request.zone,
            "metadata": request.tags,
        }
        body = {name: value for name, value in wanted.items() if value is not None}
        return volume_of(self._ask("POST", "volumes", json={"volume": body})["volume"], self.region)

    def _update_volume(self, volume_id: str, name: str | None, tags: dict[str, str] | None) -> Volume:
        change = {name: value for name, value in (("name", name), ("metadata", tags)) if value is not None}
        if not change:
            return self._get_volume(volume_id)
        found = self._ask("PUT", "volumes", volume_id, json={"volume": change})["volume"]
        return volume_of(found, self.region)

    def _extend_volume(self, volume_id: str, size_gib: int) -> None:
        # Of an attached volume only newer versions can; older ones refuse it by themselves.
        highest = self._cinder.get_endpoint_data().max_microversion
        version = _EXTENDS_IN_USE if highest is not None and highest >= (3, 42) else None
        self._act(volume_id, "os-extend", {"new_size": size_gib}, version)

    def _retype_volume(self, volume_id: str, volume_type: str) -> None:
        # Where other machines have the disks of that type it is copied there, as asked for.
        self._act(volume_id, "os-retype", {"new_type": volume_type, "migration_policy": "on-demand"})

    def _delete_volume(self, volume_id: str) -> None:
        try:
            self._ask("DELETE", "volumes", volume_id)
        except ConflictError as refusal:
            # Cinder recites all the states that would have allowed it; which it is, the volume says.
            raise self._why_needed(volume_id, refusal) from refusal

    def _why_needed(self, volume_id: str, refusal: ConflictError) -> ConflictError:
        volume = self._get_volume(volume_id)
        snapshots = [snapshot.id for snapshot in self._list_snapshots(volume_id)]
        if volume.attachments:
            holders = ", ".join(one.instance_id for one in volume.attachments)
            message = f"The volume is attached to {holders}; detach it first."
        elif snapshots:
            message = f"The volume has snapshots; delete them first: {', '.join(snapshots)}."
        else:
            message = f"The volume is {volume.details['status']}, which does not allow to delete it."
        return ConflictError(message, status=refusal.status, request_id=refusal.request_id)

    def _attach_volume(self, volume_id: str, instance_id: str, device: str | None) -> VolumeAttachment:
        wanted = {"volumeId": volume_id} | ({} if device is None else {"device": device})
        path = ("servers", instance_id, "os-volume_attachments")
        made = self._request(self.native.compute, "POST", *path, json={"volumeAttachment": wanted})
        found = made["volumeAttachment"]
        return VolumeAttachment(found["serverId"], found["device"])

    def _detach_volume(self, volume_id: str, instance_id: str | None) -> None:
        holders = [attachment.instance_id for attachment in self._get_volume(volume_id).attachments]
        if instance_id is None:
            if len(holders) > 1:
                raise InvalidRequestError(f"Several instances have it; name one: {', '.join(holders)}.")
            instance_id = next(iter(holders), None)
        if instance_id not in holders:
            whose = f"only {', '.join(holders)} has it" if holders else "no instance has it"
            raise ConflictError(f"The volume cannot be detached: {whose}.")
        path = ("servers", str(instance_id), "os-volume_attachments", volume_id)
        self._request(self.native.compute, "DELETE", *path)

    def _list_snapshots(self, volume_id: str | None) -> Iterator[Snapshot]:
        if volume_id is None:
            return self._snapshots({})
        found = self._snapshots({"volume_id": volume_id})
        return (snapshot for snapshot in found if snapshot.volume_id == volume_id)

    def _snapshots_named(self, name: str) -> Iterator[Snapshot]:
        return (snapshot for snapshot in self._snapshots({"name": name}) if snapshot.name == name)

    def _snapshots(self, query: dict[str, str]) -> Iterator[Snapshot]:
        pages = self._pages(self._cinder, "/snapshots/detail", "snapshots", query)
        return map(snapshot_of, pages)

    def _get_snapshot(self, snapshot_id: str) -> Snapshot:
        return snapshot_of(self._ask("GET", "snapshots", snapshot_id)["snapshot"])

    def _create_snapshot(
        self, volume_id: str, name: str, tags: dict[str, str], while_attached: bool
    ) -> Snapshot:
        wanted = {"volume_id": volume_id, "name": name, "metadata": tags, "force": while_attached}
        return snapshot_of(self._ask("POST", "snapshots", json={"snapshot": wanted})["snapshot"])

    def _delete_snapshot(self, snapshot_id: str) -> None:
        self._ask("DELETE", "snapshots", snapshot_id)

    def _list_volume_types(self) -> Iterator[VolumeType]:
        return map(volume_type_of, self._pages(self._cinder, "/types", "volume_types"))

    def _list_quotas(self) -> list[Quota]:
        project = str(self.native.current_project_id)
        found = self._ask("GET", "os-quota-sets", project, params={"usage": "True"})
        return quotas_of(found["quota_set"])
