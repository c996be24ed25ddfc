"""Objects as Python files."""

from __future__ import annotations

import io
from types import TracebackType
from typing import TYPE_CHECKING

from codomyrmex.cloud.common.errors import InvalidRequestError
from codomyrmex.cloud.common.storage.download import read_exactly
from codomyrmex.cloud.common.storage.driver import ByteSink
from codomyrmex.cloud.common.storage.meter import Meter

if TYPE_CHECKING:
    from typing_extensions import Buffer

    from codomyrmex.cloud.common.storage.driver import StorageDriver
    from codomyrmex.cloud.common.storage.types import PutOptions


class ObjectReader(io.RawIOBase):
    """Reads ranges of one object, all of the same ETag; put a `io.BufferedReader` around it."""

    def __init__(self, driver: StorageDriver, bucket: str, key: str) -> None:
        self._driver = driver
        self._info = driver._head(bucket, key, None)
        self._position = 0
        self.name = key

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._position

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self._position, io.SEEK_END: self._info.size}.get(whence)
        if base is None or base + offset < 0:
            raise InvalidRequestError(f"There is no position {offset} (whence {whence}) in {self.name}.")
        self._position = base + offset
        return self._position

    def readinto(self, buffer: Buffer) -> int:
        target = memoryview(buffer).cast("B")
        end = min(self._position + len(target), self._info.size)
        if end <= self._position:
            return 0
        sink = ByteSink()
        read_exactly(self._driver, self._info, None, sink, self._position, end)
        data = sink.data()
        target[: len(data)] = data
        self._position = end
        return len(data)


class ObjectWriter(io.RawIOBase):
    """Writes one object; it appears on `close`, unless an exception ended the ``with`` block."""

    def __init__(self, driver: StorageDriver, bucket: str, key: str, options: PutOptions) -> None:
        self._upload = driver._begin_upload(bucket, key, options, None, Meter(None, None))
        self._pending = bytearray()
        self._position = 0
        self.name = key

    def writable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._position

    def write(self, data: Buffer) -> int:
        if self.closed:
            raise ValueError("write to a closed object")
        size = memoryview(data).nbytes
        self._pending += data
        self._position += size
        try:
            while len(self._pending) >= (part := self._upload.next_size):
                self._upload.write(bytes(memoryview(self._pending)[:part]))
                del self._pending[:part]
        except BaseException:
            self.abort()
            raise
        return size

    def abort(self) -> None:
        """Close without storing anything."""
        if not self.closed:
            self._pending.clear()
            super().close()
            self._upload.__exit__(None, None, None)

    def close(self) -> None:
        """Store the object.

        Raises:
            CloudError: it could not be stored; nothing is left of it.
        """
        if self.closed:
            return
        try:
            if self._pending:
                self._upload.write(bytes(self._pending))
            self._upload.commit()
        finally:
            self.abort()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None
    ) -> None:
        if kind is not None:
            self.abort()
        else:
            self.close()

    def __del__(self) -> None:
        # A file that nobody closed is not known to be complete: io's own finalizer would store it.
        if not self.closed:
            self.abort()


class TextWriter(io.TextIOWrapper):
    """Writes one object as UTF-8 text; like `ObjectWriter`, nothing when the ``with`` block fails."""

    def __init__(self, writer: ObjectWriter) -> None:
        super().__init__(writer, encoding="utf-8")
        self._writer = writer

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None
    ) -> None:
        if kind is not None:
            self._writer.abort()
        self.close()

    def __del__(self) -> None:
        self._writer.abort()
