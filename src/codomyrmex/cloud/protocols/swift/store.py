"""The storage client on Swift: the hooks of the portable layer, as its requests."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from typing import Any

from codomyrmex.cloud.common.content import Body
from codomyrmex.cloud.common.errors import (
    BucketNotFoundError,
    CloudError,
    ConflictError,
    IntegrityError,
    NotFoundError,
    NotSupportedError,
    OperationTimeoutError,
    ServiceUnavailableError,
)
from codomyrmex.cloud.common.storage.capabilities import Capabilities, Capability
from codomyrmex.cloud.common.storage.driver import PutItem, Received, Sink, StorageDriver, Watch
from codomyrmex.cloud.common.storage.limits import Limit
from codomyrmex.cloud.common.storage.many import ReadItem
from codomyrmex.cloud.common.storage.meter import Meter
from codomyrmex.cloud.common.storage.parts import PART_SIZE
from codomyrmex.cloud.common.storage.types import ObjectInfo, Page, PutOptions
from codomyrmex.cloud.protocols.storage import ReadExchange
from codomyrmex.cloud.protocols.swift import containers, listing, versions
from codomyrmex.cloud.protocols.swift.copying import copy
from codomyrmex.cloud.protocols.swift.damage import is_incomplete
from codomyrmex.cloud.protocols.swift.deleting import delete, delete_many
from codomyrmex.cloud.protocols.swift.deleting_versions import delete_version, delete_versions
from codomyrmex.cloud.protocols.swift.features import SwiftFeatures
from codomyrmex.cloud.protocols.swift.objects import (
    get_exchange,
    get_whole_exchange,
    head_exchange,
    put_exchange,
)
from codomyrmex.cloud.protocols.swift.segments import below, discard, segments_bucket
from codomyrmex.cloud.protocols.swift.service import SwiftService
from codomyrmex.cloud.protocols.swift.tempurl import UrlSigner
from codomyrmex.cloud.protocols.swift.upload import SegmentsUpload, replace, segment_sizes_for
from codomyrmex.cloud.wire import Exchange, Transport


class SwiftStorage(SwiftFeatures):
    """Storage on anything that speaks Swift's protocol.

    Attributes:
        service: the account on the wire.
        part_size: bytes of the first segment of a large object.
        page_size: the most entries of a page of a listing; Swift gives at most 10,000.
        batch_size: the most keys that are deleted in one request; Swift takes at most 10,000.
    """

    bucket_rules = "swift"
    names_missing_buckets = False  # the answer to HEAD has no body
    part_size = Limit(PART_SIZE)
    page_size = Limit(10_000, most=10_000)
    batch_size = Limit(1000, most=10_000)

    def __init__(
        self, service: SwiftService, capabilities: Capabilities, temp_url_key: str | None = None
    ) -> None:
        self.service = service
        self.capabilities = capabilities
        self._signer = UrlSigner(service, temp_url_key)

    def close(self) -> None:
        """Close idle connections; the client can still be used."""
        self.service.transport.close()

    def _list_buckets(self) -> list[str]:
        return containers.names(self.service)

    def _bucket_exists(self, bucket: str) -> bool:
        return containers.exists(self.service, bucket)

    def _create_bucket(self, bucket: str, region: str | None) -> None:
        if region is not None:
            raise NotSupportedError("A container is in the region of its account's address.")
        containers.create(self.service, bucket)

    def _delete_bucket(self, bucket: str) -> None:
        containers.delete(self.service, bucket)
        with suppress(NotFoundError, ConflictError):
            containers.delete(self.service, segments_bucket(bucket))

    def _empty_bucket(self, bucket: str) -> None:
        if versions.may_be_there(self.service, bucket):
            delete_versions(self.service, bucket)
        else:
            super()._empty_bucket(bucket)
        # What is left there is of uploads that were killed.
        discard(self.service, below(self.service, segments_bucket(bucket), ""))

    def _list_page(self, bucket: str, prefix: str, *, delimited: bool, token: str | None) -> Page:
        return listing.page(
            self.service, bucket, prefix, delimited=delimited, token=token, size=self.page_size
        )

    @property
    def _read_exchange(self) -> ReadExchange:
        return partial(get_exchange, self.service)

    def _look(self, bucket: str, key: str, version: str | None) -> Received:
        found = self.service.send(head_exchange(self.service, bucket, key, version))
        return Received(found.info, found.check)

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
        with self._explained(bucket, key, version):
            return super()._read(
                bucket,
                key,
                sink,
                start=start,
                end=end,
                version=version,
                if_match=if_match,
                limit=limit,
                watch=watch,
            )

    def _get(self, bucket: str, key: str, version: str | None, limit: int | None) -> bytes:
        with self._explained(bucket, key, version):
            return super()._get(bucket, key, version, limit)

    def _get_many(
        self, bucket: str, items: Iterable[tuple[str, Any]], concurrency: int
    ) -> Iterator[tuple[Any, bytes | CloudError]]:
        keyed = ((key, (key, tag)) for key, tag in items)
        for (key, tag), outcome in super()._get_many(bucket, keyed, concurrency):
            if isinstance(outcome, CloudError):
                yield tag, self._cause_of(outcome, bucket, key, None)
            else:
                yield tag, outcome

    def _read_many(
        self, bucket: str, items: Iterable[ReadItem], concurrency: int
    ) -> Iterator[tuple[Any, Received | CloudError]]:
        tagged = (item._replace(tag=item) for item in items)
        for item, outcome in super()._read_many(bucket, tagged, concurrency):
            if isinstance(outcome, CloudError):
                yield item.tag, self._cause_of(outcome, bucket, item.key, None)
            else:
                yield item.tag, outcome

    @contextmanager
    def _explained(self, bucket: str, key: str, version: str | None) -> Iterator[None]:
        try:
            yield
        except CloudError as error:
            cause = self._cause_of(error, bucket, key, version)
            if cause is error:
                raise
            raise cause from error

    def _cause_of(self, error: CloudError, bucket: str, key: str, version: str | None) -> CloudError:
        """What the answer to a read does not say; the error itself where there is no more to find out."""
        match error:
            case BucketNotFoundError():
                return error
            case NotFoundError(code=None):
                # Ceph tells a bucket that is not there from an object; Swift does not.
                try:
                    containers.require(self.service, bucket)
                except CloudError as cause:
                    return cause
            case OperationTimeoutError(status=int()) | ServiceUnavailableError(status=int()):
                return error  # the service's own trouble, which its answer says
            case NotFoundError() | ConflictError() | OperationTimeoutError() | ServiceUnavailableError():
                # Where a segment is missing, Swift cuts the answer off, and Ceph falls silent or says that
                # the whole object is not there.
                if is_incomplete(self.service, bucket, key, version):
                    return IntegrityError(
                        "A segment of the large object is gone: it can no longer be read as a whole.",
                        resource=f"{bucket}/{key}",
                        retryable=False,
                    )
        return error

    @property
    def _place(self) -> str:
        return self.service.authorization.access().storage_url

    @property
    def _transport(self) -> Transport:
        return self.service.transport

    def _get_exchange(self, bucket: str, key: str, version: str | None, limit: int | None) -> Exchange[bytes]:
        return get_whole_exchange(self.service, bucket, key, version, limit)

    def _put_exchange(self, bucket: str, item: PutItem) -> Exchange[ObjectInfo]:
        return put_exchange(self.service, bucket, item.key, item.body, item.options, None)

    def _put(self, bucket: str, key: str, body: Body, options: PutOptions, watch: Watch | None) -> ObjectInfo:
        return replace(self.service, bucket, key, body, options, watch)

    def _put_many(
        self, bucket: str, items: Iterable[PutItem], concurrency: int
    ) -> Iterator[tuple[Any, ObjectInfo | CloudError]]:
        # Without a container of segments there are none that a write would orphan.
        if containers.exists(self.service, segments_bucket(bucket)):
            return StorageDriver._put_many(self, bucket, items, concurrency)
        return super()._put_many(bucket, items, concurrency)

    def _begin_upload(
        self, bucket: str, key: str, options: PutOptions, size: int | None, meter: Meter
    ) -> SegmentsUpload:
        sizes = segment_sizes_for(size, self.part_size)
        return SegmentsUpload(self.service, bucket, key, options, sizes, meter, self.concurrency)

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
        if version is not None:
            versions.require(self.service)
        return copy(
            self.service, source_bucket, source_key, bucket, key, if_absent=if_absent, version=version
        )

    def _delete(self, bucket: str, key: str, version: str | None) -> None:
        if version is None:
            delete(self.service, bucket, key)
        else:
            delete_version(self.service, bucket, key, version)

    def _delete_many(self, bucket: str, keys: Iterable[str]) -> Iterator[tuple[str, CloudError | None]]:
        in_bulk = self.capabilities.has(Capability.BATCH_DELETE)
        return delete_many(self.service, bucket, keys, self.batch_size, in_bulk=in_bulk)

    def _presign(self, method: str, bucket: str, key: str, expires_in: int) -> str:
        return self._signer.sign(method, bucket, key, expires_in)
