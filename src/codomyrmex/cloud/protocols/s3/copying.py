"""Copies on the server's side, of any size; an object whose attributes change is copied onto itself."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from codomyrmex.cloud.common.errors import NotFoundError, PreconditionFailedError
from codomyrmex.cloud.common.storage.meter import Meter
from codomyrmex.cloud.common.storage.parts import PartSizes, part_sizes_for
from codomyrmex.cloud.common.storage.types import Attributes, ObjectInfo, PutOptions
from codomyrmex.cloud.common.storage.workers import Workers
from codomyrmex.cloud.protocols.s3.headers import PARTS, object_info, option_headers
from codomyrmex.cloud.protocols.s3.multipart import MultipartUpload, copy_etag
from codomyrmex.cloud.protocols.s3.objects import version_query
from codomyrmex.cloud.wire.target import encode_path, encode_query

if TYPE_CHECKING:
    from codomyrmex.cloud.protocols.s3.store import S3Storage
    from codomyrmex.cloud.wire import Exchange, Response

_COPY_PART = 512 << 20
_PROPERTIES = (
    "cache-control",
    "content-disposition",
    "content-encoding",
    "content-language",
    "expires",
    "x-amz-website-redirect-location",
)
_ENCRYPTION = (
    "x-amz-server-side-encryption",
    "x-amz-server-side-encryption-aws-kms-key-id",
    "x-amz-server-side-encryption-bucket-key-enabled",
)


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
    source, carried = _look(store, source_bucket, source_key, version)
    conditions = {"if-none-match": "*"} if if_absent else {}
    if source.size > store.copy_limit:
        headers = {**carried.properties, **option_headers(_options_of(source))}
        return _copy_in_parts(store, source, headers, bucket, key, conditions, version)
    exchange = _exchange(store, source, bucket, key, conditions, version)
    try:
        etag, new_version = store.service.send(exchange)
    except PreconditionFailedError:
        # Where the answer to an earlier attempt was lost, what is there is the copy that it made.
        made = _own_copy(store, source, bucket, key) if if_absent and exchange.attempts.count > 1 else None
        if made is None:
            raise
        return _copied(source, bucket, key, made.etag, made.version, source.parts)
    return _copied(source, bucket, key, etag or None, new_version, source.parts)


def set_attributes(store: S3Storage, bucket: str, key: str, changes: Attributes) -> ObjectInfo:
    """Copy an object onto itself with other attributes, which is how S3 changes them.

    All that would be lost is sent along; but for an access control list, which new buckets do not have.
    https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingMetadata.html
    """
    source, carried = _look(store, bucket, key, None)
    options = _options_of(source)
    options = PutOptions(
        changes.content_type or options.content_type,
        options.metadata if changes.metadata is None else changes.metadata,
        storage_class=changes.storage_class or source.storage_class,
    )
    changed = replace(source, metadata=options.metadata, content_type=options.content_type)
    changed = replace(changed, storage_class=options.storage_class)
    headers = {**carried.properties, **carried.encryption, **option_headers(options)}
    if source.size > store.copy_limit:
        return _copy_in_parts(store, changed, headers, bucket, key, {}, None)
    headers["x-amz-metadata-directive"] = "REPLACE"
    if source.parts is not None:
        headers[PARTS] = str(source.parts)
    tags = store._get_tags(bucket, key) if source.tag_count else {}
    etag, version = store.service.send(_exchange(store, source, bucket, key, headers, None))
    if tags:
        # On AWS they stayed, on Ceph they did not.
        store._set_tags(bucket, key, tags)
    return _copied(changed, bucket, key, etag or None, version, source.parts)


class _Carried(NamedTuple):
    """What an object has that `ObjectInfo` does not say, as the headers that give it to another."""

    properties: dict[str, str]
    encryption: dict[str, str]


def _look(store: S3Storage, bucket: str, key: str, version: str | None) -> tuple[ObjectInfo, _Carried]:
    def parse(response: Response) -> tuple[ObjectInfo, _Carried]:
        headers = response.headers
        properties = {name: headers[name] for name in _PROPERTIES if name in headers}
        encryption = {name: headers[name] for name in _ENCRYPTION if name in headers}
        return object_info(response, bucket, key), _Carried(properties, encryption)

    exchange = store.service.exchange("HEAD", bucket, key, parse=parse, query=version_query(version))
    return store.service.send(exchange)


def _options_of(source: ObjectInfo) -> PutOptions:
    content_type = source.content_type or "application/octet-stream"
    return PutOptions(content_type, source.metadata, storage_class=source.storage_class)


def _exchange(
    store: S3Storage, source: ObjectInfo, bucket: str, key: str, headers: dict[str, str], version: str | None
) -> Exchange[tuple[str, str | None]]:
    headers = {"x-amz-copy-source": _address(source, version), **headers}
    if source.etag is not None:
        headers["x-amz-copy-source-if-match"] = f'"{source.etag}"'
    return store.service.exchange(
        "PUT",
        bucket,
        key,
        parse=lambda response: (copy_etag(response), response.headers.get("x-amz-version-id")),
        headers=headers,
    )


def _address(source: ObjectInfo, version: str | None) -> str:
    address = f"/{encode_path(source.bucket)}/{encode_path(source.key)}"
    return address if version is None else f"{address}?{encode_query((('versionId', version),))}"


def _own_copy(store: S3Storage, source: ObjectInfo, bucket: str, key: str) -> ObjectInfo | None:
    try:
        info = store._head(bucket, key, None)
    except NotFoundError:
        return None
    return info if source.etag is not None and (info.etag, info.size) == (source.etag, source.size) else None


def _copy_in_parts(
    store: S3Storage,
    source: ObjectInfo,
    headers: dict[str, str],
    bucket: str,
    key: str,
    conditions: dict[str, str],
    version: str | None,
) -> ObjectInfo:
    sizes = part_sizes_for(source.size, min(_COPY_PART, store.copy_limit))
    # A copy in one request takes the tags along; one in parts has to be given them.
    tags = store._get_tags(source.bucket, source.key) if source.tag_count else {}
    upload = MultipartUpload.create(store.service, bucket, key, headers, sizes)
    address = _address(source, version)
    try:
        with Workers[str](store.concurrency, Meter(None, source.size)) as workers:
            for number, (start, end) in enumerate(sizes.spans(source.size), start=1):
                workers.submit(upload.copy_part, number, address, start, end, source.etag)
            etags = workers.results()
        etag, new_version = upload.complete(etags, conditions)
    except BaseException:
        upload.abort()
        raise
    if tags:
        store._set_tags(bucket, key, tags)
    return _copied(source, bucket, key, etag, new_version, sizes)


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
