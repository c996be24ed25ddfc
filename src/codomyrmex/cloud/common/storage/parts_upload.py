"""An upload in parts, in parallel: what is the same on every service that puts objects together."""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING, Generic, TypeVar

from codomyrmex.cloud.common.storage.upload import Upload
from codomyrmex.cloud.common.storage.workers import Workers

if TYPE_CHECKING:
    from codomyrmex.cloud.common.content import Body
    from codomyrmex.cloud.common.storage.driver import Watch
    from codomyrmex.cloud.common.storage.meter import Meter
    from codomyrmex.cloud.common.storage.parts import PartSizes
    from codomyrmex.cloud.common.storage.types import ObjectInfo

T = TypeVar("T")
_STREAMED = 32 << 20


class PartsUpload(Upload, Generic[T]):
    """An object written piece by piece: in one request when there is a single piece, else in parts.

    Args:
        sizes: of the parts.
        meter: told what was sent.
        concurrency: parts that are sent at a time.
    """

    def __init__(self, sizes: PartSizes, meter: Meter, concurrency: int) -> None:
        self._sizes = sizes
        self._meter = meter
        self._workers = Workers[T](concurrency, meter)
        self._held: Body | None = None
        self._in_parts = False
        self._count = 0
        self._size = 0

    @abstractmethod
    def _begin(self) -> None:
        """Tell the service, where it wants to know, that parts will come."""

    @abstractmethod
    def _put_part(self, number: int, body: Body) -> T:
        """Send a part, on any thread; what it returns is handed to `_complete`."""

    @abstractmethod
    def _put_whole(self, body: Body, watch: Watch) -> ObjectInfo:
        """Store the object in one request."""

    @abstractmethod
    def _complete(self, parts: list[T]) -> ObjectInfo:
        """Make the object of its parts, in their order."""

    @abstractmethod
    def _discard(self) -> None:
        """Throw the parts away; must not raise a `CloudError`."""

    @property
    def next_size(self) -> int:
        """Bytes of the next part."""
        return self._sizes.size_of(self._count + 1)

    def write(self, body: Body) -> None:
        """Send what was held back, and hold this: the first piece may be the only one."""
        if self._held is not None:
            self._send(self._held)
        self._held = body
        self._count += 1
        self._size += len(body)

    def _send(self, body: Body) -> None:
        if not self._in_parts:
            self._begin()
            self._in_parts = True
        # Pieces of a stream are held in memory until they are sent; those of files and buffers cost nothing.
        most = max(2, _STREAMED // len(body)) if isinstance(body, bytes) else None
        self._workers.submit(self._put_part, self._count, body, most=most)

    def flush(self) -> None:
        """Wait until every part has arrived; a piece that may be the only one goes with the commit."""
        if not self._in_parts:
            return
        if self._held is not None:
            self._send(self._held)
            self._held = None
        self._workers.results()

    def _commit(self) -> ObjectInfo:
        if not self._in_parts:
            info = self._put_whole(self._held if self._held is not None else b"", self._meter.watch_sent())
            self._workers.close()
            return info
        self.flush()
        parts = self._workers.results()
        self._workers.close()
        return self._complete(parts)

    def _abort(self) -> None:
        self._workers.cancel()
        if self._in_parts:
            self._discard()
