"""Volumes, their snapshots and types, the same on every cloud."""

from __future__ import annotations

from codomyrmex.cloud.common.block_storage.client import BlockStorageClient
from codomyrmex.cloud.common.block_storage.values import (
    Snapshot,
    SnapshotState,
    Volume,
    VolumeAttachment,
    VolumeRequest,
    VolumeState,
    VolumeType,
)

__all__ = [
    "BlockStorageClient",
    "Snapshot",
    "SnapshotState",
    "Volume",
    "VolumeAttachment",
    "VolumeRequest",
    "VolumeState",
    "VolumeType",
]
