"""Deletes in bulk: 100 objects in a request.

https://cloud.google.com/storage/docs/batch
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Iterator
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING

from codomyrmex.cloud.common.errors import (
    BucketNotFoundError,
    CloudError,
    NotFoundError,
    ServiceUnavailableError,
)
from codomyrmex.cloud.common.storage.capabilities import Capability
from codomyrmex.cloud.protocols.batch import batch_answers, batch_request
from codomyrmex.cloud.protocols.deleting import Outcome, delete_batch, delete_one_by_one
from codomyrmex.cloud.protocols.gcs import listing
from codomyrmex.cloud.protocols.gcs.errors import error_of
from codomyrmex.cloud.protocols.gcs.objects import delete_exchange, generation_query
from codomyrmex.cloud.wire import Response, RetryPolicy

if TYPE_CHECKING:
    from codomyrmex.cloud.protocols.gcs.service import GCSService
    from codomyrmex.cloud.protocols.gcs.store import GCSStorage

BATCH_SIZE = 100
Target = tuple[str, str | None]
"""A key, and its generation; ``None``: whichever is the newest."""


def delete_many(store: GCSStorage, bucket: str, keys: Iterable[str]) -> Iterator[Outcome]:
    """Delete keys as they come; yields each with its error, or ``None``.

    Raises:
        BucketNotFoundError: the bucket is not there.
    """
    one_by_one = partial(_one_by_one, store, bucket)
    if not store.capabilities.has(Capability.BATCH_DELETE):
        yield from one_by_one(keys)
        return
    source = iter(keys)
    while batch := list(islice(source, store.batch_size)):
        yield from delete_batch(batch, partial(_batch_of_keys, store.service, bucket), one_by_one)


def delete_versions(
    service: GCSService, bucket: str, prefix: str = "", policy: RetryPolicy | None = None
) -> None:
    """Delete all generations of all objects whose keys begin with a prefix.

    Raises:
        CloudError: one of them cannot be deleted.
    """
    found = listing.versions(service, bucket, prefix, policy)
    targets: Iterator[Target] = ((one.key, one.version) for one in found)
    while batch := list(islice(targets, BATCH_SIZE)):
        for number, error in _batch(service, bucket, batch, policy).items():
            if not error.retryable:
                raise error
            key, version = batch[number]
            service.send(delete_exchange(service, bucket, key, version), policy)


def _one_by_one(store: GCSStorage, bucket: str, keys: Iterable[str]) -> Iterator[Outcome]:
    exchanges = ((key, delete_exchange(store.service, bucket, key, None)) for key in keys)
    return delete_one_by_one(store.service.transport, exchanges)


def _batch_of_keys(service: GCSService, bucket: str, keys: list[str]) -> dict[str, CloudError]:
    failures = _batch(service, bucket, [(key, None) for key in keys])
    return {keys[number]: error for number, error in failures.items()}


def _batch(
    service: GCSService, bucket: str, targets: list[Target], policy: RetryPolicy | None = None
) -> dict[int, CloudError]:
    boundary = f"batch_{secrets.token_hex(16)}"
    requests = [
        service.subrequest("DELETE", service.endpoint.json_path(bucket, key), generation_query(version))
        for key, version in targets
    ]
    exchange = service.exchange_with(
        "POST",
        service.endpoint.origin + service.endpoint.batch_path(),
        parse=lambda response: failures(response, bucket, targets),
        resource=bucket,
        headers={"content-type": f"multipart/mixed; boundary={boundary}"},
        body=batch_request(boundary, requests),
    )
    return service.send(exchange, policy)


def failures(response: Response, bucket: str, targets: list[Target]) -> dict[int, CloudError]:
    """The places of the objects that a batch left, by its answer: one part for each, in any order.

    Raises:
        BucketNotFoundError: the bucket is not there.
        ServiceUnavailableError: there is no answer for some of the objects.
    """
    found: dict[int, CloudError] = {}
    answered = set()
    for number, answer in batch_answers(response):
        error = None if answer.status < 300 else error_of(answer)
        if isinstance(error, BucketNotFoundError):
            raise error
        if number is None or number >= len(targets):
            continue
        answered.add(number)
        if error is not None and not isinstance(error, NotFoundError):
            error.resource = f"{bucket}/{targets[number][0]}"
            found[number] = error
    if len(answered) != len(targets):
        raise ServiceUnavailableError(
            f"The service answered {len(answered)} of the {len(targets)} requests of a batch."
        )
    return found
