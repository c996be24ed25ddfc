"""The way out that follows an error's sentence."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from codomyrmex.cloud.common.errors import (
    AuthenticationError,
    BucketNotFoundError,
    CloudError,
    NotFoundError,
    OperationTimeoutError,
    ServiceUnavailableError,
)

if TYPE_CHECKING:
    from codomyrmex.cloud.connection import Location


def way_out(error: CloudError, locations: Sequence[Location], target: str | None) -> str | None:
    """What to run next, or ``None`` where the message says it all.

    Args:
        error: what happened.
        locations: the addresses that the command was given.
        target: the one of them that it writes to.
    """
    location = _location_of(error, locations)
    if location is None:
        return None
    account = f"{location.profile}://"
    if isinstance(error, (AuthenticationError, ServiceUnavailableError, OperationTimeoutError)):
        return f"Check the profile with: cmx doctor {location.profile}"
    if location.bucket is None:
        return None
    if isinstance(error, BucketNotFoundError):
        if location.url == target:
            return f"Create it with: cmx mb {account}{location.bucket}"
        return f"See which there are with: cmx ls {account}"
    if isinstance(error, NotFoundError) and error.resource is not None:
        folder = location.key[: location.key.rfind("/") + 1]
        return f"See what is there with: cmx ls {account}{location.bucket}/{folder}"
    return None


def _location_of(error: CloudError, locations: Sequence[Location]) -> Location | None:
    """The address that an error is about, as far as that can be told."""
    stored = [location for location in locations if location.storage is not None]
    bucket = (error.resource or "").partition("/")[0]
    if bucket:
        stored = [location for location in stored if location.bucket == bucket]
    return stored[0] if len(stored) == 1 else None
