"""The multipart uploads of a bucket that were neither completed nor aborted."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from codomyrmex.cloud.common.errors import NotFoundError
from codomyrmex.cloud.common.storage.types import UnfinishedUpload
from codomyrmex.cloud.protocols.s3 import xml

if TYPE_CHECKING:
    from codomyrmex.cloud.protocols.s3.service import S3Service
    from codomyrmex.cloud.wire import Response

_Page = tuple[list[UnfinishedUpload], tuple[tuple[str, str], ...]]


def list_uploads(service: S3Service, bucket: str, prefix: str) -> Iterator[UnfinishedUpload]:
    """ListMultipartUploads, all pages, lazily.

    https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListMultipartUploads.html
    """
    markers: tuple[tuple[str, str], ...] = ()
    while True:
        query = (("uploads", ""), ("encoding-type", "url"), ("prefix", prefix), *markers)
        exchange = service.exchange(
            "GET", bucket, parse=lambda response: _parse(response, bucket), query=query
        )
        try:
            page, markers = service.send(exchange)
        except NotFoundError as error:
            if error.code == "NoSuchUpload":  # rclone's way of saying that there are none
                return
            raise
        # Not every server knows the prefix.
        yield from (upload for upload in page if upload.key.startswith(prefix))
        if not markers:
            return


def abort_upload(service: S3Service, bucket: str, key: str, upload_id: str) -> None:
    """AbortMultipartUpload (https://docs.aws.amazon.com/AmazonS3/latest/API/API_AbortMultipartUpload.html).

    Raises:
        NotFoundError: there is no such upload.
    """
    exchange = service.exchange(
        "DELETE", bucket, key, parse=lambda _response: None, query=(("uploadId", upload_id),)
    )
    try:
        service.send(exchange)
    except NotFoundError as error:
        # Where the answer to an earlier attempt was lost, that attempt aborted it.
        if exchange.attempts.count == 1 or error.code != "NoSuchUpload":
            raise


def _parse(response: Response, bucket: str) -> _Page:
    document = xml.Document(response.body)
    decode = document.decoder()
    found = []
    for element in document.root.iterfind(document.name("Upload")):
        started = element.findtext(document.name("Initiated"))
        found.append(
            UnfinishedUpload(
                bucket,
                decode(element.findtext(document.name("Key")) or ""),
                element.findtext(document.name("UploadId")) or "",
                datetime.fromisoformat(started) if started else None,
            )
        )
    if document.text("IsTruncated") != "true":
        return found, ()
    return found, (
        ("key-marker", decode(document.text("NextKeyMarker") or "")),
        ("upload-id-marker", document.text("NextUploadIdMarker") or ""),
    )
