"""Block blobs: blocks in parallel, put together as a whole.

https://learn.microsoft.com/rest/api/storageservices/understanding-block-blobs--append-blobs--and-page-blobs
"""

from __future__ import annotations

from base64 import b64encode
from typing import TYPE_CHECKING

from codomyrmex.cloud.common.content import Body
from codomyrmex.cloud.common.errors import ConflictError, InvalidRequestError, PreconditionFailedError
from codomyrmex.cloud.common.storage.checks import Check, SentMD5
from codomyrmex.cloud.common.storage.driver import Watch
from codomyrmex.cloud.common.storage.meter import Meter
from codomyrmex.cloud.common.storage.parts import PartSizes
from codomyrmex.cloud.common.storage.parts_upload import PartsUpload
from codomyrmex.cloud.common.storage.types import ObjectInfo, PutOptions
from codomyrmex.cloud.protocols.azure_blob.block_ids import BlockIds, size_of_waiting
from codomyrmex.cloud.protocols.azure_blob.headers import (
    condition_headers,
    encryption_headers,
    md5_header,
    option_headers,
    written,
)
from codomyrmex.cloud.protocols.azure_blob.objects import own_write, put

if TYPE_CHECKING:
    from codomyrmex.cloud.protocols.azure_blob.service import BlobService

MAX_BLOCKS = 50_000


class BlockUpload(PartsUpload[str]):
    """A blob written piece by piece: one Put Blob for a single piece, else blocks and their list.

    A block is sent with its MD5, which the service compares, and the MD5 of the whole is kept with the blob.
    Blocks that never become a blob cannot be seen and vanish within a week; no request throws them away
    without touching the blob of that name.
    """

    def __init__(
        self,
        service: BlobService,
        bucket: str,
        key: str,
        options: PutOptions,
        sizes: PartSizes,
        meter: Meter,
        concurrency: int,
    ) -> None:
        super().__init__(sizes, meter, concurrency)
        self._service = service
        self._bucket = bucket
        self._key = key
        self._options = options
        self._encryption = encryption_headers(options.encryption)
        self._digest = SentMD5(options.md5)
        self._ids = BlockIds()

    def _begin(self) -> None:
        """There is nothing to tell: the first block is the beginning."""

    def _send(self, body: Body) -> None:
        super()._send(body)
        # While it is on its way. A single piece never comes here: its MD5 goes with Put Blob.
        self._digest.update(body)

    def _put_part(self, number: int, body: Body) -> str:
        watch = self._meter.watch_sent()
        try:
            return self._put_block(self._ids.id_of(number), body, watch)
        except InvalidRequestError as error:
            if error.code != "InvalidBlobOrBlock":
                raise
            # Blocks of another program's upload wait there, with ids of another length.
            size = size_of_waiting(self._service, self._bucket, self._key)
            if size is not None and not self._ids.fit(size):
                raise
        return self._put_block(self._ids.id_of(number), body, watch)

    def _put_block(self, block_id: str, body: Body, watch: Watch) -> str:
        """Put Block (https://learn.microsoft.com/rest/api/storageservices/put-block)."""
        exchange = self._service.exchange(
            "PUT",
            self._bucket,
            self._key,
            parse=lambda _response: block_id,
            query=(("comp", "block"), ("blockid", block_id)),
            headers={"content-md5": md5_header(body), **self._encryption},
            body=body,
            watch=watch,
        )
        return self._service.send(exchange)

    def _put_whole(self, body: Body, watch: Watch) -> ObjectInfo:
        return put(self._service, self._bucket, self._key, body, self._options, watch)

    def _complete(self, parts: list[str]) -> ObjectInfo:
        """Put Block List (https://learn.microsoft.com/rest/api/storageservices/put-block-list)."""
        digest = self._digest.digest()
        body = block_list(parts)
        exchange = self._service.exchange(
            "PUT",
            self._bucket,
            self._key,
            parse=lambda response: written(response, self._bucket, self._key, self._size, self._options),
            query=(("comp", "blocklist"),),
            headers={
                **option_headers(self._options),
                **condition_headers(self._options),
                "x-ms-blob-content-md5": b64encode(digest).decode(),
                "content-md5": md5_header(body),
            },
            body=body,
        )
        try:
            return self._service.send(exchange)
        except PreconditionFailedError:
            # Where the answer to an earlier attempt was lost, what is there is the blob that it made.
            if exchange.attempts.count == 1:
                raise
            info = own_write(self._service, self._bucket, self._key, Check("md5", digest))
            if info is None:
                raise
            return info
        except ConflictError as error:
            # Not for the wire, which would commit the same list: the whole upload may be tried again.
            error.retryable = error.retryable or error.code == "InvalidBlockList"
            raise

    def _discard(self) -> None:
        """Nothing can be done that would not touch the blob of this name; see above."""


def block_list(ids: list[str]) -> bytes:
    """The body of Put Block List. ``Latest`` finds a block that an earlier attempt made part of the blob."""
    blocks = "".join(f"<Latest>{block_id}</Latest>" for block_id in ids)
    return f'<?xml version="1.0" encoding="utf-8"?><BlockList>{blocks}</BlockList>'.encode()
