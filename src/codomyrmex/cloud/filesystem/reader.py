"""An object open for reading."""

from __future__ import annotations

import io
from collections.abc import Iterable
from typing import Any

from fsspec.spec import AbstractBufferedFile

from codomyrmex.cloud.common.storage import StorageClient
from codomyrmex.cloud.common.storage.checks import check_bytes
from codomyrmex.cloud.common.storage.download import demand_range, read_exactly
from codomyrmex.cloud.common.storage.driver import ByteSink
from codomyrmex.cloud.common.storage.many import ReadItem
from codomyrmex.cloud.common.storage.parts import MIB, PartSizes
from codomyrmex.cloud.common.telemetry import operation
from codomyrmex.cloud.filesystem.paths import file_entry

_FIRST = MIB // 4
_RANGE = 8 * MIB


class ObjectFileReader(AbstractBufferedFile):  # type: ignore[misc]
    """Reads ranges of one object, all of the same ETag, through one of fsspec's caches.

    Opening it fetches the first bytes, and with them all that a HEAD would say; a small object is then read
    already, and checked by its digest.

    Args:
        fs: the filesystem.
        client: the store.
        bucket: the object's bucket.
        key: its key.
        path: its path in the filesystem.
        block_size: bytes to read ahead.
        cache_type: the name of a cache of fsspec.
        cache_options: what that cache takes.
    """

    DEFAULT_BLOCK_SIZE = 16 * MIB
    capability = "storage"

    def __init__(
        self,
        fs: Any,
        client: StorageClient,
        bucket: str,
        key: str,
        path: str,
        block_size: int | None = None,
        cache_type: str = "readahead",
        cache_options: dict[str, Any] | None = None,
    ) -> None:
        self._client = client
        sink = ByteSink()
        received = client._read(bucket, key, sink, start=0, end=_FIRST)
        self._info = received.info
        self._first = sink.data()
        if len(self._first) == self._info.size:
            check_bytes(received.check, self._first, f"{bucket}/{key}")
        super().__init__(
            fs,
            path,
            "rb",
            block_size,
            cache_type=cache_type,
            cache_options=cache_options,
            size=self._info.size,
        )
        self.details = file_entry(path, self._info)

    @property
    def provider(self) -> str:
        """Who runs the store."""
        return str(self._client.provider)

    @operation("read")
    def _fetch_range(self, start: int, end: int) -> bytes:
        """The bytes from ``start`` to before ``end``, a long range in several at once.

        Raises:
            PreconditionFailedError: the object was replaced since it was opened.
        """
        end = min(end, self._info.size)  # some caches ask for more than there is
        if end <= len(self._first):
            return self._first[start:end]
        if end - start > _RANGE:
            return self._fetch_in_parallel(start, end)
        sink = ByteSink(end - start)
        read_exactly(self._client, self._info, None, sink, start, end)
        return sink.data()

    def _fetch_in_parallel(self, start: int, end: int) -> bytes:
        buffer = io.BytesIO(bytes(end - start))
        with buffer.getbuffer() as whole:
            rooms = (_Room(whole, first, behind) for first, behind in PartSizes(_RANGE).spans(end - start))
            self._read_into(rooms, start)
        return buffer.getvalue()

    def _read_into(self, rooms: Iterable[_Room], start: int) -> None:
        info = self._info
        items = (
            ReadItem(info.key, room, start + room.first, start + room.behind, room, info.etag)
            for room in rooms
        )
        for room, outcome in self._client._read_many(info.bucket, items, self._client.concurrency):
            demand_range(outcome, info, room, start + room.first, start + room.behind)


class _Room:
    """Puts what a read gives where it belongs in a buffer that ranges share."""

    def __init__(self, whole: memoryview, first: int, behind: int) -> None:
        self.first = first
        self.behind = behind
        self.size = 0
        self._whole = whole

    def write(self, chunk: bytes, /) -> None:
        """Put the next bytes behind the last."""
        start = self.first + self.size
        self.size += len(chunk)
        # A service that sends too much is found out by the size; what is behind is another range's.
        if start + len(chunk) <= self.behind:
            self._whole[start : start + len(chunk)] = chunk

    def restart(self) -> None:
        """Begin again at the first byte."""
        self.size = 0
