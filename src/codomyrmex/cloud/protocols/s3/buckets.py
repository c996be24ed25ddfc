"""The requests for buckets as such: list, look, create, delete."""

from __future__ import annotations

from typing import TYPE_CHECKING

from codomyrmex.cloud.common.errors import (
    AlreadyExistsError,
    BucketNotFoundError,
    NotFoundError,
    PermissionDeniedError,
)
from codomyrmex.cloud.protocols.s3 import xml

if TYPE_CHECKING:
    from codomyrmex.cloud.protocols.s3.service import S3Service
    from codomyrmex.cloud.wire import Response


def names(service: S3Service) -> list[str]:
    """ListBuckets, all pages (https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListBuckets.html)."""
    found: list[str] = []
    token: str | None = None
    while True:
        query = (("continuation-token", token),) if token else ()
        page, token = service.send(service.exchange("GET", None, parse=_page, query=query))
        found += page
        if token is None:
            return found


def exists(service: S3Service, bucket: str) -> bool:
    """HeadBucket (https://docs.aws.amazon.com/AmazonS3/latest/API/API_HeadBucket.html)."""
    try:
        return service.send(service.exchange("HEAD", bucket, parse=lambda _response: True))
    except NotFoundError:
        return False


def create(service: S3Service, bucket: str, region: str | None, *, object_lock: bool = False) -> None:
    """CreateBucket (https://docs.aws.amazon.com/AmazonS3/latest/API/API_CreateBucket.html).

    Raises:
        AlreadyExistsError: it is there, whoever owns it.
    """
    # Several services answer 200 when the caller owns the bucket already.
    try:
        found = exists(service, bucket)
    except PermissionDeniedError:
        found = False  # Somebody else's, or the credentials are wrong: the answer to the PUT says which.
    if found:
        raise AlreadyExistsError(f"The bucket {bucket} exists already.")
    endpoint = service.endpoint
    place = region or (endpoint.region if endpoint.is_aws else None)
    body = xml.location_request(place) if place and place != "us-east-1" else None
    headers = service.digest_headers(body) if body else {}
    if object_lock:
        headers["x-amz-bucket-object-lock-enabled"] = "true"
    exchange = service.exchange("PUT", bucket, parse=_nothing, headers=headers, body=body)
    try:
        service.send(exchange)
    except AlreadyExistsError:
        # It was not there before: where the answer to an earlier attempt was lost, that attempt made it.
        if exchange.attempts.count == 1 or not exists(service, bucket):
            raise
    if place:
        endpoint.learn_region(bucket, place)


def delete(service: S3Service, bucket: str) -> None:
    """DeleteBucket (https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteBucket.html).

    Raises:
        BucketNotFoundError: it is not there, and no earlier attempt can have deleted it.
    """
    exchange = service.exchange("DELETE", bucket, parse=_nothing)
    try:
        service.send(exchange)
    except BucketNotFoundError:
        # Where the answer to an earlier attempt was lost, that attempt deleted it. One that was refused, for
        # its region or its credentials, did not.
        if exchange.attempts.count - exchange.attempts.recovered == 1:
            raise


def _page(response: Response) -> tuple[list[str], str | None]:
    document = xml.Document(response.body)
    found = [
        element.text or ""
        for element in document.root.iterfind(f"./{document.name('Buckets')}/*/{document.name('Name')}")
    ]
    return found, document.text("ContinuationToken")


def _nothing(_response: Response) -> None:
    return None
