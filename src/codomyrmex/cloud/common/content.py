"""Bytes on their way into an object: in memory, in a file, or from a stream of unknown length."""

from __future__ import annotations

import hashlib
import io
import os
import stat
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Literal, Protocol

from codomyrmex.cloud.common.errors import InvalidRequestError, LocalFileError

if TYPE_CHECKING:
    from typing_extensions import Buffer  # collections.abc has it from Python 3.12 on

_BLOCK = 1 << 20
_LARGEST_IN_MEMORY = 64 << 20
"""Parts of a stream beyond this, which only objects of terabytes have, wait in a temporary file."""


class FileRegion:
    """A run of bytes in an open file, read where it lies, so that a retry just reads it again.

    The file must stay open as long as the region is in use: its owner sees to that, or the region keeps
    ``file``.
    """

    __slots__ = ("_file", "_size", "descriptor", "offset")

    def __init__(self, descriptor: int, offset: int, size: int, file: BinaryIO | None = None) -> None:
        self.descriptor = descriptor
        self.offset = offset
        self._size = size
        self._file = file

    def __len__(self) -> int:
        return self._size

    def read_at(self, position: int, size: int) -> bytes:
        """At most ``size`` bytes from ``position``; fewer only where the file ends too soon."""
        return os.pread(self.descriptor, min(size, self._size - position), self.offset + position)

    def part(self, start: int, end: int) -> FileRegion:
        """The bytes from ``start`` to before ``end`` of the region."""
        return FileRegion(self.descriptor, self.offset + start, min(end, self._size) - start, self._file)

    def blocks(self) -> Iterator[bytes]:
        """The region in blocks of 1 MiB.

        Raises:
            LocalFileError: the file became shorter.
        """
        position = 0
        while position < self._size:
            block = self.read_at(position, _BLOCK)
            if not block:
                raise LocalFileError("The file became shorter while it was being read.")
            yield block
            position += len(block)


Body = bytes | memoryview | FileRegion


def part_of(body: Body, start: int, end: int) -> Body:
    """The bytes of a body from ``start`` to before ``end``, where they lie."""
    if isinstance(body, FileRegion):
        return body.part(start, end)
    return memoryview(body)[start:end]


def digest_of(body: Body, algorithm: Literal["md5", "sha256"]) -> bytes:
    """The digest of a body; the interpreter lock is released while large blocks are hashed."""
    new_digest = hashlib.md5 if algorithm == "md5" else hashlib.sha256
    if isinstance(body, FileRegion):
        digest = new_digest(usedforsecurity=False)
        for block in body.blocks():
            digest.update(block)
        return digest.digest()
    return new_digest(body, usedforsecurity=False).digest()


class Source(Protocol):
    """Where the bytes of an upload come from."""

    size: int | None

    def take(self, size: int) -> Body:
        """The next ``size`` bytes; fewer only at the end."""
        ...

    def finish(self) -> None:
        """Everything was taken: complain if what was read cannot be trusted."""
        ...


class MemorySource:
    """Bytes that are already in memory; slices of them are views, not copies."""

    def __init__(self, data: Buffer) -> None:
        view = memoryview(data)
        if not view.c_contiguous:
            view = memoryview(view.tobytes())
        self._view = view if view.format == "B" and view.ndim == 1 else view.cast("B")
        self._position = 0
        self.size: int | None = len(self._view)

    def take(self, size: int) -> Body:
        part = self._view[self._position : self._position + size]
        self._position += len(part)
        return part

    def finish(self) -> None:
        """Nothing can have changed that we could see."""


class FileSource:
    """An open regular file from its current position on.

    A file that changes while it is being sent would become an object that never existed on disk, so size
    and modification time are compared when everything was taken.
    """

    def __init__(self, file: BinaryIO, name: str) -> None:
        self._descriptor = file.fileno()
        self._name = name
        self._position = file.tell()
        self._before = os.fstat(self._descriptor)
        self.size: int | None = max(0, self._before.st_size - self._position)

    def take(self, size: int) -> Body:
        region = FileRegion(
            self._descriptor, self._position, min(size, self._before.st_size - self._position)
        )
        self._position += len(region)
        return region

    def finish(self) -> None:
        """Raises:
        LocalFileError: the file was written to meanwhile.
        """
        now = os.fstat(self._descriptor)
        if (now.st_size, now.st_mtime_ns) != (self._before.st_size, self._before.st_mtime_ns):
            raise LocalFileError(
                f"{self._name} changed while it was being uploaded; nothing was stored.", retryable=True
            )


