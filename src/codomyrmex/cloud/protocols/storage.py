"""A store whose objects are read and written by exchanges: what follows from that alone, on every service."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from codomyrmex.cloud.common.errors import CloudError, InvalidRequestError
from codomyrmex.cloud.common.storage import ObjectInfo, StorageClient
from codomyrmex.cloud.common.storage.driver import PutItem, Received, Sink, StorageDriver, Watch
from codomyrmex.cloud.common.storage.many import ReadItem
from codomyrmex.cloud.wire import Exchange, Transport

ReadExchange = Callable[..., Exchange[Received]]
"""Each protocol's ``get_exchange``, once it knows its service: takes what `StorageDriver._read` takes."""


class ExchangeStorage(StorageClient):
    """Reads objects and ranges, one and many at a time, and writes many, from a service's exchanges."""

    @property
    @abstractmethod
    def _transport(self) -> Transport:
        """The connections to the service."""

    @property
    @abstractmethod
    def _read_exchange(self) -> ReadExchange:
        """Makes the exchange that reads an object, or a range of it, into a sink."""

    @abstractmethod
    def _look(self, bucket: str, key: str, version: str | None) -> Received:
        """What is known of an object, with its digest where the service says it."""

    @abstractmethod
    def _get_exchange(self, bucket: str, key: str, version: str | None, limit: int | None) -> Exchange[bytes]:
        """The exchange that reads a whole object and checks it."""

    @abstractmethod
    def _put_exchange(self, bucket: str, item: PutItem) -> Exchange[ObjectInfo]:
        """The exchange that writes an object in one piece."""

    def _sees(self, other: StorageDriver) -> bool:
        return self is other or (type(self) is type(other) and self._place == other._place)

    def _head(self, bucket: str, key: str, version: str | None) -> ObjectInfo:
        return self._look(bucket, key, version).info

    def _read(
        self,
        bucket: str,
        key: str,
        sink: Sink,
        *,
        start: int | None = None,
        end: int | None = None,
        version: str | None = None,
        if_match: str | None = None,
        limit: int | None = None,
        watch: Watch | None = None,
    ) -> Received:
        exchange = self._read_exchange(
            bucket,
            key,
            sink,
            start=start,
            end=end,
            version=version,
            if_match=if_match,
            limit=limit,
            watch=watch,
        )
        try:
            return self._transport.send(exchange)
        except InvalidRequestError as error:
            if not _begins_behind_the_end(error):
                raise
            return self._look(bucket, key, version)

    def _get(self, bucket: str, key: str, version: str | None, limit: int | None) -> bytes:
        return self._transport.send(self._get_exchange(bucket, key, version, limit))

    def _get_many(
        self, bucket: str, items: Iterable[tuple[str, Any]], concurrency: int
    ) -> Iterator[tuple[Any, bytes | CloudError]]:
        exchanges = ((tag, self._get_exchange(bucket, key, None, None)) for key, tag in items)
        return self._transport.send_tagged(exchanges, concurrency=concurrency)

    def _read_many(
        self, bucket: str, items: Iterable[ReadItem], concurrency: int
    ) -> Iterator[tuple[Any, Received | CloudError]]:
        # In one loop: threads would take turns with the interpreter for each piece that arrives.
        def exchange(item: ReadItem) -> Exchange[Received]:
            return self._read_exchange(
                bucket, item.key, item.sink, start=item.start, end=item.end, if_match=item.if_match
            )

        exchanges = ((item, exchange(item)) for item in items)
        for item, outcome in self._transport.send_tagged(exchanges, concurrency=concurrency):
            yield item.tag, self._found(bucket, item.key) if _begins_behind_the_end(outcome) else outcome

    def _found(self, bucket: str, key: str) -> Received | CloudError:
        try:
            return self._look(bucket, key, None)
        except CloudError as error:
            return error

    def _put_many(
        self, bucket: str, items: Iterable[PutItem], concurrency: int
    ) -> Iterator[tuple[Any, ObjectInfo | CloudError]]:
        exchanges = ((item.tag, self._put_exchange(bucket, item)) for item in items)
        return self._transport.send_tagged(exchanges, concurrency=concurrency)


def _begins_behind_the_end(outcome: object) -> bool:
    """Whether it is the answer to such a range, which says nothing of the object."""
    return isinstance(outcome, InvalidRequestError) and outcome.status == 416
