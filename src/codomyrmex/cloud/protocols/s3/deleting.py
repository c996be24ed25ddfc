"""Deletes in bulk: a thousand keys in a request, or many requests at once where the service has none such."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TYPE_CHECKING

from codomyrmex.cloud.common.errors import BucketNotFoundError, CloudError, NotFoundError
from codomyrmex.cloud.common.storage.capabilities import Capability
from codomyrmex.cloud.protocols.s3 import errors, xml
from codomyrmex.cloud.protocols.s3.objects import delete_exchange
from codomyrmex.cloud.wire import Exchange, Response

if TYPE_CHECKING:
    from codomyrmex.cloud.protocols.s3.store import S3Storage

_BATCH = 1000
Outcome = tuple[str, CloudError | None]


def delete_many(store: S3Storage, bucket: str, keys: Iterable[str]) -> Iterator[Outcome]:
    """Delete keys as they come; yields each with its error, or ``None``.

    Raises:
        BucketNotFoundError: the bucket is not there.
    """
    if not store.capabilities.has(Capability.BATCH_DELETE):
        yield from _one_by_one(store, bucket, keys)
        return
    source = iter(keys)
    while batch := list(islice(source, _BATCH)):
        # XML cannot say every key; those go in requests of their own.
        unfit = [key for key in batch if not xml.fits_xml(key)]
        yield from _batch(store, bucket, [key for key in batch if xml.fits_xml(key)] if unfit else batch)
        yield from _one_by_one(store, bucket, unfit)


def _batch(store: S3Storage, bucket: str, keys: list[str]) -> Iterator[Outcome]:
    if not keys:
        return
    body = xml.delete_request(keys)
    exchange = store.service.exchange(
        "POST",
        bucket,
        parse=_failures,
        query=(("delete", ""),),
        headers=store.service.digest_headers(body),
        body=body,
    )
    try:
        failures = store.service.send(exchange)
    except BucketNotFoundError:
        raise
    except CloudError as error:
        for key in keys:
            yield key, error
        return
    # Failures of the moment inside a success are not retried by the wire; requests of their own are.
    again = {key for key, error in failures.items() if error.retryable}
    for key in keys:
        if key not in again:
            yield key, failures.get(key)
    yield from _one_by_one(store, bucket, [key for key in keys if key in again])


def _failures(response: Response) -> dict[str, CloudError]:
    document = xml.Document(response.body)
    failures = {}
    for element in document.root.iterfind(document.name("Error")):
        found = {child.tag.rpartition("}")[2]: child.text or "" for child in element}
        if found.get("Code") != "NoSuchKey":
            failures[found.get("Key", "")] = errors.error_of_code(found.get("Code"), found.get("Message"))
    return failures


def _one_by_one(store: S3Storage, bucket: str, keys: Iterable[str]) -> Iterator[Outcome]:
    for exchange in store.service.transport.send_many(_deletes(store, bucket, keys)):
        error = exchange.error
        if isinstance(error, BucketNotFoundError):
            raise error
        yield exchange.tag, None if isinstance(error, NotFoundError) else error


def _deletes(store: S3Storage, bucket: str, keys: Iterable[str]) -> Iterator[Exchange[None]]:
    for key in keys:
        exchange = delete_exchange(store.service, bucket, key, None)
        exchange.tag = key
        yield exchange


def delete_versions(store: S3Storage, bucket: str) -> None:
    """Delete every version and every delete marker of a bucket."""
    exchanges = (
        delete_exchange(store.service, bucket, version.key, version.version)
        for version in store._list_versions(bucket, "")
    )
    for exchange in store.service.transport.send_many(exchanges):
        if exchange.error is not None:
            raise exchange.error
