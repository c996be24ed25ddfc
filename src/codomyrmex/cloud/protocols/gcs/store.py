"""The storage client on Google Cloud Storage: the hooks of the portable layer, as its requests."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from functools import partial

from codomyrmex.cloud.common.content import Body
from codomyrmex.cloud.common.errors import (
    BucketNotFoundError,
    CloudError,
    NotFoundError,
    NotSupportedError,
    PreconditionFailedError,
)
from codomyrmex.cloud.common.storage.capabilities import Capabilities, Capability
from codomyrmex.cloud.common.storage.driver import PutItem, Received, Watch
from codomyrmex.cloud.common.storage.limits import Limit
from codomyrmex.cloud.common.storage.meter import Meter
from codomyrmex.cloud.common.storage.parts import MIB, PART_SIZE, part_sizes_for
from codomyrmex.cloud.common.storage.types import Attributes, ObjectInfo, Page, PutOptions
from codomyrmex.cloud.common.storage.upload import Upload
from codomyrmex.cloud.protocols.gcs import buckets, listing
from codomyrmex.cloud.protocols.gcs.attributes import set_attributes
from codomyrmex.cloud.protocols.gcs.components import suits
from codomyrmex.cloud.protocols.gcs.composing import CompositeUpload
from codomyrmex.cloud.protocols.gcs.copying import copy, set_storage_class
from codomyrmex.cloud.protocols.gcs.deleting import BATCH_SIZE, delete_many, delete_versions
from codomyrmex.cloud.protocols.gcs.features import GCSFeatures
from codomyrmex.cloud.protocols.gcs.names import check_holdable, check_prefix
from codomyrmex.cloud.protocols.gcs.objects import (
    delete_exchange,
    get_exchange,
    get_whole_exchange,
    head_exchange,
    put,
    put_exchange,
)
from codomyrmex.cloud.protocols.gcs.resumable import ResumableUpload
from codomyrmex.cloud.protocols.gcs.service import GCSService
from codomyrmex.cloud.protocols.gcs.signing import Signer, signed_url
from codomyrmex.cloud.protocols.storage import ReadExchange
from codomyrmex.cloud.wire import Exchange, Transport


class GCSStorage(GCSFeatures):
    """Storage on Google Cloud Storage's JSON API.

    Attributes:
        service: the service on the wire.
        part_size: bytes of a request of a large upload; a multiple of 256 KiB.
        compose_limit: bytes from which on an object of known size is uploaded in parallel components; that of
            Google's own tools (https://cloud.google.com/storage/docs/parallel-composite-uploads).
        parallel_uploads: whether to do that: ``None`` where the bucket lets components go without a trace,
            ``True`` also where it keeps and charges for what was deleted, ``False`` nowhere.
        page_size: the most entries of a page of a listing; the service gives at most 1,000.
        batch_size: the most keys that are deleted in one request; the service takes at most 100.
    """

    bucket_rules = "gcs"
    part_size = Limit(PART_SIZE)
    compose_limit = 150 * MIB
    parallel_uploads: bool | None = None
    page_size = Limit(1000, most=1000)
    batch_size = Limit(BATCH_SIZE, most=BATCH_SIZE)

    def __init__(
        self, service: GCSService, capabilities: Capabilities, signer: Callable[[], Signer] | None
    ) -> None:
        self.service = service
        self.capabilities = capabilities
        self._signer = signer

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.service.endpoint!r})"

    def close(self) -> None:
        """Close idle connections; the client can still be used."""
        self.service.transport.close()

    def _list_buckets(self) -> list[str]:
        return buckets.names(self.service)

    def _bucket_exists(self, bucket: str) -> bool:
        return buckets.exists(self.service, bucket)

    def _create_bucket(self, bucket: str, region: str | None) -> None:
        buckets.create(self.service, bucket, region)

    def _delete_bucket(self, bucket: str) -> None:
        buckets.delete(self.service, bucket)

    def _empty_bucket(self, bucket: str) -> None:
        delete_versions(self.service, bucket)

    def _list_page(self, bucket: str, prefix: str, *, delimited: bool, token: str | None) -> Page:
        return listing.page(
            self.service, bucket, prefix, delimited=delimited, token=token, size=self.page_size
        )

    @property
    def _read_exchange(self) -> ReadExchange:
        return partial(get_exchange, self.service)

    def _look(self, bucket: str, key: str, version: str | None) -> Received:
        return self.service.send(head_exchange(self.service, bucket, key, version))

    def _describe(self, read: ObjectInfo) -> ObjectInfo:
        # What comes with the bytes says nothing of the metadata.
        try:
            return self._head(read.bucket, read.key, read.version)
        except NotFoundError as error:
            raise PreconditionFailedError(
                f"{read.bucket}/{read.key} was replaced while it was being read.", retryable=True
            ) from error

    @property
    def _place(self) -> str:
        return self.service.endpoint.origin

    @property
    def _transport(self) -> Transport:
        return self.service.transport

    def _get_exchange(self, bucket: str, key: str, version: str | None, limit: int | None) -> Exchange[bytes]:
        return get_whole_exchange(self.service, bucket, key, version, limit)

    def _put_exchange(self, bucket: str, item: PutItem) -> Exchange[ObjectInfo]:
        return put_exchange(self.service, bucket, item.key, item.body, item.options, None)

    def _put(self, bucket: str, key: str, body: Body, options: PutOptions, watch: Watch | None) -> ObjectInfo:
        return put(self.service, bucket, key, body, options, watch)

    def _begin_upload(
        self, bucket: str, key: str, options: PutOptions, size: int | None, meter: Meter
    ) -> Upload:
        sizes = part_sizes_for(size, self.part_size)
        is_large = size is not None and size >= self.compose_limit and size > sizes.base
        if is_large and self._goes_in_parallel(bucket):
            return CompositeUpload(self.service, bucket, key, options, sizes, meter, self.concurrency)
        return ResumableUpload(self.service, bucket, key, options, self.part_size, meter)

    def _goes_in_parallel(self, bucket: str) -> bool:
        if self.parallel_uploads is False:
            return False
        return suits(self.service, bucket, soft_deleted_too=self.parallel_uploads is True)

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
        return copy(
            self.service, source_bucket, source_key, bucket, key, if_absent=if_absent, version=version
        )

    def _set_attributes(self, bucket: str, key: str, changes: Attributes) -> ObjectInfo:
        if changes.storage_class is not None:
            return set_storage_class(self.service, bucket, key, changes.storage_class)
        return set_attributes(self.service, bucket, key, changes)

    def _delete(self, bucket: str, key: str, version: str | None) -> None:
        try:
            self.service.send(delete_exchange(self.service, bucket, key, version))
        except BucketNotFoundError:
            raise
        except NotFoundError:
            return

    def _delete_many(self, bucket: str, keys: Iterable[str]) -> Iterator[tuple[str, CloudError | None]]:
        return delete_many(self, bucket, keys)

    def _presign(self, method: str, bucket: str, key: str, expires_in: int) -> str:
        if self._signer is None:
            raise NotSupportedError("A client without credentials signs no URLs.")
        service, now = self.service, datetime.now(UTC)
        return signed_url(
            service.endpoint, self._signer(), method, bucket, key, expires_in, now, service.billed(())
        )

    def _check_key(self, key: str) -> None:
        super()._check_key(key)
        if not self.capabilities.has(Capability.ANY_KEY):
            check_holdable(key)

    def _check_prefix(self, prefix: str) -> None:
        super()._check_prefix(prefix)
        if not self.capabilities.has(Capability.ANY_KEY):
            check_prefix(prefix)
