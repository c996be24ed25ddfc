"""Multipart uploads: parts in parallel, completed as a whole or aborted without a trace.

https://docs.aws.amazon.com/AmazonS3/latest/userguide/mpuoverview.html
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from codomyrmex.cloud.common.content import Body, digest_of
from codomyrmex.cloud.common.errors import (
    CloudError,
    IntegrityError,
    InvalidRequestError,
    NotFoundError,
    PreconditionFailedError,
    ServiceUnavailableError,
)
from codomyrmex.cloud.common.storage.driver import Watch
from codomyrmex.cloud.common.storage.meter import Meter
from codomyrmex.cloud.common.storage.parts import PartSizes
from codomyrmex.cloud.common.storage.parts_upload import PartsUpload
from codomyrmex.cloud.common.storage.types import ObjectInfo, PutOptions
from codomyrmex.cloud.protocols.s3.errors import error_in_success
from codomyrmex.cloud.protocols.s3.headers import PARTS, condition_headers, has_md5_etag, option_headers
from codomyrmex.cloud.protocols.s3.objects import head_exchange, put
from codomyrmex.cloud.protocols.s3.xml import Document, complete_request
from codomyrmex.cloud.wire import Response, RetryPolicy
from codomyrmex.logging_monitoring import get_logger

if TYPE_CHECKING:
    from codomyrmex.cloud.protocols.s3.service import S3Service

_log = get_logger(__name__)
_MD5 = re.compile(r"[0-9a-f]{32}")
# Aborting follows a failure that may have spent the caller's patience, or a Ctrl-C.
_IMPATIENT = RetryPolicy(budget=5.0, max_attempts=3)


class MultipartUpload:
    """The requests of one multipart upload.

    Args:
        service: where it goes.
        bucket: the object's bucket.
        key: the object's key.
        upload_id: the service's name for the upload.
        by_etag: whether to expect that a part's ETag is its MD5. It is compared before the parts become the
            object, so that the service need not hash each part twice, for a ``Content-MD5`` as well.
    """

    def __init__(self, service: S3Service, bucket: str, key: str, upload_id: str, *, by_etag: bool) -> None:
        self._service = service
        self._bucket = bucket
        self._key = key
        self._id = upload_id
        self._by_etag = by_etag

    @classmethod
    def create(
        cls, service: S3Service, bucket: str, key: str, headers: Mapping[str, str], sizes: PartSizes
    ) -> MultipartUpload:
        """CreateMultipartUpload; the part sizes are kept with the object, for the check on the way down."""
        exchange = service.exchange(
            "POST",
            bucket,
            key,
            parse=lambda response: (Document(response.body).text("UploadId"), has_md5_etag(response)),
            query=(("uploads", ""),),
            headers={**headers, PARTS: str(sizes)},
        )
        upload_id, by_etag = service.send(exchange)
        if upload_id is None:
            raise ServiceUnavailableError("The service began a multipart upload without giving its id.")
        return cls(service, bucket, key, upload_id, by_etag=by_etag and not service.checksums)

    def put_part(self, number: int, body: Body, meter: Meter) -> str:
        """UploadPart; returns the part's ETag."""
        watch = meter.watch_sent()
        if self._by_etag:
            etag = self._put_part(number, body, None, watch)
            if etag == digest_of(body, "md5").hex():
                return etag
            # Other bytes arrived, or this service's ETags are no MD5s: it has to compare them itself.
            self._by_etag = False
        return self._put_part(number, body, self._service.digest_headers(body), watch)

    def _put_part(self, number: int, body: Body, headers: Mapping[str, str] | None, watch: Watch) -> str:
        exchange = self._service.exchange(
            "PUT",
            self._bucket,
            self._key,
            parse=lambda response: response.headers.get("etag", "").strip('"'),
            query=self._query(number),
            headers=headers,
            body=body,
            watch=watch,
        )
        return self._service.send(exchange)

    def copy_part(self, number: int, source: str, start: int, end: int, source_etag: str | None) -> str:
        """UploadPartCopy of the source's bytes from ``start`` to before ``end``; returns the part's ETag."""
        headers = {"x-amz-copy-source": source, "x-amz-copy-source-range": f"bytes={start}-{end - 1}"}
        if source_etag is not None:
            headers["x-amz-copy-source-if-match"] = f'"{source_etag}"'
        exchange = self._service.exchange(
            "PUT", self._bucket, self._key, parse=copy_etag, query=self._query(number), headers=headers
        )
        return self._service.send(exchange)

    def complete(self, etags: list[str], conditions: Mapping[str, str]) -> tuple[str | None, str | None]:
        """CompleteMultipartUpload; returns the ETag and the version of the object that appears."""
        body = complete_request(etags)
        exchange = self._service.exchange(
            "POST",
            self._bucket,
            self._key,
            parse=_completed,
            query=(("uploadId", self._id),),
            headers={**conditions, **self._service.digest_headers(body)},
            body=body,
        )
        expected = etag_of_parts(etags)
        try:
            etag, version = self._service.send(exchange)
        except (InvalidRequestError, NotFoundError, PreconditionFailedError) as refusal:
            # The answer to an earlier attempt was lost: the upload is gone, or its parts are (InvalidPart),
            # because they became the object.
            if exchange.attempts.count == 1 or expected is None:
                raise
            try:
                info = self._head()
            except NotFoundError:
                raise refusal from None
            if info.etag != expected:
                raise
            return info.etag, info.version
        if etag is None:
            # Ceph answers an empty ETag when it completes.
            info = self._head()
            etag, version = info.etag, info.version
        if etag is not None and expected is not None and "-" in etag and etag != expected:
            raise IntegrityError(
                f"The service put other parts together for {self._bucket}/{self._key} than were sent."
            )
        return etag, version

    def _head(self) -> ObjectInfo:
        return self._service.send(head_exchange(self._service, self._bucket, self._key, None))

    def abort(self) -> None:
        """AbortMultipartUpload; a failure is logged, since another error is on its way already."""
        exchange = self._service.exchange(
            "DELETE", self._bucket, self._key, parse=lambda _response: None, query=(("uploadId", self._id),)
        )
        try:
            self._service.send(exchange, _IMPATIENT)
        except NotFoundError:
            pass
        except CloudError as error:
            _log.warning("multipart_upload_left_behind", bucket=self._bucket, key=self._key, error=str(error))

    def _query(self, number: int) -> tuple[tuple[str, str], ...]:
        return (("partNumber", str(number)), ("uploadId", self._id))


