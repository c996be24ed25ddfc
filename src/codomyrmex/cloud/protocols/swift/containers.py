"""The requests for containers as such: list, look, create, delete.

https://docs.openstack.org/api-ref/object-store/#containers
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, TypeVar

from codomyrmex.cloud.common.errors import (
    AlreadyExistsError,
    BucketNotFoundError,
    ConflictError,
    NotFoundError,
)

if TYPE_CHECKING:
    from codomyrmex.cloud.protocols.swift.service import SwiftService
    from codomyrmex.cloud.wire import Exchange, Response

T = TypeVar("T")


def names(service: SwiftService) -> list[str]:
    """Show account details and list containers, all pages."""
    found: list[str] = []
    while True:
        query = [("format", "json")]
        if found:
            query.append(("marker", found[-1]))
        page = service.send(service.exchange("GET", None, parse=_names, query=tuple(query)))
        if not page:
            return found
        found += page


def exists(service: SwiftService, bucket: str) -> bool:
    """Show container metadata."""
    try:
        return service.send(service.exchange("HEAD", bucket, parse=lambda _response: True))
    except NotFoundError:
        return False


def require(service: SwiftService, bucket: str) -> None:
    """Raises:
    BucketNotFoundError: it is not there.
    """
    if not exists(service, bucket):
        raise BucketNotFoundError("The bucket is not there.", resource=bucket, status=404)


def headers(service: SwiftService, bucket: str) -> dict[str, str]:
    """Show container metadata: its headers, names in lower case.

    Raises:
        BucketNotFoundError: it is not there.
    """
    return send(service, service.exchange("HEAD", bucket, parse=lambda response: response.headers))


def update(service: SwiftService, bucket: str, values: Mapping[str, str]) -> None:
    """Create, update, or delete container metadata; an empty value deletes.

    Raises:
        BucketNotFoundError: it is not there.
    """
    send(service, service.exchange("POST", bucket, parse=lambda _response: None, headers=values))


def ensure(service: SwiftService, bucket: str) -> bool:
    """Create container; ``True`` where it was not there."""
    exchange = service.exchange("PUT", bucket, parse=lambda response: response.status == 201)
    created = service.send(exchange)
    # Where the answer to an earlier attempt was lost, that attempt made it.
    return created or exchange.attempts.count - exchange.attempts.recovered > 1


def create(service: SwiftService, bucket: str) -> None:
    """Create container.

    Raises:
        AlreadyExistsError: it is there, and no earlier attempt can have made it.
    """
    try:
        created = ensure(service, bucket)
    except ConflictError as error:
        # Ceph has one name space for all accounts.
        raise AlreadyExistsError("The name belongs to somebody else.", resource=bucket) from error
    if not created:
        raise AlreadyExistsError("A bucket of this name exists already.", resource=bucket)


def delete(service: SwiftService, bucket: str) -> None:
    """Delete container.

    Raises:
        ConflictError: it is not empty.
        BucketNotFoundError: it is not there, and no earlier attempt can have deleted it.
    """
    exchange = service.exchange("DELETE", bucket, parse=lambda _response: None)
    try:
        service.send(exchange)
    except NotFoundError as error:
        if exchange.attempts.count - exchange.attempts.recovered == 1:
            raise _missing(error) from error


def send(service: SwiftService, exchange: Exchange[T]) -> T:
    """Send what is about a container alone, so that it is the container that is not found.

    Raises:
        BucketNotFoundError: it is not there.
    """
    try:
        return service.send(exchange)
    except BucketNotFoundError:
        raise
    except NotFoundError as error:
        raise _missing(error) from error


def _missing(error: NotFoundError) -> BucketNotFoundError:
    return BucketNotFoundError(
        "The bucket is not there.",
        resource=error.resource,
        status=error.status,
        request_id=error.request_id,
    )


def _names(response: Response) -> list[str]:
    return [entry["name"] for entry in json.loads(response.body or b"[]")]
