"""Downloads an object into a file: one request when it is small, parallel ranges when it is not."""

from __future__ import annotations

import hashlib
import os
import threading
from pathlib import Path
from typing import TYPE_CHECKING

from codomyrmex.cloud.common.errors import CloudError, PreconditionFailedError, ServiceUnavailableError
from codomyrmex.cloud.common.storage.checks import Check, RunningCheck, check_bytes, compare
from codomyrmex.cloud.common.storage.driver import ByteSink, Received, Sink, Watch
from codomyrmex.cloud.common.storage.localfile import FileSink, FileTarget
from codomyrmex.cloud.common.storage.meter import Meter
from codomyrmex.cloud.common.storage.parts import PART_SIZE, PartSizes
from codomyrmex.cloud.common.storage.types import ObjectInfo, Progress
from codomyrmex.cloud.common.storage.workers import Workers

if TYPE_CHECKING:
    from codomyrmex.cloud.common.storage.driver import StorageDriver

_BLOCK = 1 << 20


def download(
    driver: StorageDriver,
    bucket: str,
    key: str,
    path: Path,
    version: str | None,
    progress: Progress | None,
    sha256: bytes | None = None,
) -> int:
    """Download into ``path``; returns the object's size in bytes."""
    with FileTarget(path) as target:
        meter = Meter(progress, None)
        first = ByteSink()
        watch = meter.watch_received() if progress else None
        received = driver._read(bucket, key, first, start=0, end=PART_SIZE, version=version, watch=watch)
        data = first.data()
        target.write_at(0, data)
        info = received.info
        # One digest is enough, and this is the better and the cheaper one.
        check = received.check if sha256 is None else Check("sha256", sha256)
        meter.total = info.size
        if len(data) == info.size:
            check_bytes(check, data, f"{bucket}/{key}")
            meter.advance(0)  # only now is the total known
        else:
            _Ranges(driver, info, version, target, meter).fetch(data, check)
        target.commit()
        return info.size


class _Ranges:
    """The ranges of a large object behind the first, fetched in parallel and pinned to its ETag."""

    def __init__(
        self, driver: StorageDriver, info: ObjectInfo, version: str | None, target: FileTarget, meter: Meter
    ) -> None:
        self._driver = driver
        self._info = info
        self._version = version
        self._target = target
        self._meter = meter
        self._what = f"{info.bucket}/{info.key}"

    def fetch(self, first: bytes, check: Check | None) -> None:
        parts = check.parts if check is not None else None
        aligned = parts is not None and parts.size_of(1) == len(first)
        spans = list(
            (parts if parts is not None and aligned else PartSizes(len(first))).spans(self._info.size)
        )[1:]
        in_order = None if check is None or aligned else _InOrder(self._target, check, first)
        with Workers[bytes](self._driver.concurrency, self._meter) as workers:
            for start, end in spans:
                workers.submit(self._range, start, end, aligned, in_order)
            digests = workers.results()
        if in_order is not None:
            in_order.finish(self._info.size, self._what)
        elif check is not None:
            whole = hashlib.md5(_md5(first) + b"".join(digests), usedforsecurity=False)
            compare(check, whole.digest(), self._what)

    def _range(self, start: int, end: int, with_digest: bool, in_order: _InOrder | None) -> bytes:
        sink = FileSink(self._target, start, _new_md5 if with_digest else None)
        read_exactly(
            self._driver, self._info, self._version, sink, start, end, watch=self._meter.watch_received()
        )
        if in_order is not None:
            in_order.arrived(start, end)
        return sink.digest.digest() if sink.digest is not None else b""


def read_exactly(
    driver: StorageDriver,
    info: ObjectInfo,
    version: str | None,
    sink: Sink,
    start: int,
    end: int,
    *,
    watch: Watch | None = None,
) -> None:
    """Read a range of the object that ``info`` describes, and no other object of that name.

    Raises:
        PreconditionFailedError: it was replaced meanwhile.
        ServiceUnavailableError: the service gave fewer bytes than it has.
    """
    outcome: Received | CloudError
    try:
        outcome = driver._read(
            info.bucket,
            info.key,
            sink,
            start=start,
            end=end,
            version=version,
            if_match=info.etag,
            watch=watch,
        )
    except CloudError as error:
        outcome = error
    demand_range(outcome, info, sink, start, end)


def demand_range(outcome: Received | CloudError, info: ObjectInfo, sink: Sink, start: int, end: int) -> None:
    """Accept how the reading of a range ended that was to have the ETag of ``info``, or raise why not.

    Raises:
        PreconditionFailedError: the object was replaced meanwhile.
        ServiceUnavailableError: the service gave fewer bytes than it has.
    """
    if isinstance(outcome, PreconditionFailedError):
        outcome.message = f"{info.bucket}/{info.key} was replaced while it was being read; nothing was kept."
        outcome.retryable = True
    if isinstance(outcome, CloudError):
        raise outcome
    if sink.size != end - start:
        raise ServiceUnavailableError(
            f"The service gave {sink.size} of the {end - start} bytes from {start} "
            f"of {info.bucket}/{info.key}."
        )


class _InOrder:
    """Follows ranges that arrive in any order with a digest that needs them in order.

    They are read back from the file. Whoever brings the range that was waited for reads on; the others fetch.
    """

    def __init__(self, target: FileTarget, check: Check, first: bytes) -> None:
        self._descriptor = target.descriptor
        self._running = RunningCheck(check)
        self._running.update(first)
        self._position = len(first)
        self._ends: dict[int, int] = {}
        self._lock = threading.Lock()
        self._reading = False

    def arrived(self, start: int, end: int) -> None:
        with self._lock:
            self._ends[start] = end
            if self._reading or self._position not in self._ends:
                return
            self._reading = True
        while True:
            with self._lock:
                until = self._ends.pop(self._position, None)
                if until is None:
                    self._reading = False
                    return
            while self._position < until:
                block = os.pread(self._descriptor, min(_BLOCK, until - self._position), self._position)
                self._running.update(block)
                self._position += len(block)

    def finish(self, size: int, what: str) -> None:
        if self._position != size:
            raise ServiceUnavailableError(f"Only {self._position} of the {size} bytes of {what} came.")
        self._running.finish(what)


def _new_md5() -> hashlib._Hash:
    return hashlib.md5(usedforsecurity=False)


def _md5(data: bytes) -> bytes:
    return hashlib.md5(data, usedforsecurity=False).digest()
