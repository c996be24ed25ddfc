"""OpenStack's compute: Nova's servers and Glance's images."""

from __future__ import annotations

from codomyrmex.cloud.infomaniak.compute.client import InfomaniakComputeClient
from codomyrmex.cloud.infomaniak.compute.types import Interface, ServerGroup, VolumeAttachment

__all__ = ["InfomaniakComputeClient", "Interface", "ServerGroup", "VolumeAttachment"]
