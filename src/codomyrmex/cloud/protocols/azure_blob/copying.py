"""Copies on the server's side, of any size, within an account and from elsewhere.

https://learn.microsoft.com/rest/api/storageservices/copy-blob
"""

from __future__ import annotations

import threading
import time
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from codomyrmex.cloud.common.errors import (
    CloudError,
    ConflictError,
    NotFoundError,
    OperationTimeoutError,
    PreconditionFailedError,
    ServiceUnavailableError,
)
from codomyrmex.cloud.common.storage.checks import Check
from codomyrmex.cloud.common.storage.types import ObjectInfo
from codomyrmex.cloud.protocols.azure_blob.headers import object_info
from codomyrmex.cloud.protocols.azure_blob.objects import head_exchange, own_write, version_query
from codomyrmex.cloud.wire import Response, RetryPolicy
from codomyrmex.logging_monitoring import get_logger

if TYPE_CHECKING:
    from codomyrmex.cloud.protocols.azure_blob.service import BlobService, Parameters

_log = get_logger(__name__)
_FIRST_PAUSE, _LONGEST_PAUSE, _LONGEST_WAIT = 0.2, 5.0, 0.2  # seconds
# Aborting follows a failure that may have spent the caller's patience, or a Ctrl-C.
_IMPATIENT = RetryPolicy(budget=5.0, max_attempts=3)


class _State(NamedTuple):
    """How far a copy is."""

    status: str
    copy_id: str
    progress: str
    reason: str
    info: ObjectInfo


def copy(
    service: BlobService,
    source_bucket: str,
    source_key: str,
    bucket: str,
    key: str,
    *,
    if_absent: bool,
    version: str | None,
) -> ObjectInfo:
    """Copy a blob within the account, pinned to its ETag."""
    source = service.send(head_exchange(service, source_bucket, source_key, version))
    url = service.url(source_bucket, source_key, version_query(version))
    headers = {"x-ms-source-if-match": f'"{source.info.etag}"'}
    made = copy_from(service, url, bucket, key, headers, if_absent=if_absent, check=source.check)
    return replace(
        source.info,
        bucket=bucket,
        key=key,
        last_modified=made.last_modified,
        etag=made.etag,
        version=made.version,
    )


def copy_from(
    service: BlobService,
    url: str,
    bucket: str,
    key: str,
    headers: Mapping[str, str],
    *,
    if_absent: bool,
    check: Check | None = None,
) -> ObjectInfo:
    """Copy what a URL gives, and wait until it is there; of what is returned, ETag, version and time count.

    Args:
        service: whose the copy will be.
        url: of a blob, with a signature where it is another account's.
        bucket: where to.
        key: its key there.
        headers: conditions on the source.
        if_absent: copy only where nothing is.
        check: the source's digest, by which a copy is known whose answer was lost.

    Raises:
        OperationTimeoutError: the copy got nowhere within the time budget; it was aborted.
    """
    sent = {"x-ms-copy-source": url, **headers, **({"if-none-match": "*"} if if_absent else {})}
    exchange = service.exchange(
        "PUT", bucket, key, parse=lambda response: _state(response, bucket, key), headers=sent
    )
    try:
        state = service.send(exchange)
    except PreconditionFailedError:
        # Where the answer to an earlier attempt was lost, what is there is the copy that it made.
        lost = if_absent and exchange.attempts.count > 1
        made = own_write(service, bucket, key, check) if lost and check is not None else None
        if made is None:
            raise
        return made
    return _wait(service, bucket, key, state.copy_id) if state.status == "pending" else state.info


def _wait(service: BlobService, bucket: str, key: str, copy_id: str) -> ObjectInfo:
    try:
        return _poll(service, bucket, key, copy_id)
    except BaseException:
        _clean_up(service, bucket, key, copy_id)
        raise


def _poll(service: BlobService, bucket: str, key: str, copy_id: str) -> ObjectInfo:
    pause, progress, moved_at = _FIRST_PAUSE, "", time.monotonic()
    while True:
        _sleep(pause)
        state = _look(service, bucket, key)
        if state.copy_id != copy_id:
            raise ConflictError(f"{bucket}/{key} was overwritten while it was being copied.")
        if state.status == "success":
            return state.info
        if state.status != "pending":
            raise ServiceUnavailableError(
                f"The copy to {bucket}/{key} ended as {state.status}: {state.reason}.", retryable=False
            )
        if state.progress != progress:
            progress, moved_at = state.progress, time.monotonic()
        elif time.monotonic() - moved_at > service.transport.policy.budget:
            raise OperationTimeoutError(f"The copy to {bucket}/{key} gets nowhere; it was aborted.")
        pause = min(2 * pause, _LONGEST_PAUSE)


def _sleep(seconds: float) -> None:
    # In slices: a signal that comes just before a wait begins does not end it.
    until, nap = time.monotonic() + seconds, threading.Event()
    while (left := until - time.monotonic()) > 0:
        nap.wait(min(left, _LONGEST_WAIT))


def _look(service: BlobService, bucket: str, key: str, policy: RetryPolicy | None = None) -> _State:
    exchange = service.exchange("HEAD", bucket, key, parse=lambda response: _state(response, bucket, key))
    return service.send(exchange, policy)


def _clean_up(service: BlobService, bucket: str, key: str, copy_id: str) -> None:
    """Abort Copy Blob, and delete the empty blob that a copy leaves which came to nothing; a failure is
    logged."""
    try:
        state = _look(service, bucket, key, _IMPATIENT)
        if state.copy_id == copy_id and state.status == "pending":
            query = (("comp", "copy"), ("copyid", copy_id))
            _send(service, "PUT", bucket, key, query, {"x-ms-copy-action": "abort"})
            state = _look(service, bucket, key, _IMPATIENT)
        if state.copy_id == copy_id and state.status != "success":
            _send(service, "DELETE", bucket, key, (), {"if-match": f'"{state.info.etag}"'})
    except NotFoundError:
        pass
    except CloudError as error:
        _log.warning("copy_left_behind", bucket=bucket, key=key, error=str(error))


def _send(
    service: BlobService, method: str, bucket: str, key: str, query: Parameters, headers: Mapping[str, str]
) -> None:
    exchange = service.exchange(
        method, bucket, key, parse=lambda _response: None, query=query, headers=headers
    )
    service.send(exchange, _IMPATIENT)


def _state(response: Response, bucket: str, key: str) -> _State:
    headers = response.headers
    return _State(
        headers.get("x-ms-copy-status", "success"),
        headers.get("x-ms-copy-id", ""),
        headers.get("x-ms-copy-progress", ""),
        headers.get("x-ms-copy-status-description", "no reason is given"),
        object_info(response, bucket, key),
    )
