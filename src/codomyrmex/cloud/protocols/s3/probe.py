"""Asks an endpoint whether it really has conditional writes, by trying them."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from codomyrmex.cloud.common.errors import CloudError, PreconditionFailedError
from codomyrmex.cloud.common.storage.capabilities import Capability
from codomyrmex.cloud.common.storage.types import PutOptions

if TYPE_CHECKING:
    from codomyrmex.cloud.protocols.s3.store import S3Storage

_TYPE = "application/octet-stream"


def probe(store: S3Storage, bucket: str) -> dict[str, bool]:
    """Try conditional writes on a key of its own, which is deleted afterwards.

    Returns:
        What was found, by the names of the capabilities.
    """
    key = f".capability-probe-{secrets.token_hex(8)}"
    store._put(bucket, key, b"1", PutOptions(_TYPE), None)
    try:
        return {
            Capability.IF_ABSENT.value: _is_refused(store, bucket, key, PutOptions(_TYPE, if_absent=True)),
            Capability.IF_MATCH.value: _is_refused(store, bucket, key, PutOptions(_TYPE, if_match="0" * 32)),
        }
    finally:
        store._delete(bucket, key, None)


def _is_refused(store: S3Storage, bucket: str, key: str, options: PutOptions) -> bool:
    try:
        store._put(bucket, key, b"2", options, None)
    except PreconditionFailedError:
        return True
    except CloudError as error:
        if error.status is not None and error.status < 500:
            return False
        raise
    return False
