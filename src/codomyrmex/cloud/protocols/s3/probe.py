"""Asks an endpoint whether it really has conditional writes, by trying them."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from codomyrmex.cloud.common.errors import CloudError, PreconditionFailedError
from codomyrmex.cloud.common.storage.capabilities import Capability
from codomyrmex.cloud.common.storage.meter import Meter
from codomyrmex.cloud.common.storage.parts import PartSizes
from codomyrmex.cloud.common.storage.types import PutOptions
from codomyrmex.cloud.protocols.s3.headers import condition_headers, option_headers
from codomyrmex.cloud.protocols.s3.multipart import MultipartUpload

if TYPE_CHECKING:
    from codomyrmex.cloud.protocols.s3.store import S3Storage

_TYPE = "application/octet-stream"
_ABSENT = PutOptions(_TYPE, if_absent=True)
_OTHER = PutOptions(_TYPE, if_match="0" * 32)


def probe(store: S3Storage, bucket: str) -> dict[str, bool]:
    """Try conditional writes on a key of its own, which is deleted afterwards.

    An endpoint has a condition when it heeds it in a single request and in a multipart upload alike: several
    servers check the one and overwrite with the other.

    Returns:
        What was found, by the names of the capabilities.
    """
    key = f".capability-probe-{secrets.token_hex(8)}"
    there = store._put(bucket, key, b"1", PutOptions(_TYPE), None)
    try:
        known = PutOptions(_TYPE, if_match=there.etag)
        return {
            Capability.IF_ABSENT.value: _refuses(store, bucket, key, _ABSENT),
            Capability.IF_MATCH.value: _refuses(store, bucket, key, _OTHER)
            and not _is_refused(store, bucket, key, known),
        }
    finally:
        store._delete(bucket, key, None)


def _refuses(store: S3Storage, bucket: str, key: str, options: PutOptions) -> bool:
    return _is_refused(store, bucket, key, options) and _is_refused_in_parts(store, bucket, key, options)


def _is_refused(store: S3Storage, bucket: str, key: str, options: PutOptions) -> bool:
    try:
        store._put(bucket, key, b"1", options, None)
    except PreconditionFailedError:
        return True
    except CloudError as error:
        if error.status is None or error.status >= 500:
            raise
    return False


def _is_refused_in_parts(store: S3Storage, bucket: str, key: str, options: PutOptions) -> bool:
    upload = MultipartUpload.create(store.service, bucket, key, option_headers(options), PartSizes())
    try:
        etag = upload.put_part(1, b"1", Meter(None, None))
        upload.complete([etag], condition_headers(options))
    except PreconditionFailedError:
        upload.abort()
        return True
    except CloudError as error:
        upload.abort()
        if error.status is None or error.status >= 500:
            raise
    return False
