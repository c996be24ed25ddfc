"""What was used and what it costs, the same on every cloud."""

from __future__ import annotations

from codomyrmex.cloud.common.metering.client import MeteringClient
from codomyrmex.cloud.common.metering.values import (
    CostForecast,
    CostLine,
    CostSummary,
    UsageItem,
    UsageProblem,
    UsageSummary,
)

__all__ = [
    "CostForecast",
    "CostLine",
    "CostSummary",
    "MeteringClient",
    "UsageItem",
    "UsageProblem",
    "UsageSummary",
]
