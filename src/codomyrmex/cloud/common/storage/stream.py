"""The bytes of an object as an iterator: ranges are fetched ahead, memory stays flat."""

from __future__ import annotations

import itertools
from collections.abc import Generator, Iterator
from typing import TYPE_CHECKING

from codomyrmex.cloud.common.storage.checks import RunningCheck
from codomyrmex.cloud.common.storage.download import read_exactly
from codomyrmex.cloud.common.storage.driver import ByteSink, Received
from codomyrmex.cloud.common.storage.meter import Meter
from codomyrmex.cloud.common.storage.parts import MIB, PartSizes
from codomyrmex.cloud.common.threads import Done, Threads

if TYPE_CHECKING:
    from codomyrmex.cloud.common.storage.driver import StorageDriver
    from codomyrmex.cloud.common.storage.types import ObjectInfo

_RANGE = 8 * MIB
_AHEAD = 3


class ObjectStream(Iterator[bytes]):
    """An iterator over the bytes of an object.

    Attributes:
        info: the object whose bytes these are.
        md5: that of all the bytes which are still to come, where the service keeps it: the last of them come
            only if they have it.
    """

    def __init__(self, info: ObjectInfo, chunks: Generator[bytes], md5: bytes | None) -> None:
        self.info = info
        self.md5 = md5
        self._chunks = chunks

    def __next__(self) -> bytes:
        self.md5 = None
        return next(self._chunks)

    def close(self) -> None:
        """Stop fetching ahead."""
        self._chunks.close()


def stream(
    driver: StorageDriver, bucket: str, key: str, chunk_size: int, version: str | None
) -> ObjectStream:
    """Fetch the first range now, and give an iterator over all of the object."""
    sink = ByteSink()
    received = driver._read(bucket, key, sink, start=0, end=_RANGE, version=version)
    info = driver._describe(received.info)
    check = received.check
    md5 = check.value if check is not None and check.algorithm == "md5" and check.parts is None else None
    return ObjectStream(info, _checked(driver, received, sink.data(), chunk_size, version), md5)


def _checked(
    driver: StorageDriver, received: Received, first: bytes, chunk_size: int, version: str | None
) -> Generator[bytes]:
    info, check = received
    running = RunningCheck(check) if check is not None else None
    # One chunk is always kept back: the last is given only when the digest was found right.
    kept = b""
    for data in _ranges(driver, received, first, version):
        if running is not None:
            running.update(data)
        position = 0
        if kept:
            position = chunk_size - len(kept)
            kept += data[:position]
            if position >= len(data):
                continue
            yield kept
        last = position + (len(data) - position - 1) // chunk_size * chunk_size
        for start in range(position, last, chunk_size):
            yield data[start : start + chunk_size]
        kept = data[last:]
    if running is not None:
        running.finish(f"{info.bucket}/{info.key}")
    if kept:
        yield kept


def _ranges(driver: StorageDriver, received: Received, first: bytes, version: str | None) -> Iterator[bytes]:
    info = received.info
    yield first
    if len(first) >= info.size:
        return
    spans = iter(list(PartSizes(len(first)).spans(info.size))[1:])
    meter = Meter(None, info.size)

    def fetch(start: int, end: int) -> bytes:
        sink = ByteSink(end - start)
        read_exactly(driver, info, version, sink, start, end, watch=meter.watch_received())
        return sink.data()

    threads = Threads[int, bytes](_AHEAD, "codomyrmex-stream")
    came: dict[int, Done[int, bytes]] = {}
    submitted = 0
    try:
        for number in itertools.count():
            while submitted < number + _AHEAD and (span := next(spans, None)) is not None:
                threads.submit(submitted, fetch, *span)
                submitted += 1
            if number == submitted:
                return
            while number not in came:
                done = threads.next_done()
                came[done.tag] = done
                del done
            yield came.pop(number).result()
    finally:
        meter.cancel()
        threads.close(drop=True)