class StreamSource:
    """An iterator of bytes-like chunks, of unknown length."""

    def __init__(self, chunks: Iterator[Buffer]) -> None:
        self._chunks = chunks
        self._rest = b""
        self._ended = False
        self.size: int | None = None

    def take(self, size: int) -> Body:
        if size > _LARGEST_IN_MEMORY:
            return self._spool(size)
        # Joined once: a part that grows chunk by chunk would be copied several times.
        pieces = [self._rest] if self._rest else []
        held = len(self._rest)
        self._rest = b""
        while held < size and (chunk := self._next()) is not None:
            # What can change is copied now: some generators yield the same buffer again and again.
            pieces.append(chunk if isinstance(chunk, bytes) else bytes(chunk))
            held += len(pieces[-1])
        if held > size:
            last = pieces.pop()
            fits = len(last) - (held - size)
            pieces.append(last[:fits])
            self._rest = last[fits:]
        return pieces[0] if len(pieces) == 1 else b"".join(pieces)

    def _spool(self, size: int) -> FileRegion:
        import tempfile

        file = tempfile.TemporaryFile()  # noqa: SIM115 - closed with the region that keeps it
        written = 0
        try:
            while written < size:
                chunk = self.take(min(_BLOCK, size - written))
                if not len(chunk):
                    break
                written += file.write(chunk)  # type: ignore[arg-type]
            file.flush()
        except OSError as error:
            raise LocalFileError(
                f"A large part cannot be kept in a temporary file: {error.strerror}."
            ) from error
        return FileRegion(file.fileno(), 0, written, file)

    def _next(self) -> Buffer | None:
        chunk = None if self._ended else next(self._chunks, None)
        if isinstance(chunk, str):
            raise InvalidRequestError("Object data must be bytes, not str; encode the text first.")
        self._ended = chunk is None
        return chunk

    def finish(self) -> None:
        """A stream has no state to compare."""


def source_of(data: Buffer | BinaryIO | Iterable[Buffer]) -> Source:
    """The source for whatever ``put_object`` was given.

    Args:
        data: bytes or another buffer, a binary file object, or an iterable of buffers.

    Raises:
        InvalidRequestError: text, or something that has no bytes.
    """
    if isinstance(data, str | io.TextIOBase):
        raise InvalidRequestError("Object data must be bytes, not str; encode the text first.")
    try:
        return MemorySource(data)  # type: ignore[arg-type]
    except TypeError:
        pass
    # Only a plain file's descriptor holds the bytes that read() gives: a GzipFile has one too.
    raw = data.raw if isinstance(data, io.BufferedReader | io.BufferedRandom) else data
    if isinstance(raw, io.FileIO) and raw.readable() and raw.seekable():
        if isinstance(data, io.BufferedRandom):
            data.flush()
        return FileSource(data, str(raw.name))  # type: ignore[arg-type]
    read = getattr(data, "read", None)
    if read is not None:
        return StreamSource(iter(lambda: read(_BLOCK) or None, None))
    try:
        return StreamSource(iter(data))  # type: ignore[arg-type]
    except TypeError:
        raise InvalidRequestError(
            f"Object data must be bytes, a binary file or an iterable of bytes, not {type(data).__name__}."
        ) from None


def open_local_file(path: Path) -> BinaryIO:
    """Open a local file for reading.

    Raises:
        LocalFileError: it is not there, is a folder, or is not readable.
    """
    try:
        return path.open("rb")
    except OSError as error:
        raise LocalFileError(f"{path} cannot be read: {error.strerror or error}.") from error


def file_source(file: BinaryIO, path: Path) -> Source:
    """The source for an opened path: a pipe or a device is a stream, everything else a file of known size."""
    if stat.S_ISREG(os.fstat(file.fileno()).st_mode):
        return FileSource(file, str(path))
    return StreamSource(iter(lambda: file.read(_BLOCK) or None, None))
