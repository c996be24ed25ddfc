"""Who is told of what happens in a bucket
(https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketNotificationConfiguration.html)."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element

from codomyrmex.cloud.common.errors import InvalidRequestError, NotSupportedError
from codomyrmex.cloud.common.storage import Notification
from codomyrmex.cloud.protocols.s3.settings import send_document
from codomyrmex.cloud.protocols.s3.xml import Document, Node, request

if TYPE_CHECKING:
    from codomyrmex.cloud.protocols.s3.service import S3Service
    from codomyrmex.cloud.wire import Response

_KINDS = {"sns": ("TopicConfiguration", "Topic"), "sqs": ("QueueConfiguration", "Queue")}
_FUNCTION = ("CloudFunctionConfiguration", "CloudFunction")
_EVENTS = {"created": "s3:ObjectCreated:*", "deleted": "s3:ObjectRemoved:*"}
_WORDS = {event: word for word, event in _EVENTS.items()}


def get_notifications(service: S3Service, bucket: str) -> tuple[Notification, ...]:
    """GetBucketNotificationConfiguration."""

    def parse(response: Response) -> tuple[Notification, ...]:
        document = Document(response.body)
        kinds = {document.name(outer): document.name(inner) for outer, inner in (*_KINDS.values(), _FUNCTION)}
        return tuple(
            _notification(document, element, kinds[element.tag])
            for element in document.root
            if element.tag in kinds
        )

    return service.send(service.exchange("GET", bucket, parse=parse, query=(("notification", ""),)))


def set_notifications(service: S3Service, bucket: str, notifications: tuple[Notification, ...]) -> None:
    """PutBucketNotificationConfiguration; an empty one tells nobody."""
    body = request("NotificationConfiguration", [_node(one) for one in notifications])
    try:
        send_document(service, bucket, "notification", body)
    except InvalidRequestError as error:
        if notifications or error.code != "MalformedXML":
            raise
        # Ceph has a request of its own for this (https://docs.ceph.com/en/latest/radosgw/s3-notification-compatibility/).
        send_document(service, bucket, "notification", None)


def _notification(document: Document, element: Element, target: str) -> Notification:
    name = element.findtext(document.name("Id")) or ""
    events = [event.text or "" for event in element.iterfind(document.name("Event"))]
    if set(events) - set(_WORDS):
        # To drop what it says would destroy it at the next set_notifications.
        raise NotSupportedError(f"The notification {name!r} says more than a Notification holds.")
    rules = {
        (rule.findtext(document.name("Name")) or "").lower(): rule.findtext(document.name("Value")) or ""
        for rule in element.iter(document.name("FilterRule"))
    }
    return Notification(
        name,
        element.findtext(target) or "",
        tuple(sorted(_WORDS[event] for event in events)),
        rules.get("prefix", ""),
        rules.get("suffix", ""),
    )


def _node(one: Notification) -> Node:
    service = one.target.split(":")[2] if one.target.count(":") >= 2 else ""
    outer, inner = _KINDS.get(service, _FUNCTION)
    parts: list[Node] = [("Id", one.name), (inner, one.target)]
    parts += [("Event", _EVENTS[event]) for event in one.events]
    rules: list[Node] = [
        ("FilterRule", [("Name", name), ("Value", value)])
        for name, value in (("prefix", one.prefix), ("suffix", one.suffix))
        if value
    ]
    if rules:
        parts.append(("Filter", [("S3Key", rules)]))
    return outer, parts
