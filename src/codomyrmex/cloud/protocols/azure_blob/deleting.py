"""Deletes in bulk: 256 blobs in a request.

https://learn.microsoft.com/rest/api/storageservices/blob-batch
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
from codomyrmex.cloud.protocols.azure_blob.errors import error_of
from codomyrmex.cloud.protocols.azure_blob.objects import delete_exchange
from codomyrmex.cloud.protocols.batch import batch_answers, batch_request
from codomyrmex.cloud.protocols.deleting import Outcome, delete_batch, delete_one_by_one
from codomyrmex.cloud.wire import Response

if TYPE_CHECKING:
    from codomyrmex.cloud.protocols.azure_blob.store import AzureBlobStorage


def delete_many(store: AzureBlobStorage, bucket: str, keys: Iterable[str]) -> Iterator[Outcome]:
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
        yield from delete_batch(batch, partial(_batch, store, bucket), one_by_one)


def _one_by_one(store: AzureBlobStorage, bucket: str, keys: Iterable[str]) -> Iterator[Outcome]:
    exchanges = ((key, delete_exchange(store.service, bucket, key, None)) for key in keys)
    return delete_one_by_one(store.service.transport, exchanges)


def _batch(store: AzureBlobStorage, bucket: str, keys: list[str]) -> dict[str, CloudError]:
    boundary = f"batch_{secrets.token_hex(16)}"
    exchange = store.service.exchange(
        "POST",
        bucket,
        parse=lambda response: failures(response, keys),
        query=(("restype", "container"), ("comp", "batch")),
        headers={"content-type": f"multipart/mixed; boundary={boundary}"},
        body=batch_request(boundary, [store.service.subrequest("DELETE", bucket, key) for key in keys]),
    )
    return store.service.send(exchange)


def failures(response: Response, keys: list[str]) -> dict[str, CloudError]:
    """The keys that a batch left, by its answer: one part for each, in any order.

    Raises:
        BucketNotFoundError: the bucket is not there.
        ServiceUnavailableError: there is no answer for some of the keys.
    """
    found: dict[str, CloudError] = {}
    answered = set()
    for number, answer in batch_answers(response):
        error = None if answer.status < 300 else error_of(answer)
        if isinstance(error, BucketNotFoundError) or (error is not None and number is None):
            # Without a number it is about the batch itself.
            raise error
        if number is None:
            continue
        answered.add(number)
        if error is not None and not isinstance(error, NotFoundError):
            error.resource = keys[number]
            found[keys[number]] = error
    if len(answered) != len(keys):
        raise ServiceUnavailableError(
            f"The service answered {len(answered)} of the {len(keys)} requests of a batch."
        )
    return found
