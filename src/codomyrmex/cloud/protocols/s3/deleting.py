"""Deletes in bulk: a thousand keys in a request, or many requests at once where the service has none such."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING

from codomyrmex.cloud.common.errors import CloudError
from codomyrmex.cloud.common.storage.capabilities import Capability
from codomyrmex.cloud.protocols.deleting import Outcome, delete_batch, delete_one_by_one
from codomyrmex.cloud.protocols.s3 import errors, xml
from codomyrmex.cloud.protocols.s3.objects import delete_exchange
from codomyrmex.cloud.protocols.xml import fits_xml
from codomyrmex.cloud.wire import Response

if TYPE_CHECKING:
    from codomyrmex.cloud.protocols.s3.store import S3Storage


def delete_many(store: S3Storage, bucket: str, keys: Iterable[str]) -> Iterator[Outcome]:
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
        # XML cannot say every key; those go in requests of their own.
        unfit = [key for key in batch if not fits_xml(key)]
        fit = [key for key in batch if fits_xml(key)] if unfit else batch
        yield from delete_batch(fit, partial(_batch, store, bucket), one_by_one)
        yield from one_by_one(unfit)


def _batch(store: S3Storage, bucket: str, keys: list[str]) -> dict[str, CloudError]:
    body = xml.delete_request(keys)
    exchange = store.service.exchange(
        "POST",
        bucket,
        parse=_failures,
        query=(("delete", ""),),
        headers=store.service.digest_headers(body),
        body=body,
    )
    return store.service.send(exchange)


def _failures(response: Response) -> dict[str, CloudError]:
    document = xml.Document(response.body)
    failures = {}
    for element in document.root.iterfind(document.name("Error")):
        found = {child.tag.rpartition("}")[2]: child.text or "" for child in element}
        if found.get("Code") != "NoSuchKey":
            failures[found.get("Key", "")] = errors.error_of_code(found.get("Code"), found.get("Message"))
    return failures


def _one_by_one(store: S3Storage, bucket: str, keys: Iterable[str]) -> Iterator[Outcome]:
    exchanges = ((key, delete_exchange(store.service, bucket, key, None)) for key in keys)
    return delete_one_by_one(store.service.transport, exchanges)


def delete_versions(store: S3Storage, bucket: str) -> None:
    """Delete every version and every delete marker of a bucket."""
    exchanges = (
        delete_exchange(store.service, bucket, version.key, version.version)
        for version in store._list_versions(bucket, "")
    )
    for exchange in store.service.transport.send_many(exchanges):
        if exchange.error is not None:
            raise exchange.error
