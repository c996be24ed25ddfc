"""What an S3 endpoint can do, as far as its address tells."""

from __future__ import annotations

from collections.abc import Mapping

from codomyrmex.cloud.common.storage.capabilities import Capabilities, Capability

_UNKNOWN = (
    "servers that speak S3 differ in this, and some overwrite silently; "
    "declare it in capabilities or probe the endpoint"
)

AWS = Capabilities()
"""Amazon S3 has all of them."""

COMPATIBLE = Capabilities(
    {
        Capability.IF_ABSENT: _UNKNOWN,
        Capability.IF_MATCH: _UNKNOWN,
        Capability.CHECKSUMS: "servers that speak S3 differ in this; MD5 is checked instead",
    }
)
"""What is expected of another server until it is declared or probed."""


def capabilities_of(is_aws: bool, declared: Mapping[str, bool] | None) -> Capabilities:
    """The capabilities of an endpoint, with what the configuration declares of it."""
    return (AWS if is_aws else COMPATIBLE).declare(declared or {})
