"""An object open for writing."""

from __future__ import annotations

import io
import sys
from types import TracebackType
from typing import TYPE_CHECKING, Any

from codomyrmex.cloud.common.errors import AlreadyExistsError, PreconditionFailedError
from codomyrmex.cloud.common.storage.files import ObjectWriter

if TYPE_CHECKING:
    from typing_extensions import Buffer


class ObjectFileWriter(io.RawIOBase):
    """Writes one object in parts as they fill; it appears when the file is closed, or its transaction ends.

    Closing it while an exception is on its way that was not when it was opened stores nothing. That is how a
    ``with`` block ends whose file is wrapped in others, which do not pass the exception on: those of
    `fsspec.open`, of a compression, of pandas.

    Args:
        fs: the filesystem.
        path: the path in it.
        writer: the upload.
        autocommit: store when closed; ``False`` waits for `commit` or `discard`.
    """

    mode = "wb"

    def __init__(self, fs: Any, path: str, writer: ObjectWriter, autocommit: bool) -> None:
        self.fs = fs
        self.path = self.name = path
        self.autocommit = autocommit
        self._writer = writer
        self._handled = sys.exception()

    def writable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._writer.tell()

    def write(self, data: Buffer) -> int:
        if self.closed:
            raise ValueError("write to a closed file")
        return self._writer.write(data)

    def commit(self) -> None:
        """Let the object appear.

        Raises:
            AlreadyExistsError: another one appeared meanwhile, and the file was opened with ``x``.
            CloudError: it could not be stored; nothing is left of it.
        """
        try:
            self._writer.close()
        except PreconditionFailedError as error:
            raise AlreadyExistsError(f"{self.path} is there already.") from error
        self.fs.invalidate_cache(self.path)

    def discard(self) -> None:
        """Store nothing."""
        self._writer.abort()

    def close(self) -> None:
        """Store the object, unless an exception is on its way or a transaction is to decide."""
        if self.closed:
            return
        super().close()
        if sys.exception() is not self._handled:
            self.discard()
        elif self.autocommit:
            self.commit()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None
    ) -> None:
        if error is not None:
            self.discard()
        self.close()

    def __del__(self) -> None:
        # A file that nobody closed is not known to be complete: io's own finalizer would store it.
        if not self.closed:
            super().close()
            self.discard()


class CompressedWriter(io.BufferedIOBase):
    """Writes through a compressor, and closes with it the file below, which compressors leave open.

    Args:
        compressor: the file that compresses.
        file: where it writes to.
    """

    mode = "wb"

    def __init__(self, compressor: Any, file: ObjectFileWriter) -> None:
        self._compressor = compressor
        self._file = file

    def writable(self) -> bool:
        return True

    def write(self, data: Buffer) -> int:
        size: int = self._compressor.write(data)
        return size

    def close(self) -> None:
        """End the compressed stream and close the file below it."""
        if self.closed:
            return
        try:
            self._compressor.close()
        except BaseException:
            self._file.discard()
            raise
        finally:
            self._file.close()
            super().close()

    def __del__(self) -> None:
        if not self.closed:
            self._file.discard()
            super().close()
