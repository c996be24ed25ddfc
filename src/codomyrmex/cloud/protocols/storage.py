"""A store whose objects are read and written by exchanges: what follows from that alone, on every service."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterable, Iterator
from typing import Any

from codomyrmex.cloud.common.errors import CloudError
from codomyrmex.cloud.common.storage import ObjectInfo, StorageClient
from codomyrmex.cloud.common.storage.driver import PutItem, StorageDriver
from codomyrmex.cloud.wire import Exchange, Transport


class ExchangeStorage(StorageClient):
    """Reads small objects alone or many at a time, and writes many, from two exchanges of the service."""

    @property
    @abstractmethod
    def _transport(self) -> Transport:
        """The connections to the service."""

    @abstractmethod
    def _get_exchange(self, bucket: str, key: str, version: str | None, limit: int | None) -> Exchange[bytes]:
        """The exchange that reads a whole object and checks it."""

    @abstractmethod
    def _put_exchange(self, bucket: str, item: PutItem) -> Exchange[ObjectInfo]:
        """The exchange that writes an object in one piece."""

    def _sees(self, other: StorageDriver) -> bool:
        return self is other or (type(self) is type(other) and self._place == other._place)

    def _get(self, bucket: str, key: str, version: str | None, limit: int | None) -> bytes:
        return self._transport.send(self._get_exchange(bucket, key, version, limit))

    def _get_many(
        self, bucket: str, items: Iterable[tuple[str, Any]], concurrency: int
    ) -> Iterator[tuple[Any, bytes | CloudError]]:
        exchanges = ((tag, self._get_exchange(bucket, key, None, None)) for key, tag in items)
        return self._transport.send_tagged(exchanges, concurrency=concurrency)

    def _put_many(
        self, bucket: str, items: Iterable[PutItem], concurrency: int
    ) -> Iterator[tuple[Any, ObjectInfo | CloudError]]:
        exchanges = ((item.tag, self._put_exchange(bucket, item)) for item in items)
        return self._transport.send_tagged(exchanges, concurrency=concurrency)
