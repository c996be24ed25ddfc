"""Retention and holds of objects.

https://cloud.google.com/storage/docs/object-lock, https://cloud.google.com/storage/docs/object-holds
"""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING, Any

from codomyrmex.cloud.common.errors import BucketNotFoundError, NotFoundError
from codomyrmex.cloud.common.storage import Retention
from codomyrmex.cloud.protocols.gcs.objects import delete_exchange, generation_query, look
from codomyrmex.cloud.protocols.gcs.resources import moment
from codomyrmex.cloud.protocols.gcs.service import JSON, json_body, nothing

if TYPE_CHECKING:
    from codomyrmex.cloud.protocols.gcs.service import GCSService, Parameters

_MODES = {"governance": "Unlocked", "compliance": "Locked"}
_OVERRIDE = (("overrideUnlockedRetention", "true"),)


def get_retention(service: GCSService, bucket: str, key: str) -> Retention | None:
    """The object's retention configuration."""
    found = look(service, bucket, key, fields="retention(mode,retainUntilTime)").get("retention", {})
    until = moment(found.get("retainUntilTime"))
    if until is None:
        return None
    return Retention(until, "compliance" if found.get("mode") == _MODES["compliance"] else "governance")


def set_retention(
    service: GCSService, bucket: str, key: str, retention: Retention | None, bypass: bool
) -> None:
    """objects.patch of the retention configuration; ``null`` takes it back."""
    wanted = None
    if retention is not None:
        until = retention.until.astimezone(UTC).isoformat().replace("+00:00", "Z")
        wanted = {"mode": _MODES[retention.mode], "retainUntilTime": until}
    _patch(service, bucket, key, {"retention": wanted}, _OVERRIDE if bypass else ())


def get_legal_hold(service: GCSService, bucket: str, key: str) -> bool:
    """Whether there is a temporary hold."""
    return bool(look(service, bucket, key, fields="temporaryHold").get("temporaryHold", False))


def set_legal_hold(service: GCSService, bucket: str, key: str, held: bool) -> None:
    """objects.patch of the temporary hold."""
    _patch(service, bucket, key, {"temporaryHold": held}, ())


def delete_retained(service: GCSService, bucket: str, key: str, version: str | None) -> None:
    """Delete a version whose retention is not locked: a deletion overrides none, so that goes first.

    Raises:
        PermissionDeniedError: it is locked or held, or the caller may not override.
    """
    try:
        found = look(service, bucket, key, generation_query(version), "generation,retention(mode)")
        if "retention" in found:
            pinned = generation_query(str(found["generation"]))
            _patch(service, bucket, key, {"retention": None}, (*_OVERRIDE, *pinned))
        service.send(delete_exchange(service, bucket, key, version))
    except BucketNotFoundError:
        raise
    except NotFoundError:
        return


def _patch(service: GCSService, bucket: str, key: str, changes: dict[str, Any], query: Parameters) -> None:
    service.send(
        service.exchange(
            "PATCH",
            service.endpoint.json_path(bucket, key),
            parse=nothing,
            resource=f"{bucket}/{key}",
            query=(*query, ("fields", "generation")),
            headers=JSON,
            body=json_body(changes),
        )
    )
