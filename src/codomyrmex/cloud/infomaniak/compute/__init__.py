"""OpenStack's compute: Nova's servers and Glance's images."""

from __future__ import annotations

from codomyrmex.cloud.infomaniak.compute.client import InfomaniakComputeClient

__all__ = ["InfomaniakComputeClient"]
