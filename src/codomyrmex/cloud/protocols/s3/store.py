"""The storage client on S3: the hooks of the portable layer, as S3 requests."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial

from codomyrmex.cloud.common.content import Body
from codomyrmex.cloud.common.errors import (
    BucketNotFoundError,
    CloudError,
    NotFoundError,
    NotSupportedError,
)
from codomyrmex.cloud.common.lazy import begin
from codomyrmex.cloud.common.storage.capabilities import Capabilities, Capability
from codomyrmex.cloud.common.storage.driver import PutItem, Received, StorageDriver, Watch
from codomyrmex.cloud.common.storage.limits import Limit
from codomyrmex.cloud.common.storage.meter import Meter
from codomyrmex.cloud.common.storage.parts import PART_SIZE, part_sizes_for
from codomyrmex.cloud.common.storage.types import (
    Attributes,
    ObjectInfo,
    Page,
    PutOptions,
    UnfinishedUpload,
)
from codomyrmex.cloud.protocols.s3 import buckets, xml
from codomyrmex.cloud.protocols.s3.copying import copy, set_attributes
from codomyrmex.cloud.protocols.s3.deleting import delete_many, delete_versions
from codomyrmex.cloud.protocols.s3.features import S3Features
from codomyrmex.cloud.protocols.s3.multipart import S3Upload
from codomyrmex.cloud.protocols.s3.objects import (
    delete_exchange,
    get_exchange,
    get_whole_exchange,
    head_exchange,
    put,
    put_exchange,
)
from codomyrmex.cloud.protocols.s3.probe import probe
from codomyrmex.cloud.protocols.s3.service import S3Service
from codomyrmex.cloud.protocols.s3.unfinished import abort_upload, list_uploads
from codomyrmex.cloud.protocols.storage import ReadExchange
from codomyrmex.cloud.wire import Exchange, Transport

_GIB = 1 << 30
_THOUSAND = 1000
"""What a page and a batch have at most, and a page by itself."""


class S3Storage(S3Features):
    """Storage on any server that speaks S3.

    Attributes:
        service: the service on the wire.
        part_size: bytes of the first part of a multipart upload; at least 5 MiB on AWS.
        copy_limit: bytes up to which an object is copied in one request.
        page_size: the most entries of a page of a listing; the service gives at most 1,000.
        batch_size: the most keys that are deleted in one request; the service takes at most 1,000.
    """

    names_missing_buckets = False  # the answer to HEAD has no body
    part_size = Limit(PART_SIZE)
    copy_limit = 5 * _GIB
    page_size = Limit(_THOUSAND, most=_THOUSAND)
    batch_size = Limit(_THOUSAND, most=_THOUSAND)

    def __init__(self, service: S3Service, capabilities: Capabilities) -> None:
        self.service = service
        self.capabilities = capabilities

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.service.endpoint!r})"

    def probe_capabilities(self, bucket: str) -> Capabilities:
        """Find out by trying whether the endpoint has conditional writes, and use what was found from now on.

        Args:
            bucket: where to write a small object of its own for it; it is deleted again.
        """
        self.capabilities = self.capabilities.declare(probe(self, bucket))
        return self.capabilities

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
        if self.capabilities.has(Capability.VERSIONING):
            try:
                delete_versions(self, bucket)
            except NotSupportedError:
                pass  # The server was expected to keep versions, and does not.
            else:
                return
        super()._empty_bucket(bucket)

    def _list_page(self, bucket: str, prefix: str, *, delimited: bool, token: str | None) -> Page:
        query = [("list-type", "2"), ("encoding-type", "url")]
        if prefix:
            query.append(("prefix", prefix))
        if delimited:
            query.append(("delimiter", "/"))
        if token is not None:
            query.append(("continuation-token", token))
        if self.page_size < _THOUSAND:
            query.append(("max-keys", str(self.page_size)))
        exchange = self.service.exchange(
            "GET", bucket, parse=lambda response: xml.parse_page(response.body, bucket), query=query
        )
        return self.service.send(exchange)

    @property
    def _read_exchange(self) -> ReadExchange:
        return partial(get_exchange, self.service)

    def _look(self, bucket: str, key: str, version: str | None) -> Received:
        # Its digest comes with the bytes alone.
        return Received(self.service.send(head_exchange(self.service, bucket, key, version)), None)

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
    ) -> S3Upload:
        sizes = part_sizes_for(size, self.part_size)
        return S3Upload(self.service, bucket, key, options, sizes, meter, self.concurrency)

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
        return copy(self, source_bucket, source_key, bucket, key, if_absent=if_absent, version=version)

    def _set_attributes(self, bucket: str, key: str, changes: Attributes) -> ObjectInfo:
        return set_attributes(self, bucket, key, changes)

    @property
    def _place(self) -> str:
        address = self.service.endpoint.address(None)
        return address.origin + address.path

    def _sees(self, other: StorageDriver) -> bool:
        # Tenants of one server have buckets of the same name.
        return self is other or (isinstance(other, S3Storage) and self.service.is_same_as(other.service))

    def _delete(self, bucket: str, key: str, version: str | None) -> None:
        try:
            self.service.send(delete_exchange(self.service, bucket, key, version))
        except BucketNotFoundError:
            raise
        except NotFoundError:
            # A key that is not there is no error on AWS; some servers disagree.
            return

    def _delete_many(self, bucket: str, keys: Iterable[str]) -> Iterator[tuple[str, CloudError | None]]:
        return delete_many(self, bucket, keys)

    def _list_uploads(self, bucket: str, prefix: str) -> Iterator[UnfinishedUpload]:
        return begin(list_uploads(self.service, bucket, prefix))

    def _abort_upload(self, bucket: str, key: str, upload_id: str) -> None:
        abort_upload(self.service, bucket, key, upload_id)

    def _presign(self, method: str, bucket: str, key: str, expires_in: int) -> str:
        return self.service.presign(method, bucket, key, expires_in)
