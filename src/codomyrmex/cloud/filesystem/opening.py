"""Opens objects as files."""

from __future__ import annotations

import io
from typing import Any

from fsspec.compression import compr
from fsspec.core import get_compression

from codomyrmex.cloud.common.errors import AlreadyExistsError, NotSupportedError
from codomyrmex.cloud.common.storage import Capability
from codomyrmex.cloud.common.storage.files import ObjectWriter
from codomyrmex.cloud.common.storage.writing import put_options
from codomyrmex.cloud.common.telemetry import operation
from codomyrmex.cloud.filesystem.paths import Path
from codomyrmex.cloud.filesystem.reader import ObjectFileReader
from codomyrmex.cloud.filesystem.reading import ReadMethods
from codomyrmex.cloud.filesystem.writer import CompressedWriter, ObjectFileWriter
from codomyrmex.validation import check_bucket_reference


class OpenMethods(ReadMethods):
    """The method that opens."""

    def open(
        self,
        path: Path,
        mode: str = "rb",
        block_size: int | None = None,
        cache_options: dict[str, Any] | None = None,
        compression: str | None = None,
        **options: Any,
    ) -> Any:
        """An object as a file.

        Args:
            path: the object.
            mode: ``rb`` reads and seeks; ``wb`` writes an object that appears when the file is closed; ``xb``
                does so only where nothing is. Without ``b`` it is text.
            block_size: bytes to read ahead.
            cache_options: what fsspec's cache takes.
            compression: the name of a compression that fsspec knows, or ``infer``.
            options: for reading ``cache_type``; for writing what `StorageClient.put_object` takes; for text
                ``encoding``, ``errors`` and ``newline``.

        Raises:
            NotFoundError: the object is not there (``r``).
            AlreadyExistsError: it is there (``x``).
            NotSupportedError: ``a`` and ``+``: objects are written as a whole.
        """
        text = {name: options.pop(name) for name in ("encoding", "errors", "newline") if name in options}
        binary = mode.replace("t", "").replace("b", "") + "b"
        file = super().open(path, binary, block_size, cache_options, **options)
        name = get_compression(self._strip_protocol(path), compression)
        if name is not None:
            compressed = compr[name](file, mode=binary[0])
            file = CompressedWriter(compressed, file) if isinstance(file, ObjectFileWriter) else compressed
        return file if "b" in mode else io.TextIOWrapper(file, **text)

    def _open(
        self,
        path: str,
        mode: str = "rb",
        block_size: int | None = None,
        autocommit: bool = True,
        cache_options: dict[str, Any] | None = None,
        **options: Any,
    ) -> ObjectFileReader | ObjectFileWriter:
        bucket, key = self._object(path)
        if mode == "rb":
            return self._reader(bucket, key, path, block_size, cache_options=cache_options, **options)
        if mode in ("wb", "xb"):
            return self._writer(bucket, key, path, autocommit, exclusive=mode == "xb", **options)
        raise NotSupportedError(
            f"Objects are written as a whole, so {path} does not open in the mode {mode}."
        )

    @operation("open")
    def _reader(self, bucket: str, key: str, *arguments: Any, **options: Any) -> ObjectFileReader:
        check_bucket_reference(bucket)
        self.client._check_key(key)
        return ObjectFileReader(self, self.client, bucket, key, *arguments, **options)

    @operation("open")
    def _writer(
        self, bucket: str, key: str, path: str, autocommit: bool, *, exclusive: bool, **options: Any
    ) -> ObjectFileWriter:
        check_bucket_reference(bucket)
        self.client._check_key(key)
        if exclusive:
            self._refuse_what_is_there(bucket, key)
            options["if_absent"] = self.client.capabilities.has(Capability.IF_ABSENT)
        writer = ObjectWriter(self.client, bucket, key, put_options(self.client, key, **options))
        return ObjectFileWriter(self, path, writer, autocommit)

    def _refuse_what_is_there(self, bucket: str, key: str) -> None:
        if self.client.object_exists(bucket, key):
            raise AlreadyExistsError(f"{bucket}/{key} is there already.")
