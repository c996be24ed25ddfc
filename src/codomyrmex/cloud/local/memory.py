"""Storage in the memory of this process: the reference of what every other store has to do."""

from __future__ import annotations

import hashlib
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from codomyrmex.cloud.common.content import FileRegion
from codomyrmex.cloud.common.errors import (
    AlreadyExistsError,
    BucketNotFoundError,
    ConflictError,
    InvalidRequestError,
    PreconditionFailedError,
)
from codomyrmex.cloud.common.locks import ProcessLock
from codomyrmex.cloud.common.providers import CloudProvider
from codomyrmex.cloud.common.storage.capabilities import Capabilities, Capability
from codomyrmex.cloud.common.storage.checks import Check
from codomyrmex.cloud.common.storage.client import StorageClient
from codomyrmex.cloud.common.storage.driver import Received, Sink, Watch
from codomyrmex.cloud.common.storage.parts import MIB
from codomyrmex.cloud.common.storage.types import Attributes, ObjectInfo, ObjectVersion, Page, PutOptions
from codomyrmex.cloud.common.storage.upload import Upload
from codomyrmex.cloud.local.memory_bucket import MemoryBucket, Version

if TYPE_CHECKING:
    from codomyrmex.cloud.common.content import Body
    from codomyrmex.cloud.common.storage.meter import Meter

_PAGE = 1000
_MISSING = {
    Capability.STORAGE_CLASS: "memory has a single tier",
    Capability.ENCRYPTION: "memory is not encrypted",
    Capability.PRESIGN: "no server would answer the URL",
    Capability.BATCH_DELETE: "there are no requests to save",
    Capability.ANONYMOUS: "there are no credentials to go without",
    Capability.REQUESTER_PAYS: "nobody is charged",
    Capability.CHECKSUMS: "only MD5 is kept",
    Capability.RESTORE: "memory has no archive",
    Capability.LIFECYCLE: "nothing runs that would act on a rule",
    Capability.CORS: "no browser reads it",
    Capability.POLICY: "only this process sees it",
    Capability.PUBLIC_ACCESS_BLOCK: "nothing in it is public",
    Capability.OBJECT_LOCK: "it is gone with the process in any case",
    Capability.NOTIFICATIONS: "nothing runs that would tell anybody",
    Capability.UNFINISHED_UPLOADS: "what is not finished ends with the process",
}


