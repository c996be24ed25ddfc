"""The storage client on Azure Blob Storage: the hooks of the portable layer, as its requests."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import partial

from codomyrmex.cloud.common.content import Body
from codomyrmex.cloud.common.errors import (
    CloudError,
    ConflictError,
    InvalidRequestError,
    NotSupportedError,
)
from codomyrmex.cloud.common.storage.capabilities import Capabilities, Capability
from codomyrmex.cloud.common.storage.driver import PutItem, Received, Sink, StorageDriver, Watch
from codomyrmex.cloud.common.storage.limits import Limit
from codomyrmex.cloud.common.storage.meter import Meter
from codomyrmex.cloud.common.storage.parts import PART_SIZE, part_sizes_for
from codomyrmex.cloud.common.storage.types import ObjectInfo, Page, PutOptions
from codomyrmex.cloud.common.telemetry import operation
from codomyrmex.cloud.protocols.azure_blob import containers, listing, versions
from codomyrmex.cloud.protocols.azure_blob.blocks import MAX_BLOCKS, BlockUpload
from codomyrmex.cloud.protocols.azure_blob.copying import copy, copy_from
from codomyrmex.cloud.protocols.azure_blob.deleting import delete_many
from codomyrmex.cloud.protocols.azure_blob.features import AzureFeatures
from codomyrmex.cloud.protocols.azure_blob.names import check_addressable, check_holdable
from codomyrmex.cloud.protocols.azure_blob.objects import (
    PUT_HEADERS,
    get_exchange,
    get_whole_exchange,
    head_exchange,
    put,
    put_exchange,
)
from codomyrmex.cloud.protocols.azure_blob.sas import UrlSigner
from codomyrmex.cloud.protocols.azure_blob.service import BlobService
from codomyrmex.cloud.protocols.storage import ReadExchange
from codomyrmex.cloud.wire import Exchange, Transport
from codomyrmex.validation import check_bucket_reference

_COPY_SECONDS = 24 * 3600
"""For which another account's server may read what it copies; it may wait before it begins."""


class AzureBlobStorage(AzureFeatures):
    """Storage on anything that speaks Azure Blob Storage's protocol.

    Attributes:
        service: the service on the wire.
        part_size: bytes of the first block of a large blob.
        page_size: the most entries of a page of a listing; the service gives at most 5,000.
        batch_size: the most keys that are deleted in one request; the service takes at most 256.
    """

    bucket_rules = "azure"
    part_size = Limit(PART_SIZE)
    page_size = Limit(5000, most=5000)
    batch_size = Limit(256, most=256)

    def __init__(self, service: BlobService, capabilities: Capabilities) -> None:
        self.service = service
        self.capabilities = capabilities
        self._signer = UrlSigner(service)

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.service.endpoint!r})"

    @operation("copy_from_url")
    def copy_from_url(self, url: str, bucket: str, key: str, *, if_absent: bool = False) -> ObjectInfo:
        """Copy an object of another account on the server's side, of any size, with its metadata.

        Args:
            url: its address there, with a signature where it is not public; a presigned URL is one.
            bucket: where to.
            key: its key there.
            if_absent: copy only where nothing is.

        Raises:
            NotFoundError: the source is not there.
            PermissionDeniedError: the URL does not let the service read it.
            OperationTimeoutError: the copy got nowhere within the time budget; it was aborted.
        """
        check_bucket_reference(bucket)
        self._check_key(key)
        if not (url.isascii() and url.isprintable()):
            raise InvalidRequestError("A source's URL is printable ASCII text, percent-encoded.")
        copy_from(self.service, url, bucket, key, {}, if_absent=if_absent)
        return self._head(bucket, key, None)

    @property
    def _place(self) -> str:
        return self.service.endpoint.url

    def _copy_from(
        self,
        source: StorageDriver,
        source_bucket: str,
        source_key: str,
        bucket: str,
        key: str,
        *,
        if_absent: bool,
    ) -> ObjectInfo | None:
        if not isinstance(source, AzureBlobStorage):
            return None
        try:
            url = source._presign("GET", source_bucket, source_key, _COPY_SECONDS)
        except CloudError:
            return None
        return self.copy_from_url(url, bucket, key, if_absent=if_absent)

    def close(self) -> None:
        """Close idle connections; the client can still be used."""
        self.service.transport.close()

    def _list_buckets(self) -> list[str]:
        return containers.names(self.service)

    def _bucket_exists(self, bucket: str) -> bool:
        return containers.exists(self.service, bucket)

    def _create_bucket(self, bucket: str, region: str | None) -> None:
        if region is not None:
            raise NotSupportedError(
                "A container is where its storage account is; it has no region of its own."
            )
        containers.create(self.service, bucket)

    def _delete_bucket(self, bucket: str) -> None:
        # The service itself deletes a container with all that is in it.
        with_versions = self.capabilities.has(Capability.VERSIONING)
        if not listing.is_empty(self.service, bucket, with_versions=with_versions):
            raise ConflictError(f"The bucket {bucket} is not empty.")
        containers.delete(self.service, bucket)

    def _empty_and_delete(self, bucket: str) -> None:
        containers.delete(self.service, bucket)

    def _list_page(self, bucket: str, prefix: str, *, delimited: bool, token: str | None) -> Page:
        return listing.page(
            self.service, bucket, prefix, delimited=delimited, token=token, size=self.page_size
        )

    @property
    def _read_exchange(self) -> ReadExchange:
        return partial(get_exchange, self.service)

    def _look(self, bucket: str, key: str, version: str | None) -> Received:
        return self.service.send(head_exchange(self.service, bucket, key, version))

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
        if start is not None and start < 0:
            # The service has no range that counts from the end: look where that is, and pin it.
            info = self._head(bucket, key, version)
            start, if_match = max(0, info.size + start), if_match or info.etag
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
    ) -> BlockUpload:
        sizes = part_sizes_for(size, self.part_size, MAX_BLOCKS)
        return BlockUpload(self.service, bucket, key, options, sizes, meter, self.concurrency)

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

    def _delete(self, bucket: str, key: str, version: str | None) -> None:
        versions.delete(self.service, bucket, key, version)

    def _delete_many(self, bucket: str, keys: Iterable[str]) -> Iterator[tuple[str, CloudError | None]]:
        return delete_many(self, bucket, keys)

    def _presign(self, method: str, bucket: str, key: str, expires_in: int) -> str:
        return self._signer.sign(method, bucket, key, expires_in)

    def _presigned_headers(self, method: str) -> Mapping[str, str]:
        return PUT_HEADERS if method == "PUT" else {}

    def _check_key(self, key: str) -> None:
        super()._check_key(key)
        check_holdable(key)
        if not self.capabilities.has(Capability.ANY_KEY):
            check_addressable(key)

    def _check_prefix(self, prefix: str) -> None:
        super()._check_prefix(prefix)
        check_holdable(prefix)
