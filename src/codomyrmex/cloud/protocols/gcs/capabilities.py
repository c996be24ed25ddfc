"""What Google Cloud Storage can do."""

from __future__ import annotations

from collections.abc import Mapping

from codomyrmex.cloud.common.storage.capabilities import Capabilities, Capability

_GCS = Capabilities(
    {
        Capability.TAGS: "the service has labels for buckets and no tags for objects",
        Capability.RESTORE: "every storage class can be read at once",
        Capability.ANY_KEY: "the service has no keys with line breaks and none that are '.' or '..'",
    }
)


def capabilities_of(declared: Mapping[str, bool] | None) -> Capabilities:
    """The capabilities of the service, with what the configuration declares of it."""
    return _GCS.declare(declared or {})
