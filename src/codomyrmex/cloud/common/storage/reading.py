"""Reading objects: whole, in ranges, as a stream, as a file."""

from __future__ import annotations

import hashlib
import io
import os
from pathlib import Path
from typing import BinaryIO, Literal, overload

from codomyrmex.cloud.common.errors import InvalidRequestError
from codomyrmex.cloud.common.storage.download import download
from codomyrmex.cloud.common.storage.driver import ByteSink, StorageDriver
from codomyrmex.cloud.common.storage.files import ObjectReader, ObjectWriter, TextWriter
from codomyrmex.cloud.common.storage.parts import MIB
from codomyrmex.cloud.common.storage.stream import ObjectStream, stream
from codomyrmex.cloud.common.storage.types import Progress
from codomyrmex.cloud.common.storage.writing import put_options
from codomyrmex.cloud.common.telemetry import operation, record_bytes
from codomyrmex.validation import check_bucket_reference


class ReadMethods(StorageDriver):
    """The methods of a client that read."""

    @operation("get_object")
    def get_object(
        self,
        bucket: str,
        key: str,
        *,
        start: int | None = None,
        end: int | None = None,
        version: str | None = None,
        max_bytes: int | None = None,
    ) -> bytes:
        """The bytes of an object, or of a range of it, in memory.

        A whole object is checked against the digest that the service keeps; a range cannot be.

        Args:
            bucket: its bucket.
            key: its key.
            start: the first byte; negative counts from the end, as in a slice.
            end: the byte behind the last, as in a slice; a range beyond the end of the object is shorter.
            version: a version's id.
            max_bytes: refuse more than this many bytes, before they are loaded.

        Raises:
            NotFoundError: the object is not there.
            IntegrityError: what arrived is not what the service keeps.
            InvalidRequestError: the range makes no sense, or there are more than ``max_bytes``.
        """
        check_bucket_reference(bucket)
        self._check_key(key)
        self._check_version(version)
        if start is None and end is None:
            data = self._get(bucket, key, version, max_bytes)
        else:
            _check_range(start, end)
            sink = ByteSink(end - start if start is not None and end is not None else 0)
            self._read(bucket, key, sink, start=start, end=end, version=version, limit=max_bytes)
            data = sink.data()
        if max_bytes is not None and len(data) > max_bytes:
            raise InvalidRequestError(f"{bucket}/{key} has more than {max_bytes} bytes.")
        record_bytes(self.provider, "get_object", "receive", len(data))
        return data

    @operation("download_file")
    def download_file(
        self,
        bucket: str,
        key: str,
        file_path: str | os.PathLike[str],
        *,
        version: str | None = None,
        progress: Progress | None = None,
        sha256: bytes | None = None,
    ) -> Path:
        """Download an object into a file, in parallel ranges when it is large.

        It is written beside the target under a temporary name, checked, and renamed: the target is the old
        file or the whole new one. Its folder must exist.

        Args:
            bucket: its bucket.
            key: its key.
            file_path: where to.
            version: a version's id.
            progress: called with the bytes so far and the total; what it raises ends the download.
            sha256: the digest that the object must have, 32 bytes, where it is known: it is compared in
                place of the one that the service keeps.

        Returns:
            The path of the file.

        Raises:
            NotFoundError: the object is not there.
            IntegrityError: what arrived is not what the service keeps, or has another SHA-256; the old file
                is untouched.
            LocalFileError: the target cannot be written.
            QuotaExceededError: the disk is full.
        """
        check_bucket_reference(bucket)
        self._check_key(key)
        self._check_version(version)
        if sha256 is not None and len(sha256) != hashlib.sha256().digest_size:
            raise InvalidRequestError("sha256 is a digest of 32 bytes.")
        path = Path(file_path)
        size = download(self, bucket, key, path, version, progress, sha256)
        record_bytes(self.provider, "download_file", "receive", size)
        return path

    @operation("stream_object")
    def stream_object(
        self, bucket: str, key: str, *, chunk_size: int = MIB, version: str | None = None
    ) -> ObjectStream:
        """The object's bytes in chunks, with flat memory; ranges are fetched ahead and pinned to one ETag.

        The first range is fetched now, so that a missing object surfaces here. The digest is compared before
        the last chunk is given.

        Args:
            bucket: its bucket.
            key: its key.
            chunk_size: bytes of each chunk but the last.
            version: a version's id.

        Returns:
            An iterator of bytes, whose ``info`` is the object.

        Raises:
            NotFoundError: the object is not there.
            IntegrityError: what arrived is not what the service keeps.
            PreconditionFailedError: the object was replaced meanwhile.
        """
        check_bucket_reference(bucket)
        self._check_key(key)
        self._check_version(version)
        if chunk_size < 1:
            raise InvalidRequestError("chunk_size must be at least 1 byte.")
        return stream(self, bucket, key, chunk_size, version)

    @overload
    def open(self, bucket: str, key: str, mode: Literal["rb", "wb"] = "rb") -> BinaryIO: ...
    @overload
    def open(self, bucket: str, key: str, mode: Literal["r", "w", "rt", "wt"]) -> io.TextIOWrapper: ...
    @operation("open")
    def open(self, bucket: str, key: str, mode: str = "rb") -> BinaryIO | io.TextIOWrapper:
        """The object as a file.

        ``rb`` reads and seeks, ``wb`` writes; ``r`` and ``w`` do the same in UTF-8 text. A written object
        appears when the file is closed. An exception inside its ``with`` aborts it: nothing is stored.

        Raises:
            NotFoundError: the object is not there (``rb``).
            InvalidRequestError: another mode.
        """
        check_bucket_reference(bucket)
        self._check_key(key)
        if mode in ("rb", "r", "rt"):
            reader = io.BufferedReader(ObjectReader(self, bucket, key), MIB)
            return reader if mode == "rb" else io.TextIOWrapper(reader, encoding="utf-8")
        if mode in ("wb", "w", "wt"):
            writer = ObjectWriter(self, bucket, key, put_options(self, key))
            return writer if mode == "wb" else TextWriter(writer)  # type: ignore[return-value]
        raise InvalidRequestError(f"Objects open in the modes rb, wb, r and w, not {mode!r}.")


def _check_range(start: int | None, end: int | None) -> None:
    first = start or 0
    if end is not None and first < 0:
        raise InvalidRequestError("A range that counts from the end has no end of its own.")
    if end is not None and end <= first:
        raise InvalidRequestError(f"The range from {first} to before {end} is empty.")