class S3Upload(PartsUpload[str]):
    """An object written piece by piece: one PUT for a single piece, else a multipart upload."""

    _multipart: MultipartUpload

    def __init__(
        self,
        service: S3Service,
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

    def _begin(self) -> None:
        headers = option_headers(self._options)
        self._multipart = MultipartUpload.create(self._service, self._bucket, self._key, headers, self._sizes)

    def _put_part(self, number: int, body: Body) -> str:
        return self._multipart.put_part(number, body, self._meter)

    def _put_whole(self, body: Body, watch: Watch) -> ObjectInfo:
        return put(self._service, self._bucket, self._key, body, self._options, watch)

    def _complete(self, parts: list[str]) -> ObjectInfo:
        etag, version = self._multipart.complete(parts, condition_headers(self._options))
        return ObjectInfo(
            self._bucket,
            self._key,
            self._size,
            etag=etag,
            version=version,
            content_type=self._options.content_type,
            storage_class=self._options.storage_class,
            metadata=self._options.metadata,
            parts=self._sizes,
        )

    def _discard(self) -> None:
        self._multipart.abort()


def etag_of_parts(etags: list[str]) -> str | None:
    """The ETag that S3 gives an object made of parts with these ETags, when they are MD5s."""
    if not all(_MD5.fullmatch(etag) for etag in etags):
        return None
    whole = hashlib.md5(bytes.fromhex("".join(etags)), usedforsecurity=False).hexdigest()
    return f"{whole}-{len(etags)}"


def copy_etag(response: Response) -> str:
    """The ETag in the answer to a copy, whose status may be 200 for an error as well."""
    error = error_in_success(response.body)
    if error is not None:
        raise error
    return (Document(response.body).text("ETag") or "").strip('"')


def _completed(response: Response) -> tuple[str | None, str | None]:
    return copy_etag(response) or None, response.headers.get("x-amz-version-id")
