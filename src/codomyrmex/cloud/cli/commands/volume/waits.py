"""Waiting for volumes, with a line that shows how it goes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from codomyrmex.cloud.cli.waiting import waiting
from codomyrmex.cloud.common.block_storage.values import Volume, VolumeState

if TYPE_CHECKING:
    from codomyrmex.cloud.cli.session import Session
    from codomyrmex.cloud.common.block_storage import BlockStorageClient


def wait_for_volume(
    session: Session, client: BlockStorageClient, volume: Volume, state: VolumeState, timeout: float
) -> Volume:
    """Wait until a volume is in a state."""
    with waiting(session, volume.name) as tell:
        return client.wait_for_volume(
            volume.id, state, timeout=timeout, progress=lambda seen: tell(seen.state)
        )


def settled(volume: Volume) -> VolumeState:
    """The state that a volume is in again when it has been changed."""
    return VolumeState.IN_USE if volume.attachments else VolumeState.AVAILABLE