class MemoryStorageClient(StorageClient):
    """Buckets and objects in a dictionary, gone with the client. A forked child goes on with its own copy.

    Args:
        capabilities: switches capabilities off (or on) by name.

    Raises:
        ConfigurationError: a name that is no capability.
    """

    provider = CloudProvider.MEMORY

    def __init__(self, *, capabilities: Mapping[str, bool] | None = None) -> None:
        self.capabilities = Capabilities(_MISSING).declare(capabilities or {})
        self._buckets: dict[str, MemoryBucket] = {}
        self._lock = ProcessLock()

    def __repr__(self) -> str:
        return "MemoryStorageClient()"

    def _list_buckets(self) -> list[str]:
        with self._lock:
            return sorted(self._buckets)

    def _bucket_exists(self, bucket: str) -> bool:
        return bucket in self._buckets

    def _create_bucket(self, bucket: str, region: str | None) -> None:
        with self._lock:
            if bucket in self._buckets:
                raise AlreadyExistsError(f"The bucket {bucket} is there already.")
            self._buckets[bucket] = MemoryBucket(bucket)

    def _delete_bucket(self, bucket: str) -> None:
        with self._lock:
            if not self._bucket(bucket).is_empty:
                raise ConflictError(f"The bucket {bucket} is not empty.")
            del self._buckets[bucket]

    def _empty_bucket(self, bucket: str) -> None:
        with self._lock:
            self._bucket(bucket).clear()

    def _list_page(self, bucket: str, prefix: str, *, delimited: bool, token: str | None) -> Page:
        with self._lock:
            found = self._bucket(bucket)
            objects, order = found.objects, found.order
            page = Page([], [], None)
            entry = token
            while True:
                position = (
                    bisect_left(order, prefix) if entry is None else _behind(order, prefix, entry, delimited)
                )
                if position == len(order) or not order[position].startswith(prefix):
                    return page
                if len(page.objects) + len(page.prefixes) == _PAGE:
                    return replace(page, token=entry)
                entry = order[position]
                slash = entry.find("/", len(prefix)) if delimited else -1
                if slash < 0:
                    page.objects.append(replace(objects[entry].info, metadata={}))
                else:
                    entry = entry[: slash + 1]
                    page.prefixes.append(entry)

    def _head(self, bucket: str, key: str, version: str | None) -> ObjectInfo:
        return self._bucket(bucket).get(key, version).info

    def _read(
        self,
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
    ) -> Received:
        info, data = self._bytes(bucket, key, version)
        if if_match is not None and if_match != info.etag:
            raise PreconditionFailedError(f"{bucket}/{key} has not the ETag {if_match}.")
        first, behind, _ = slice(start, end).indices(info.size)
        if limit is not None and behind - first > limit:
            raise InvalidRequestError(f"{bucket}/{key} has more than {limit} bytes.")
        for position in range(first, behind, MIB):
            block = data[position : min(position + MIB, behind)]
            sink.write(block)
            if watch is not None:
                watch(0, position + len(block) - first)
        return Received(info, Check("md5", bytes.fromhex(info.etag or "")))

    def _put(self, bucket: str, key: str, body: Body, options: PutOptions, watch: Watch | None) -> ObjectInfo:
        data = _bytes_of(body)
        if watch is not None:
            watch(len(data), 0)
        return self._store(bucket, key, data, options)

    def _begin_upload(
        self, bucket: str, key: str, options: PutOptions, size: int | None, meter: Meter
    ) -> Upload:
        self._bucket(bucket)
        return _MemoryUpload(self, bucket, key, options, meter)

    def _copy(
        self,
        source_bucket: str,
        source_key: str,
        bucket: str,
        key: str,
        *,
        if_absent: bool,
        version: str | None,
    ) -> ObjectInfo:
        source = self._bucket(source_bucket).get(source_key, version)
        content_type = source.info.content_type or "application/octet-stream"
        options = PutOptions(content_type, source.info.metadata, if_absent)
        return self._store(bucket, key, source.data or b"", options, source.tags)

    def _set_attributes(self, bucket: str, key: str, changes: Attributes) -> ObjectInfo:
        with self._lock:
            there = self._bucket(bucket).get(key)
            info = replace(
                there.info,
                last_modified=datetime.now(UTC),
                content_type=changes.content_type or there.info.content_type,
                metadata=there.info.metadata if changes.metadata is None else dict(changes.metadata),
            )
            return self._bucket(bucket).put(key, replace(there, info=info))

    def _get_tags(self, bucket: str, key: str) -> dict[str, str]:
        return dict(self._bucket(bucket).get(key).tags)

    def _set_tags(self, bucket: str, key: str, tags: Mapping[str, str]) -> None:
        with self._lock:
            there = self._bucket(bucket).get(key)
            info = replace(there.info, tag_count=len(tags))
            self._bucket(bucket).change(key, replace(there, info=info, tags=dict(tags)))

    def _list_versions(self, bucket: str, prefix: str) -> Iterator[ObjectVersion]:
        with self._lock:
            return iter(list(self._bucket(bucket).versions(prefix)))

    def _get_versioning(self, bucket: str) -> bool:
        return bool(self._bucket(bucket).keeps_versions)

    def _set_versioning(self, bucket: str, enabled: bool) -> None:
        with self._lock:
            found = self._bucket(bucket)
            if enabled or found.keeps_versions is not None:
                found.keeps_versions = enabled

    def _delete(self, bucket: str, key: str, version: str | None) -> None:
        with self._lock:
            if version is None:
                self._bucket(bucket).delete(key)
            else:
                self._bucket(bucket).delete_version(key, version)

    def _bucket(self, bucket: str) -> MemoryBucket:
        try:
            return self._buckets[bucket]
        except KeyError:
            raise BucketNotFoundError(f"The bucket {bucket} is not there.") from None

    def _bytes(self, bucket: str, key: str, version: str | None) -> tuple[ObjectInfo, bytes]:
        found = self._bucket(bucket).get(key, version)
        return found.info, found.data or b""

    def _store(
        self,
        bucket: str,
        key: str,
        data: bytes,
        options: PutOptions,
        tags: Mapping[str, str] | None = None,
    ) -> ObjectInfo:
        info = ObjectInfo(
            bucket=bucket,
            key=key,
            size=len(data),
            last_modified=datetime.now(UTC),
            etag=hashlib.md5(data, usedforsecurity=False).hexdigest(),
            content_type=options.content_type,
            metadata=dict(options.metadata),
            tag_count=len(tags or {}),
        )
        with self._lock:
            found = self._bucket(bucket)
            found.check(key, options)
            return found.put(key, Version(info, data, tags or {}))


class _MemoryUpload(Upload):
    next_size = MIB

    def __init__(
        self, client: MemoryStorageClient, bucket: str, key: str, options: PutOptions, meter: Meter
    ) -> None:
        self._store = client._store
        self._target = bucket, key
        self._options = options
        self._meter = meter
        self._data = bytearray()

    def write(self, body: Body) -> None:
        data = _bytes_of(body)
        self._data += data
        self._meter.advance(len(data))

    def _commit(self) -> ObjectInfo:
        return self._store(*self._target, bytes(self._data), self._options)

    def _abort(self) -> None:
        self._data.clear()


def _behind(order: list[str], prefix: str, entry: str, delimited: bool) -> int:
    """The position behind an entry of a listing, and behind all keys that a common prefix stands for."""
    if delimited and entry.endswith("/") and len(entry) > len(prefix):
        return bisect_left(order, entry[:-1] + chr(ord("/") + 1))
    return bisect_right(order, entry)


def _bytes_of(body: Body) -> bytes:
    return b"".join(body.blocks()) if isinstance(body, FileRegion) else bytes(body)
