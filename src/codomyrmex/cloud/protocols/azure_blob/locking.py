"""Retention and legal hold of blobs in a container whose versions can be immutable.

https://learn.microsoft.com/azure/storage/blobs/immutable-version-level-worm-policies
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

from codomyrmex.cloud.common.errors import PermissionDeniedError
from codomyrmex.cloud.common.storage import Retention
from codomyrmex.cloud.protocols.azure_blob.objects import look, version_query
from codomyrmex.cloud.wire.header_values import format_http_date, http_date

if TYPE_CHECKING:
    from codomyrmex.cloud.protocols.azure_blob.service import BlobService
    from codomyrmex.cloud.wire import Response

_POLICY = (("comp", "immutabilityPolicies"),)
_UNTIL, _MODE = "x-ms-immutability-policy-until-date", "x-ms-immutability-policy-mode"
_MODES = {"governance": "Unlocked", "compliance": "Locked"}


class Lock(NamedTuple):
    """What keeps a version as it is."""

    retention: Retention | None
    held: bool

    @property
    def is_in_force(self) -> bool:
        """Whether the retention, if there is one, has not ended."""
        return self.retention is not None and self.retention.until > datetime.now(UTC)


def get_lock(service: BlobService, bucket: str, key: str, version: str | None = None) -> Lock:
    """What Get Blob Properties says of retention and hold."""
    return lock_of(look(service, bucket, key, version))


def lock_of(response: Response) -> Lock:
    """What the headers of a GET or HEAD say of retention and hold."""
    until = http_date(response.header(_UNTIL) or "")
    is_locked = (response.header(_MODE) or "").lower() == "locked"
    retention = Retention(until, "compliance" if is_locked else "governance") if until is not None else None
    return Lock(retention, response.header("x-ms-legal-hold") == "true")


def set_retention(
    service: BlobService, bucket: str, key: str, retention: Retention | None, bypass: bool
) -> None:
    """Set or Delete Blob Immutability Policy
    (https://learn.microsoft.com/rest/api/storageservices/set-blob-immutability-policy).

    The service lets whoever may set a policy shorten one that is unlocked. So that this takes ``bypass``, as
    it does elsewhere, what is in force is looked at first.

    Raises:
        PermissionDeniedError: it would end earlier than what was said before.
    """
    before = get_lock(service, bucket, key)
    if before.is_in_force and before.retention is not None:
        is_shorter = retention is None or retention.until < before.retention.until
        if is_shorter and not (bypass and before.retention.mode == "governance"):
            raise PermissionDeniedError(
                f"{bucket}/{key} is retained until {before.retention.until:%Y-%m-%d %H:%M:%S} UTC "
                f"in {before.retention.mode} mode."
            )
    if retention is not None:
        until = retention.until.astimezone(UTC)
        if until.microsecond:
            # The service counts whole seconds, and nothing may be kept for less than was said.
            until = until.replace(microsecond=0) + timedelta(seconds=1)
        headers = {_UNTIL: format_http_date(until), _MODE: _MODES[retention.mode]}
        service.send(service.exchange("PUT", bucket, key, parse=_nothing, query=_POLICY, headers=headers))
    elif before.retention is not None:
        delete_retention(service, bucket, key)


def delete_retention(service: BlobService, bucket: str, key: str, version: str | None = None) -> None:
    """Delete Blob Immutability Policy
    (https://learn.microsoft.com/rest/api/storageservices/delete-blob-immutability-policy).

    Raises:
        PermissionDeniedError: it is locked.
    """
    query = (*_POLICY, *version_query(version))
    service.send(service.exchange("DELETE", bucket, key, parse=_nothing, query=query))


def set_legal_hold(service: BlobService, bucket: str, key: str, held: bool) -> None:
    """Set Blob Legal Hold (https://learn.microsoft.com/rest/api/storageservices/set-blob-legal-hold)."""
    headers = {"x-ms-legal-hold": "true" if held else "false"}
    query = (("comp", "legalhold"),)
    service.send(service.exchange("PUT", bucket, key, parse=_nothing, query=query, headers=headers))


def _nothing(_response: Response) -> None:
    return None
