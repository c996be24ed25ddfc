"""Storage on this machine: in a folder, and in memory."""

from __future__ import annotations

from codomyrmex.cloud.local.memory import MemoryStorageClient
from codomyrmex.cloud.local.storage import LocalStorageClient

__all__ = ["LocalStorageClient", "MemoryStorageClient"]
