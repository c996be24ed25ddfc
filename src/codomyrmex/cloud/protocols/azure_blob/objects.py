"""The exchanges for single blobs: get, head, put, delete."""

from __future__ import annotations

from typing import TYPE_CHECKING

from codomyrmex.cloud.common.content import Body, digest_of
from codomyrmex.cloud.common.errors import IntegrityError, NotFoundError, PreconditionFailedError
from codomyrmex.cloud.common.storage.checks import Check, check_bytes
from codomyrmex.cloud.common.storage.driver import Received, Sink, Watch
from codomyrmex.cloud.common.storage.types import ObjectInfo, PutOptions
from codomyrmex.cloud.protocols.azure_blob.headers import (
    check_of,
    condition_headers,
    md5_header,
    object_info,
    option_headers,
    written,
)
from codomyrmex.cloud.wire import Exchange, Response
from codomyrmex.cloud.wire.ranges import check_answer, range_header

if TYPE_CHECKING:
    from codomyrmex.cloud.protocols.azure_blob.service import BlobService, Parameters

PUT_HEADERS = {"x-ms-blob-type": "BlockBlob"}
"""What every Put Blob has to say, a presigned one too."""


def get_exchange(
    service: BlobService,
    bucket: str,
    key: str,
    sink: Sink,
    *,
    start: int | None = None,
    end: int | None = None,
    version: str | None = None,
    if_match: str | None = None,
    limit: int | None = None,
    watch: Watch | None = None,
) -> Exchange[Received]:
    """Get Blob, whole or a range (https://learn.microsoft.com/rest/api/storageservices/get-blob).

    The service knows no range that counts from the end: ``start`` is not negative.
    """
    headers = {}
    if start is not None or end is not None:
        headers["x-ms-range"] = range_header(start, end)
    if end is not None:
        size = end - (start or 0)
        limit = size if limit is None else min(limit, size)
    if if_match is not None:
        headers["if-match"] = f'"{if_match}"'

    def parse(response: Response) -> Received:
        info = object_info(response, bucket, key)
        check_answer(response, info, start, end, if_match)
        return Received(info, check_of(response))

    query = version_query(version)
    return service.exchange(
        "GET", bucket, key, parse=parse, query=query, headers=headers, sink=sink, limit=limit, watch=watch
    )


def get_whole_exchange(
    service: BlobService, bucket: str, key: str, version: str | None = None, limit: int | None = None
) -> Exchange[bytes]:
    """Get Blob of a whole object, in memory and checked."""

    def parse(response: Response) -> bytes:
        check_bytes(check_of(response), response.body, f"{bucket}/{key}")
        return response.body

    return service.exchange("GET", bucket, key, parse=parse, query=version_query(version), limit=limit)


def head_exchange(service: BlobService, bucket: str, key: str, version: str | None) -> Exchange[Received]:
    """Get Blob Properties (https://learn.microsoft.com/rest/api/storageservices/get-blob-properties)."""
    return service.exchange(
        "HEAD",
        bucket,
        key,
        parse=lambda response: Received(object_info(response, bucket, key), check_of(response)),
        query=version_query(version),
    )


def look(service: BlobService, bucket: str, key: str, version: str | None = None) -> Response:
    """Get Blob Properties, with all that the answer says."""
    query = version_query(version)
    return service.send(service.exchange("HEAD", bucket, key, parse=lambda response: response, query=query))


def put_exchange(
    service: BlobService, bucket: str, key: str, body: Body, options: PutOptions, watch: Watch | None
) -> Exchange[ObjectInfo]:
    """Put Blob (https://learn.microsoft.com/rest/api/storageservices/put-blob)."""
    digest = md5_header(body)
    headers = {
        **PUT_HEADERS,
        **option_headers(options),
        **condition_headers(options),
        "content-md5": digest,
    }

    def parse(response: Response) -> ObjectInfo:
        if response.headers.get("content-md5", digest) != digest:
            raise IntegrityError(f"The service stored other bytes of {bucket}/{key} than were sent.")
        return written(response, bucket, key, len(body), options)

    return service.exchange("PUT", bucket, key, parse=parse, headers=headers, body=body, watch=watch)


def put(
    service: BlobService, bucket: str, key: str, body: Body, options: PutOptions, watch: Watch | None
) -> ObjectInfo:
    """Put Blob. A condition that fails because an earlier attempt succeeded, unheard, counts as success."""
    exchange = put_exchange(service, bucket, key, body, options, watch)
    try:
        return service.send(exchange)
    except PreconditionFailedError:
        if exchange.attempts.count == 1:
            raise
        info = own_write(service, bucket, key, Check("md5", digest_of(body, "md5")))
        if info is None:
            raise
        return info


def own_write(service: BlobService, bucket: str, key: str, check: Check) -> ObjectInfo | None:
    """The blob that is there, if it is the one whose MD5 is given."""
    try:
        found = service.send(head_exchange(service, bucket, key, None))
    except NotFoundError:
        return None
    return found.info if found.check == check else None


def delete_exchange(
    service: BlobService, bucket: str, key: str, version: str | None, *, if_match: str | None = None
) -> Exchange[None]:
    """Delete Blob (https://learn.microsoft.com/rest/api/storageservices/delete-blob)."""
    headers = {"if-match": f'"{if_match}"'} if if_match is not None else {}
    query = version_query(version)
    return service.exchange("DELETE", bucket, key, parse=_nothing, query=query, headers=headers)


def version_query(version: str | None) -> Parameters:
    """The parameter that names a version, where there is one."""
    return (("versionid", version),) if version is not None else ()


def _nothing(_response: Response) -> None:
    return None
