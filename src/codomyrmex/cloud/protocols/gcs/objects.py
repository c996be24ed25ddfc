"""The requests for single objects: read, look, write, change, delete."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Any

from codomyrmex.cloud.common.content import Body, FileRegion, digest_of
from codomyrmex.cloud.common.errors import IntegrityError, NotFoundError, PreconditionFailedError
from codomyrmex.cloud.common.storage.checks import Check, check_bytes
from codomyrmex.cloud.common.storage.driver import Received, Sink, Watch
from codomyrmex.cloud.common.storage.types import ObjectInfo, PutOptions
from codomyrmex.cloud.protocols.gcs.resources import (
    FIELDS,
    check_of,
    conditions,
    encryption_query,
    generation_of,
    received,
    received_with,
    resource_of,
)
from codomyrmex.cloud.protocols.gcs.service import JSON, json_body, json_of, nothing
from codomyrmex.cloud.wire import Exchange, Response
from codomyrmex.cloud.wire.ranges import check_answer, range_header

if TYPE_CHECKING:
    from codomyrmex.cloud.protocols.gcs.service import GCSService, Parameters

# Bytes as they are stored: without it the service unpacks what was stored with Content-Encoding: gzip.
_AS_STORED = {"accept-encoding": "gzip"}
_MEDIA = (("alt", "media"),)


def get_exchange(
    service: GCSService,
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
    """objects.get of the bytes, whole or a range (https://cloud.google.com/storage/docs/json_api/v1/objects/get)."""
    headers = dict(_AS_STORED)
    if start is not None or end is not None:
        headers["range"] = range_header(start, end)
        if end is not None:
            size = end - (start or 0)
            limit = min(limit, size) if limit is not None else size

    def parse(response: Response) -> Received:
        found = received_with(response, bucket, key)
        check_answer(response, found.info, start, end, if_match)
        return found

    return service.exchange(
        "GET",
        service.endpoint.json_path(bucket, key),
        parse=parse,
        resource=f"{bucket}/{key}",
        query=(*_MEDIA, *generation_query(version), *conditions(if_absent=False, if_match=if_match)),
        headers=headers,
        sink=sink,
        limit=limit,
        watch=watch,
    )


def get_whole_exchange(
    service: GCSService, bucket: str, key: str, version: str | None = None, limit: int | None = None
) -> Exchange[bytes]:
    """objects.get of a whole object, in memory and checked."""

    def parse(response: Response) -> bytes:
        check_bytes(check_of(response), response.body, f"{bucket}/{key}")
        return response.body

    return service.exchange(
        "GET",
        service.endpoint.json_path(bucket, key),
        parse=parse,
        resource=f"{bucket}/{key}",
        query=(*_MEDIA, *generation_query(version)),
        headers=_AS_STORED,
        limit=limit,
    )


def head_exchange(service: GCSService, bucket: str, key: str, version: str | None) -> Exchange[Received]:
    """objects.get of the resource (https://cloud.google.com/storage/docs/json_api/v1/objects/get)."""
    return service.exchange(
        "GET",
        service.endpoint.json_path(bucket, key),
        parse=lambda response: received(json_of(response), bucket),
        resource=f"{bucket}/{key}",
        query=(*generation_query(version), ("fields", FIELDS)),
    )


def look(
    service: GCSService, bucket: str, key: str, query: Parameters = (), fields: str = FIELDS
) -> dict[str, Any]:
    """objects.get of the resource itself, with some of its fields."""
    exchange = service.exchange(
        "GET",
        service.endpoint.json_path(bucket, key),
        parse=json_of,
        resource=f"{bucket}/{key}",
        query=(*query, ("fields", fields)),
    )
    return service.send(exchange)


def put_exchange(
    service: GCSService, bucket: str, key: str, body: Body, options: PutOptions, watch: Watch | None
) -> Exchange[ObjectInfo]:
    """objects.insert in one request (https://cloud.google.com/storage/docs/uploading-objects#rest-upload-objects)."""
    digest = digest_of(body, "md5")
    boundary = secrets.token_hex(16)
    head = multipart_head(boundary, json_body(resource_of(key, options, digest)), options.content_type)
    content = b"".join([head, *_blocks(body), f"\r\n--{boundary}--\r\n".encode()])

    def parse(response: Response) -> ObjectInfo:
        found = received(json_of(response), bucket)
        if found.check is not None and found.check != Check("md5", digest):
            raise IntegrityError(f"The service stored other bytes of {bucket}/{key} than were sent.")
        return found.info

    return service.exchange(
        "POST",
        service.endpoint.upload_path(bucket),
        parse=parse,
        resource=f"{bucket}/{key}",
        query=(
            ("uploadType", "multipart"),
            ("fields", FIELDS),
            *encryption_query(options.encryption),
            *conditions(if_absent=options.if_absent, if_match=options.if_match),
        ),
        headers={"content-type": f"multipart/related; boundary={boundary}"},
        body=content,
        watch=_of_the_data(watch, len(head), len(body)) if watch is not None else None,
    )


def multipart_head(boundary: str, resource: bytes, content_type: str) -> bytes:
    """What comes before the data in the body of an upload in one request."""
    return b"".join(
        [
            f"--{boundary}\r\nContent-Type: {JSON['content-type']}\r\n\r\n".encode(),
            resource,
            f"\r\n--{boundary}\r\nContent-Type: {content_type}\r\n\r\n".encode(),
        ]
    )


def _blocks(body: Body) -> list[bytes | memoryview]:
    return list(body.blocks()) if isinstance(body, FileRegion) else [body]


def _of_the_data(watch: Watch, before: int, size: int) -> Watch:
    """A watch that is told the data's bytes alone, without what is sent around them."""
    return lambda sent, got: watch(min(max(sent - before, 0), size), got)


def put(
    service: GCSService, bucket: str, key: str, body: Body, options: PutOptions, watch: Watch | None
) -> ObjectInfo:
    """Write in one request. A condition that fails because an earlier attempt succeeded, unheard, counts as
    success."""
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


def own_write(service: GCSService, bucket: str, key: str, check: Check | None) -> ObjectInfo | None:
    """The object that is there, if it is the one whose digest is given."""
    try:
        found = service.send(head_exchange(service, bucket, key, None))
    except NotFoundError:
        return None
    return found.info if found.check == check else None


def delete_exchange(service: GCSService, bucket: str, key: str, version: str | None) -> Exchange[None]:
    """objects.delete (https://cloud.google.com/storage/docs/json_api/v1/objects/delete)."""
    return service.exchange(
        "DELETE",
        service.endpoint.json_path(bucket, key),
        parse=nothing,
        resource=f"{bucket}/{key}",
        query=generation_query(version),
    )


def generation_query(version: str | None) -> Parameters:
    """The parameter that names a version, where there is one."""
    return (("generation", generation_of(version)),) if version is not None else ()
