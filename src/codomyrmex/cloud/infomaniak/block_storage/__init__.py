"""Block storage of OpenStack: Cinder."""

from __future__ import annotations

from codomyrmex.cloud.infomaniak.block_storage.backups import Backup, BackupState
from codomyrmex.cloud.infomaniak.block_storage.client import InfomaniakVolumeClient
from codomyrmex.cloud.infomaniak.block_storage.transfers import VolumeTransfer

__all__ = ["Backup", "BackupState", "InfomaniakVolumeClient", "VolumeTransfer"]
