"""Stacks of Infomaniak's public cloud, which are OpenStack Heat's."""

from __future__ import annotations

from codomyrmex.cloud.infomaniak.orchestration.client import InfomaniakHeatClient

__all__ = ["InfomaniakHeatClient"]
