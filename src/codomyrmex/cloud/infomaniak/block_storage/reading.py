"""From Cinder's JSON to the values of the contract.

https://docs.openstack.org/api-ref/block-storage/v3/
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from codomyrmex.cloud.common.block_storage.values import (
    Snapshot,
    SnapshotState,
    Volume,
    VolumeAttachment,
    VolumeState,
    VolumeType,
)
from codomyrmex.cloud.common.quotas import Quota
from codomyrmex.cloud.infomaniak.answers import moment, without

_PROVIDER = "infomaniak"

# https://docs.openstack.org/api-ref/block-storage/v3/#volumes-volumes
_VOLUME_STATES = {
    "creating": VolumeState.CREATING,
    "downloading": VolumeState.CREATING,
    "available": VolumeState.AVAILABLE,
    "reserved": VolumeState.ATTACHING,
    "attaching": VolumeState.ATTACHING,
    "in-use": VolumeState.IN_USE,
    "detaching": VolumeState.DETACHING,
    "extending": VolumeState.MODIFYING,
    "retyping": VolumeState.MODIFYING,
    "uploading": VolumeState.MODIFYING,
    "backing-up": VolumeState.MODIFYING,
    "restoring-backup": VolumeState.MODIFYING,
    "maintenance": VolumeState.MODIFYING,
    "awaiting-transfer": VolumeState.MODIFYING,
    "deleting": VolumeState.DELETING,
    "error": VolumeState.ERROR,
    "error_deleting": VolumeState.ERROR,
    "error_extending": VolumeState.ERROR,
    "error_backing-up": VolumeState.ERROR,
    "error_restoring": VolumeState.ERROR,
}
_SNAPSHOT_STATES = {
    "creating": SnapshotState.CREATING,
    "available": SnapshotState.AVAILABLE,
    "backing-up": SnapshotState.AVAILABLE,
    "deleting": SnapshotState.DELETING,
    "deleted": SnapshotState.DELETED,
    "error": SnapshotState.ERROR,
    "error_deleting": SnapshotState.ERROR,
}

_OF_VOLUME = frozenset(
    [
        "id",
        "name",
        "size",
        "availability_zone",
        "volume_type",
        "bootable",
        "encrypted",
        "attachments",
        "snapshot_id",
        "source_volid",
        "created_at",
        "metadata",
        "links",
    ]
)
_OF_SNAPSHOT = frozenset(["id", "name", "size", "volume_id", "created_at", "metadata"])


# Cinder puts these among the user's labels, who cannot change them there.
_NOT_TAGS = ("readonly", "attached_mode")


def volume_of(found: Mapping[str, Any], region: str | None) -> Volume:
    """A volume of Cinder's JSON."""
    labels = found["metadata"]
    details = without(found, _OF_VOLUME)
    return Volume(
        id=found["id"],
        name=found["name"] or found["id"],
        state=_VOLUME_STATES.get(found["status"], VolumeState.UNKNOWN),
        size_gib=found["size"],
        provider=_PROVIDER,
        region=region,
        zone=found["availability_zone"],
        volume_type=found["volume_type"],
        bootable=found["bootable"] == "true",
        encrypted=found.get("encrypted", False),
        attachments=tuple(VolumeAttachment(one["server_id"], one["device"]) for one in found["attachments"]),
        snapshot_id=found["snapshot_id"],
        source_volume_id=found["source_volid"],
        image_id=found.get("volume_image_metadata", {}).get("image_id"),
        created_at=moment(found["created_at"]),
        tags=without(labels, _NOT_TAGS),
        details=details | {name: labels[name] for name in _NOT_TAGS if name in labels},
    )


def snapshot_of(found: Mapping[str, Any]) -> Snapshot:
    """A snapshot of Cinder's JSON."""
    return Snapshot(
        id=found["id"],
        name=found["name"] or found["id"],
        state=_SNAPSHOT_STATES.get(found["status"], SnapshotState.UNKNOWN),
        size_gib=found["size"],
        provider=_PROVIDER,
        volume_id=found["volume_id"],
        created_at=moment(found["created_at"]),
        tags=found["metadata"],
        details=without(found, _OF_SNAPSHOT),
    )


def volume_type_of(found: Mapping[str, Any]) -> VolumeType:
    """A type of volumes of Cinder's JSON."""
    details = without(found, ("id", "name", "description"))
    return VolumeType(found["id"], found["name"], found["description"], details)


def quotas_of(found: Mapping[str, Any]) -> list[Quota]:
    """The quotas of a project, of Cinder's JSON."""
    return [
        Quota(name, limit=None if one["limit"] < 0 else one["limit"], used=one["in_use"] + one["reserved"])
        for name, one in found.items()
        if name != "id"
    ]
