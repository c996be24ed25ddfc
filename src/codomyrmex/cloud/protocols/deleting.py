"""Deleting many keys: what is the same on every service, in batches and one by one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from codomyrmex.cloud.common.errors import BucketNotFoundError, CloudError, NotFoundError
from codomyrmex.cloud.wire import Exchange, Transport

Outcome = tuple[str, CloudError | None]
"""A key, and why it is still there; ``None``: it is gone."""


def delete_batch(
    keys: list[str],
    send: Callable[[list[str]], Mapping[str, CloudError]],
    one_by_one: Callable[[list[str]], Iterator[Outcome]],
) -> Iterator[Outcome]:
    """Delete keys in one request; what failed in it for the moment is tried again in requests of its own.

    Args:
        keys: as many as a request takes.
        send: sends the request; returns the keys that are still there with their errors.
        one_by_one: deletes keys in requests of their own.

    Raises:
        BucketNotFoundError: the bucket is not there.
    """
    if not keys:
        return
    try:
        failures = send(keys)
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
    yield from one_by_one([key for key in keys if key in again])


def delete_one_by_one(
    transport: Transport, exchanges: Iterable[tuple[str, Exchange[None]]]
) -> Iterator[Outcome]:
    """Delete keys in requests of their own, many at a time; a key that is not there counts as gone.

    Raises:
        BucketNotFoundError: the bucket is not there.
    """
    for key, outcome in transport.send_tagged(exchanges):
        if isinstance(outcome, BucketNotFoundError):
            raise outcome
        yield key, None if isinstance(outcome, NotFoundError) else outcome
