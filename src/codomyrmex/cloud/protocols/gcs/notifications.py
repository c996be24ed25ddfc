"""Who is told of what happens in a bucket: topics of Pub/Sub.

https://cloud.google.com/storage/docs/pubsub-notifications
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from codomyrmex.cloud.common.errors import NotFoundError, NotSupportedError
from codomyrmex.cloud.common.storage import Notification
from codomyrmex.cloud.protocols.gcs.service import JSON, json_body, json_of, nothing

if TYPE_CHECKING:
    from codomyrmex.cloud.protocols.gcs.service import GCSService

_NAME = "cmx-name"
"""The attribute in which a name is kept; every message has it, too."""
_PAYLOAD = "JSON_API_V1"
# What is deleted, or replaced, in a bucket that keeps versions is archived.
_EVENTS = {"created": ("OBJECT_FINALIZE",), "deleted": ("OBJECT_DELETE", "OBJECT_ARCHIVE")}


def get_notifications(service: GCSService, bucket: str) -> tuple[Notification, ...]:
    """notifications.list; one that was made elsewhere has its id as its name.

    Raises:
        NotSupportedError: one says what `Notification` cannot.
    """
    return tuple(_notification(entry) for entry in _entries(service, bucket))


def set_notifications(service: GCSService, bucket: str, notifications: tuple[Notification, ...]) -> None:
    """Make those that are not there, then delete the others: what stays misses no message.

    Raises:
        NotSupportedError: one is for keys with a certain end.
        InvalidRequestError: a target is no topic.
    """
    wanted = [_entry_of(one) for one in notifications]
    existing = _entries(service, bucket)
    for entry in wanted:
        if not any(_same(entry, other) for other in existing):
            _insert(service, bucket, entry)
    # Listed anew: an attempt whose answer was lost has made one, too, and messages would come twice.
    for other in _entries(service, bucket):
        kept = next((entry for entry in wanted if _same(entry, other)), None)
        if kept is None:
            _delete(service, bucket, other["id"])
        else:
            wanted.remove(kept)


def _notification(entry: Mapping[str, Any]) -> Notification:
    attributes = entry.get("custom_attributes", {})
    name = attributes.get(_NAME, entry["id"])
    types = set(entry.get("event_types", ()))
    events = tuple(event for event, its in _EVENTS.items() if types.issuperset(its))
    said = {one for event in events for one in _EVENTS[event]}
    if not events or said != types or set(attributes) - {_NAME} or entry.get("payload_format") != _PAYLOAD:
        # To drop what it says would destroy it at the next set_notifications.
        raise NotSupportedError(f"The notification {name!r} says other things than a Notification holds.")
    return Notification(name, entry.get("topic", ""), events, entry.get("object_name_prefix", ""))


def _entry_of(one: Notification) -> dict[str, Any]:
    if one.suffix:
        raise NotSupportedError(
            f"Google Cloud Storage picks keys by their beginning only; {one.name!r} has a suffix."
        )
    entry = {
        "topic": one.target,
        "event_types": [word for event in _EVENTS if event in one.events for word in _EVENTS[event]],
        "payload_format": _PAYLOAD,
        "custom_attributes": {_NAME: one.name},
    }
    return {**entry, "object_name_prefix": one.prefix} if one.prefix else entry


def _same(entry: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    names = ("topic", "payload_format", "custom_attributes", "object_name_prefix")
    same_types = set(entry.get("event_types", ())) == set(other.get("event_types", ()))
    return same_types and all(entry.get(name) == other.get(name) for name in names)


def _path(service: GCSService, bucket: str) -> str:
    return f"{service.endpoint.json_path(bucket)}/notificationConfigs"


def _entries(service: GCSService, bucket: str) -> list[dict[str, Any]]:
    exchange = service.exchange("GET", _path(service, bucket), parse=json_of, resource=bucket)
    found: list[dict[str, Any]] = service.send(exchange).get("items", [])
    return found


def _insert(service: GCSService, bucket: str, entry: Mapping[str, Any]) -> None:
    exchange = service.exchange(
        "POST",
        _path(service, bucket),
        parse=nothing,
        resource=bucket,
        query=(("fields", "id"),),
        headers=JSON,
        body=json_body(entry),
    )
    service.send(exchange)


def _delete(service: GCSService, bucket: str, notification: str) -> None:
    path = f"{_path(service, bucket)}/{notification}"
    try:
        service.send(service.exchange("DELETE", path, parse=nothing, resource=bucket))
    except NotFoundError:  # somebody else, or an attempt whose answer was lost, was faster
        return
