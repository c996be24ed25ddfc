"""Deletes: of large objects with their segments, and in bulk.

https://docs.openstack.org/swift/latest/api/bulk-delete.html
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING
from urllib.parse import unquote

from codomyrmex.cloud.common.errors import CloudError
from codomyrmex.cloud.protocols.deleting import Outcome, delete_batch, delete_one_by_one
from codomyrmex.cloud.protocols.swift import containers
from codomyrmex.cloud.protocols.swift.errors import error_of
from codomyrmex.cloud.protocols.swift.headers import version_of
from codomyrmex.cloud.protocols.swift.objects import delete_exchange, head_exchange, look
from codomyrmex.cloud.protocols.swift.segments import (
    discard_replaced,
    is_version,
    own_segments,
    segments_bucket,
)
from codomyrmex.cloud.protocols.swift.service import path_of
from codomyrmex.cloud.wire import Response
from codomyrmex.cloud.wire.exchange import OK

if TYPE_CHECKING:
    from codomyrmex.cloud.protocols.swift.service import SwiftService

_LONGEST_LINE = 1024
"""Ceph refuses a list with a longer one."""


def delete(service: SwiftService, bucket: str, key: str) -> None:
    """Delete an object, and then the segments that only it was made of; one that is not there is no error. A
    bucket that keeps versions only hides it.

    Raises:
        BucketNotFoundError: the bucket is not there.
    """
    found = look(service, bucket, key)
    if found is None:
        containers.require(service, bucket)
        # Ceph shows no large object whose first segment is gone.
        delete_current(service, bucket, key)
        return
    if found.large and found.segments is None and found.info.version is None:
        _delete_with_manifest(service, bucket, key)
        return
    segments = [] if is_version(found.info.version) else own_segments(service, found)
    discard_replaced(service, segments, delete_current(service, bucket, key))


def delete_current(service: SwiftService, bucket: str, key: str) -> str | None:
    """Delete object; returns the version of the delete marker, where one was made in its place."""
    # Somebody may be faster, or the answer to an earlier attempt lost.
    exchange = service.exchange("DELETE", bucket, key, parse=version_of, ok=OK | {404})
    return service.send(exchange)


def delete_many(
    service: SwiftService, bucket: str, keys: Iterable[str], size: int, *, in_bulk: bool
) -> Iterator[Outcome]:
    """Delete keys as they come, at most ``size`` with one request; yields each with its error, or ``None``.

    Raises:
        BucketNotFoundError: the bucket is not there.
    """
    source = iter(keys)
    batch = list(islice(source, size))
    # Without a container of segments there are no large objects to look for.
    may_be_large = bool(batch) and containers.exists(service, segments_bucket(bucket))
    one_by_one = partial(_one_by_one, service, bucket)
    while batch:
        small = batch
        if may_be_large:
            large = set(_large(service, bucket, batch))
            small = [key for key in batch if key not in large]
            yield from map(partial(_outcome, service, bucket), large)
        short = [key for key in small if in_bulk and len(path_of(bucket, key)) <= _LONGEST_LINE]
        yield from delete_batch(short, partial(_batch, service, bucket), one_by_one)
        yield from one_by_one(set(small).difference(short))
        batch = list(islice(source, size))


def _outcome(service: SwiftService, bucket: str, key: str) -> Outcome:
    try:
        delete(service, bucket, key)
    except CloudError as error:
        return key, error
    return key, None


def _large(service: SwiftService, bucket: str, keys: list[str]) -> Iterator[str]:
    exchanges = ((key, head_exchange(service, bucket, key)) for key in keys)
    for key, found in service.transport.send_tagged(exchanges):
        if not isinstance(found, CloudError) and found.large:
            yield key


def _one_by_one(service: SwiftService, bucket: str, keys: Iterable[str]) -> Iterator[Outcome]:
    exchanges = ((key, delete_exchange(service, bucket, key)) for key in keys)
    return delete_one_by_one(service.transport, exchanges)


def _batch(service: SwiftService, bucket: str, keys: list[str]) -> dict[str, CloudError]:
    names = {path_of(bucket, key).removeprefix("/"): key for key in keys}
    exchange = service.exchange(
        "POST",
        None,
        parse=_report,
        query=(("bulk-delete", ""),),
        headers={"accept": "application/json", "content-type": "text/plain"},
        body="\n".join(names).encode(),
    )
    missing, failures = service.send(exchange)
    if missing == len(keys):
        # The service says the same of keys that are not there and of a bucket that is not.
        containers.require(service, bucket)
    return {_key(name, bucket): error for name, error in failures}


def _delete_with_manifest(service: SwiftService, bucket: str, key: str) -> None:
    exchange = service.exchange(
        "DELETE",
        bucket,
        key,
        parse=_report,
        query=(("multipart-manifest", "delete"),),
        headers={"accept": "application/json"},
    )
    _missing, failures = service.send(exchange)
    if failures:
        raise failures[0][1]


def _report(response: Response) -> tuple[int, list[tuple[str, CloudError]]]:
    """How many keys were not there, and those that are left; the status of the answer says nothing."""
    found = json.loads(response.body)
    failures = [(name, _error(status)) for name, status in found["Errors"]]
    status = found["Response Status"]
    if not status.startswith("200") and not failures and not found["Number Not Found"]:
        raise _error(status)
    return found["Number Not Found"], failures


def _error(status: str) -> CloudError:
    return error_of(Response(int(status.split()[0]), [], b""))


def _key(name: str, bucket: str) -> str:
    return unquote(name).removeprefix("/").removeprefix(f"{bucket}/")
