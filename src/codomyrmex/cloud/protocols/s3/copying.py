"""Copies on the server's side, of any size."""

from __future__ import annotations

from typing import TYPE_CHECKING

from codomyrmex.cloud.common.errors import NotFoundError, PreconditionFailedError
from codomyrmex.cloud.common.storage.meter import Meter
from codomyrmex.cloud.common.storage.parts import PartSizes, part_sizes_for
from codomyrmex.cloud.common.storage.types import ObjectInfo, PutOptions
from codomyrmex.cloud.common.storage.workers import Workers
from codomyrmex.cloud.protocols.s3.headers import option_headers
from codomyrmex.cloud.protocols.s3.multipart import MultipartUpload, copy_etag
from codomyrmex.cloud.wire.target import encode_path, encode_query

if TYPE_CHECKING:
    from codomyrmex.cloud.protocols.s3.store import S3Storage

_COPY_PART = 512 << 20


def copy(
    store: S3Storage,
    source_bucket: str,
    source_key: str,
    bucket: str,
    key: str,
    *,
    if_absent: bool,
    version: str | None,
) -> ObjectInfo:
    """Copy an object, pinned to its ETag: one request up to the service's limit, in parts beyond it."""
    source = store._head(source_bucket, source_key, version)
    address = f"/{encode_path(source_bucket)}/{encode_path(source_key)}"
    if version is not None:
        address += "?" + encode_query((("versionId", version),))
    conditions = {"if-none-match": "*"} if if_absent else {}
    if source.size > store.copy_limit:
        return _copy_in_parts(store, source, address, bucket, key, conditions)
    headers = {"x-amz-copy-source": address, **conditions}
    if source.etag is not None:
        headers["x-amz-copy-source-if-match"] = f'"{source.etag}"'
    exchange = store.service.exchange(
        "PUT",
        bucket,
        key,
        parse=lambda response: (copy_etag(response), response.headers.get("x-amz-version-id")),
        headers=headers,
    )
    try:
        etag, new_version = store.service.send(exchange)
    except PreconditionFailedError:
        # Where the answer to an earlier attempt was lost, what is there is the copy that it made.
        made = _own_copy(store, source, bucket, key) if if_absent and exchange.attempts.count > 1 else None
        if made is None:
            raise
        return _copied(source, bucket, key, made.etag, made.version, source.parts)
    return _copied(source, bucket, key, etag or None, new_version, source.parts)


def _own_copy(store: S3Storage, source: ObjectInfo, bucket: str, key: str) -> ObjectInfo | None:
    try:
        info = store._head(bucket, key, None)
    except NotFoundError:
        return None
    return info if source.etag is not None and (info.etag, info.size) == (source.etag, source.size) else None


def _copy_in_parts(
    store: S3Storage, source: ObjectInfo, address: str, bucket: str, key: str, conditions: dict[str, str]
) -> ObjectInfo:
    sizes = part_sizes_for(source.size, min(_COPY_PART, store.copy_limit))
    options = PutOptions(
        source.content_type or "application/octet-stream", source.metadata, storage_class=source.storage_class
    )
    upload = MultipartUpload.create(store.service, bucket, key, option_headers(options), sizes)
    try:
        with Workers[str](store.concurrency, Meter(None, source.size)) as workers:
            for number, (start, end) in enumerate(sizes.spans(source.size), start=1):
                workers.submit(upload.copy_part, number, address, start, end, source.etag)
            etags = workers.results()
        etag, version = upload.complete(etags, conditions)
    except BaseException:
        upload.abort()
        raise
    return _copied(source, bucket, key, etag, version, sizes)


def _copied(
    source: ObjectInfo, bucket: str, key: str, etag: str | None, version: str | None, parts: PartSizes | None
) -> ObjectInfo:
    return ObjectInfo(
        bucket,
        key,
        source.size,
        etag=etag,
        version=version,
        content_type=source.content_type,
        storage_class=source.storage_class,
        metadata=source.metadata,
        parts=parts,
    )
