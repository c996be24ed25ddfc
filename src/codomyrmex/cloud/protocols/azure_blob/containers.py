"""The requests for containers as such: list, look, create, delete."""

from __future__ import annotations

from typing import TYPE_CHECKING

from codomyrmex.cloud.common.errors import AlreadyExistsError, BucketNotFoundError, NotFoundError
from codomyrmex.cloud.protocols import xml

if TYPE_CHECKING:
    from codomyrmex.cloud.protocols.azure_blob.service import BlobService
    from codomyrmex.cloud.wire import Response

_CONTAINER = (("restype", "container"),)


def names(service: BlobService) -> list[str]:
    """List Containers, all pages (https://learn.microsoft.com/rest/api/storageservices/list-containers2)."""
    found: list[str] = []
    marker: str | None = None
    while True:
        more = (("marker", marker),) if marker else ()
        page, marker = service.send(
            service.exchange("GET", None, parse=_page, query=(("comp", "list"), *more))
        )
        found += page
        if marker is None:
            return found


def exists(service: BlobService, bucket: str) -> bool:
    """Get Container Properties
    (https://learn.microsoft.com/rest/api/storageservices/get-container-properties)."""
    try:
        return service.send(service.exchange("HEAD", bucket, parse=lambda _response: True, query=_CONTAINER))
    except NotFoundError:
        return False


def create(service: BlobService, bucket: str) -> None:
    """Create Container (https://learn.microsoft.com/rest/api/storageservices/create-container).

    Raises:
        AlreadyExistsError: it is there, and no earlier attempt can have made it.
    """
    exchange = service.exchange("PUT", bucket, parse=_nothing, query=_CONTAINER)
    try:
        service.send(exchange)
    except AlreadyExistsError:
        # Where the answer to an earlier attempt was lost, that attempt made it.
        if exchange.attempts.count - exchange.attempts.recovered == 1:
            raise


def delete(service: BlobService, bucket: str) -> None:
    """Delete Container, with all that is in it
    (https://learn.microsoft.com/rest/api/storageservices/delete-container).

    Raises:
        BucketNotFoundError: it is not there, and no earlier attempt can have deleted it.
    """
    exchange = service.exchange("DELETE", bucket, parse=_nothing, query=_CONTAINER)
    try:
        service.send(exchange)
    except BucketNotFoundError:
        if exchange.attempts.count - exchange.attempts.recovered == 1:
            raise


def _page(response: Response) -> tuple[list[str], str | None]:
    document = xml.Document(response.body)
    found = [element.text or "" for element in document.root.iterfind("./Containers/Container/Name")]
    return found, document.text("NextMarker")


def _nothing(_response: Response) -> None:
    return None
