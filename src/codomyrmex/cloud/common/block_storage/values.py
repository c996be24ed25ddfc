"""What block storage has: volumes, snapshots and types of volumes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any


class VolumeState(StrEnum):
    """Where a volume is in its life; ``UNKNOWN`` for a word of the provider that is none of these.

    ``MODIFYING`` is everything that keeps a volume busy for a while and leaves it as usable as before:
    it grows, changes its type, is copied.
    """

    CREATING = "creating"
    AVAILABLE = "available"
    ATTACHING = "attaching"
    IN_USE = "in-use"
    DETACHING = "detaching"
    MODIFYING = "modifying"
    DELETING = "deleting"
    DELETED = "deleted"
    ERROR = "error"
    UNKNOWN = "unknown"


class SnapshotState(StrEnum):
    """Where a snapshot is in its life; ``UNKNOWN`` for a word of the provider that is none of these."""

    CREATING = "creating"
    AVAILABLE = "available"
    DELETING = "deleting"
    DELETED = "deleted"
    ERROR = "error"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class VolumeAttachment:
    """Where a volume is attached.

    Attributes:
        instance_id: the instance that has it.
        device: the name of the device there (``/dev/vdb``), where the provider says it.
    """

    instance_id: str
    device: str | None = None


@dataclass(frozen=True, slots=True)
class Volume:
    """One disk that lives by itself and is attached to instances.

    Attributes:
        id: the provider's own id.
        name: its name; the id where it has none.
        state: where it is in its life.
        size_gib: its size in GiB.
        provider: whose it is.
        region: where it is.
        zone: the zone inside the region.
        volume_type: what kind of disk it is, by the provider's name for it.
        bootable: whether an instance can start from it.
        encrypted: whether the provider encrypts it.
        attachments: where it is attached.
        snapshot_id: the snapshot it was made from.
        source_volume_id: the volume it was made from.
        image_id: the image it was made from.
        created_at: when it was made, with a time zone.
        tags: the user's own labels.
        details: what else the provider says about it.
    """

    id: str
    name: str
    state: VolumeState
    size_gib: int
    provider: str
    region: str | None = None
    zone: str | None = None
    volume_type: str | None = None
    bootable: bool = False
    encrypted: bool = False
    attachments: tuple[VolumeAttachment, ...] = ()
    snapshot_id: str | None = None
    source_volume_id: str | None = None
    image_id: str | None = None
    created_at: datetime | None = None
    tags: Mapping[str, str] = field(default_factory=dict)
    details: Mapping[str, Any] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True)
class VolumeRequest:
    """What :meth:`BlockStorageClient.create_volume` was asked for; at most one of its sources is given."""

    name: str
    size_gib: int | None = None
    image: str | None = None
    snapshot: str | None = None
    source_volume: str | None = None
    volume_type: str | None = None
    zone: str | None = None
    tags: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What a volume held at one moment.

    Attributes:
        id: the provider's own id.
        name: its name; the id where it has none.
        state: where it is in its life.
        size_gib: the size of the volume at that moment, in GiB.
        provider: whose it is.
        volume_id: the volume it was made of.
        created_at: when it was made, with a time zone.
        tags: the user's own labels.
        details: what else the provider says about it.
    """

    id: str
    name: str
    state: SnapshotState
    size_gib: int
    provider: str
    volume_id: str | None = None
    created_at: datetime | None = None
    tags: Mapping[str, str] = field(default_factory=dict)
    details: Mapping[str, Any] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True)
class VolumeType:
    """A kind of disk that volumes can be.

    Attributes:
        id: the provider's own id.
        name: its name, which :meth:`BlockStorageClient.create_volume` takes.
        description: the provider's own words.
        details: what else the provider says about it.
    """

    id: str
    name: str
    description: str | None = None
    details: Mapping[str, Any] = field(default_factory=dict, repr=False)
