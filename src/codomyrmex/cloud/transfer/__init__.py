"""Copies files and trees up, down, and between any two storages."""

from __future__ import annotations

from codomyrmex.cloud.transfer.engine import carry_out, transfer
from codomyrmex.cloud.transfer.plan import plan
from codomyrmex.cloud.transfer.types import Observer, Place, Transfer, TransferFailure, TransferReport

__all__ = [
    "Observer",
    "Place",
    "Transfer",
    "TransferFailure",
    "TransferReport",
    "carry_out",
    "plan",
    "transfer",
]
