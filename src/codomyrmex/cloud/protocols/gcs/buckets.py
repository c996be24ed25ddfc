"""The requests for buckets as such: list, look, create, change, delete.

https://cloud.google.com/storage/docs/json_api/v1/buckets
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from codomyrmex.cloud.common.errors import (
    AlreadyExistsError,
    BucketNotFoundError,
    ConflictError,
    NotFoundError,
)
from codomyrmex.cloud.protocols.gcs.service import JSON, json_body, json_of, nothing

if TYPE_CHECKING:
    from codomyrmex.cloud.protocols.gcs.service import GCSService, Parameters


def names(service: GCSService) -> list[str]:
    """buckets.list, all pages."""
    found: list[str] = []
    query: Parameters = (("project", service.project()), ("fields", "items(name),nextPageToken"))
    more: Parameters = ()
    while True:
        exchange = service.exchange(
            "GET", service.endpoint.json_path(None), parse=json_of, resource=None, query=(*query, *more)
        )
        page = service.send(exchange)
        found += [bucket["name"] for bucket in page.get("items", [])]
        if "nextPageToken" not in page:
            return found
        more = (("pageToken", page["nextPageToken"]),)


def exists(service: GCSService, bucket: str) -> bool:
    """Whether buckets.get finds it."""
    try:
        read(service, bucket, "name")
    except NotFoundError:
        return False
    return True


def read(service: GCSService, bucket: str, fields: str) -> dict[str, Any]:
    """buckets.get of some of its fields.

    Raises:
        BucketNotFoundError: it is not there.
    """
    exchange = service.exchange(
        "GET",
        service.endpoint.json_path(bucket),
        parse=json_of,
        resource=bucket,
        query=(("fields", fields),),
    )
    return service.send(exchange)


def create(service: GCSService, bucket: str, location: str | None, *, object_lock: bool = False) -> None:
    """buckets.insert.

    Args:
        service: the service.
        bucket: its name.
        location: where; ``None`` for the service's choice.
        object_lock: let its objects be retained, and keep versions.

    Raises:
        AlreadyExistsError: it is there, and no earlier attempt can have made it.
    """
    resource: dict[str, Any] = {"name": bucket}
    if location is not None:
        resource["location"] = location
    query: Parameters = (("project", service.project()), ("fields", "name"))
    if object_lock:
        resource["versioning"] = {"enabled": True}
        query = (*query, ("enableObjectRetention", "true"))
    exchange = service.exchange(
        "POST",
        service.endpoint.json_path(None),
        parse=nothing,
        resource=bucket,
        query=query,
        headers=JSON,
        body=json_body(resource),
    )
    try:
        service.send(exchange)
    except ConflictError as error:
        # Where the answer to an earlier attempt was lost, that attempt made it.
        if exchange.attempts.count - exchange.attempts.recovered > 1:
            return
        raise AlreadyExistsError(
            "A bucket of this name exists already; names are shared by everybody.",
            resource=bucket,
            request_id=error.request_id,
            status=error.status,
            code=error.code,
        ) from error


def patch(service: GCSService, bucket: str, changes: dict[str, Any]) -> None:
    """buckets.patch."""
    service.send(
        service.exchange(
            "PATCH",
            service.endpoint.json_path(bucket),
            parse=nothing,
            resource=bucket,
            query=(("fields", "name"),),
            headers=JSON,
            body=json_body(changes),
        )
    )


def delete(service: GCSService, bucket: str) -> None:
    """buckets.delete.

    Raises:
        ConflictError: it is not empty.
        BucketNotFoundError: it is not there, and no earlier attempt can have deleted it.
    """
    exchange = service.exchange("DELETE", service.endpoint.json_path(bucket), parse=nothing, resource=bucket)
    try:
        service.send(exchange)
    except BucketNotFoundError:
        if exchange.attempts.count - exchange.attempts.recovered == 1:
            raise
