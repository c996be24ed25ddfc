"""The exchanges for single objects: get, head, put, delete."""

from __future__ import annotations

from base64 import b64decode
from typing import TYPE_CHECKING

from codomyrmex.cloud.common.content import Body, digest_of
from codomyrmex.cloud.common.errors import IntegrityError, NotFoundError, PreconditionFailedError
from codomyrmex.cloud.common.storage.checks import check_bytes
from codomyrmex.cloud.common.storage.driver import Received, Sink, Watch
from codomyrmex.cloud.common.storage.types import ObjectInfo, PutOptions
from codomyrmex.cloud.protocols.s3.headers import (
    check_of,
    condition_headers,
    has_md5_etag,
    object_info,
    option_headers,
)
from codomyrmex.cloud.wire import Exchange, Response
from codomyrmex.cloud.wire.ranges import check_answer, range_header

if TYPE_CHECKING:
    from codomyrmex.cloud.protocols.s3.service import S3Service


def get_exchange(
    service: S3Service,
    bucket: str,
    key: str,
    sink: Sink | None,
    *,
    start: int | None = None,
    end: int | None = None,
    version: str | None = None,
    if_match: str | None = None,
    limit: int | None = None,
    watch: Watch | None = None,
) -> Exchange[Received]:
    """GetObject, whole or a range (https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html)."""
    headers = {}
    if start is not None or end is not None:
        headers["range"] = range_header(start, end)
        if start is not None and start >= 0 and end is not None:
            limit = min(limit, end - start) if limit is not None else end - start
    elif service.checksums:
        headers["x-amz-checksum-mode"] = "ENABLED"
    if if_match is not None:
        headers["if-match"] = f'"{if_match}"'

    def parse(response: Response) -> Received:
        info = object_info(response, bucket, key)
        check_answer(response, info, start, end, if_match)
        return Received(info, check_of(response, info.size))

    return service.exchange(
        "GET",
        bucket,
        key,
        parse=parse,
        query=version_query(version),
        headers=headers,
        sink=sink,
        limit=limit,
        watch=watch,
    )


def get_whole_exchange(
    service: S3Service, bucket: str, key: str, version: str | None = None, limit: int | None = None
) -> Exchange[bytes]:
    """GetObject of a whole object, in memory and checked."""

    def parse(response: Response) -> bytes:
        body = response.body
        check_bytes(check_of(response, len(body)), body, f"{bucket}/{key}")
        return body

    headers = {"x-amz-checksum-mode": "ENABLED"} if service.checksums else None
    return service.exchange(
        "GET", bucket, key, parse=parse, query=version_query(version), headers=headers, limit=limit
    )


def head_exchange(service: S3Service, bucket: str, key: str, version: str | None) -> Exchange[ObjectInfo]:
    """HeadObject (https://docs.aws.amazon.com/AmazonS3/latest/API/API_HeadObject.html)."""
    return service.exchange(
        "HEAD",
        bucket,
        key,
        parse=lambda response: object_info(response, bucket, key),
        query=version_query(version),
    )


def put_exchange(
    service: S3Service, bucket: str, key: str, body: Body, options: PutOptions, watch: Watch | None
) -> Exchange[ObjectInfo]:
    """PutObject (https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObject.html)."""
    headers = {**option_headers(options), **condition_headers(options), **service.digest_headers(body)}
    sent_md5 = b64decode(headers.get("content-md5", "")).hex()

    def parse(response: Response) -> ObjectInfo:
        etag = response.headers.get("etag", "").strip('"')
        if sent_md5 and has_md5_etag(response) and len(etag) == 32 and etag != sent_md5:
            raise IntegrityError(f"The service stored other bytes of {bucket}/{key} than were sent.")
        return ObjectInfo(
            bucket,
            key,
            len(body),
            etag=etag or None,
            version=response.headers.get("x-amz-version-id"),
            content_type=options.content_type,
            storage_class=options.storage_class,
            metadata=options.metadata,
        )

    return service.exchange("PUT", bucket, key, parse=parse, headers=headers, body=body, watch=watch)


def put(
    service: S3Service, bucket: str, key: str, body: Body, options: PutOptions, watch: Watch | None
) -> ObjectInfo:
    """PutObject. A condition that fails because an earlier attempt succeeded, unheard, counts as success."""
    exchange = put_exchange(service, bucket, key, body, options, watch)
    try:
        return service.send(exchange)
    except PreconditionFailedError:
        info = _own_write(service, bucket, key, body) if exchange.attempts.count > 1 else None
        if info is None:
            raise
        return info


def _own_write(service: S3Service, bucket: str, key: str, body: Body) -> ObjectInfo | None:
    try:
        info = service.send(head_exchange(service, bucket, key, None))
    except NotFoundError:
        return None
    return info if info.etag == digest_of(body, "md5").hex() else None


def delete_exchange(
    service: S3Service, bucket: str, key: str, version: str | None, *, bypass: bool = False
) -> Exchange[None]:
    """DeleteObject (https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteObject.html)."""
    headers = {"x-amz-bypass-governance-retention": "true"} if bypass else None
    return service.exchange(
        "DELETE", bucket, key, parse=_nothing, query=version_query(version), headers=headers
    )


def version_query(version: str | None) -> tuple[tuple[str, str], ...]:
    return (("versionId", version),) if version is not None else ()


def _nothing(_response: Response) -> None:
    return None
