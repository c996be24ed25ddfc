"""Virtual machines: the client, its values, and the hooks that a provider fills in."""

from __future__ import annotations

from codomyrmex.cloud.common.compute.client import ComputeClient
from codomyrmex.cloud.common.compute.types import (
    AvailabilityZone,
    Image,
    ImageState,
    Instance,
    InstanceRequest,
    InstanceState,
    InstanceType,
    KeyPair,
)

__all__ = [
    "AvailabilityZone",
    "ComputeClient",
    "Image",
    "ImageState",
    "Instance",
    "InstanceRequest",
    "InstanceState",
    "InstanceType",
    "KeyPair",
]
