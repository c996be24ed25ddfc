"""Copies files and trees up, down, and between any two storages."""

from __future__ import annotations

from codomyrmex.cloud.transfer.engine import carry_out, transfer
from codomyrmex.cloud.transfer.plan import plan
from codomyrmex.cloud.transfer.single import CopyResult, copy_object, move_object
from codomyrmex.cloud.transfer.types import (
    Observer,
    Place,
    Transfer,
    TransferFailure,
    TransferLoss,
    TransferReport,
)

__all__ = [
    "CopyResult",
    "Observer",
    "Place",
    "Transfer",
    "TransferFailure",
    "TransferLoss",
    "TransferReport",
    "carry_out",
    "copy_object",
    "move_object",
    "plan",
    "transfer",
]
