"""Writing objects: from memory, from a stream, from a file."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from codomyrmex.cloud.common.content import FileRegion, Source, file_source, open_local_file, source_of
from codomyrmex.cloud.common.errors import CloudError, InvalidRequestError
from codomyrmex.cloud.common.storage.capabilities import Capability
from codomyrmex.cloud.common.storage.driver import StorageDriver
from codomyrmex.cloud.common.storage.meter import Meter
from codomyrmex.cloud.common.storage.stream import ObjectStream
from codomyrmex.cloud.common.storage.types import Encryption, ObjectInfo, Progress, PutOptions
from codomyrmex.cloud.common.telemetry import operation, record_bytes
from codomyrmex.validation import check_bucket_reference, check_content_type, check_metadata

if TYPE_CHECKING:
    from typing_extensions import Buffer


class WriteMethods(StorageDriver):
    """The methods of a client that write."""

    @operation("put_object")
    def put_object(
        self,
        bucket: str,
        key: str,
        data: Buffer | BinaryIO | Iterable[Buffer],
        *,
        content_type: str | None = None,
        metadata: Mapping[str, str] | None = None,
        if_absent: bool = False,
        if_match: str | None = None,
        storage_class: str | None = None,
        encryption: Encryption | str | None = None,
        progress: Progress | None = None,
    ) -> ObjectInfo:
        """Write an object, whole or not at all.

        Args:
            bucket: its bucket.
            key: its key.
            data: bytes, a buffer, a binary file, or an iterable of buffers of any total length up to 5 TiB.
            content_type: the media type; by default what the key's suffix stands for.
            metadata: the user's own names and values; names become lower case.
            if_absent: write only where nothing is.
            if_match: overwrite only the object with this ETag.
            storage_class: the provider's word for the tier.
            encryption: server-side encryption, as `Encryption` or its algorithm's name.
            progress: called with the bytes so far and the total; what it raises ends the upload.

        Returns:
            The object as it is stored; its size is that of ``data``.

        Raises:
            BucketNotFoundError: the bucket is not there.
            PreconditionFailedError: ``if_absent`` or ``if_match`` does not hold; nothing was written.
            NotSupportedError: this endpoint cannot do what was asked; nothing was sent.
            IntegrityError: the service did not get the bytes that were sent; nothing was stored.
        """
        check_bucket_reference(bucket)
        self._check_key(key)
        options = put_options(
            self,
            key,
            content_type=content_type,
            metadata=metadata,
            if_absent=if_absent,
            if_match=if_match,
            storage_class=storage_class,
            encryption=encryption,
            md5=data.md5 if isinstance(data, ObjectStream) else None,
        )
        return _store(self, "put_object", bucket, key, source_of(data), options, progress)

    @operation("upload_file")
    def upload_file(
        self,
        file_path: str | os.PathLike[str],
        bucket: str,
        key: str | None = None,
        *,
        content_type: str | None = None,
        metadata: Mapping[str, str] | None = None,
        if_absent: bool = False,
        storage_class: str | None = None,
        encryption: Encryption | str | None = None,
        progress: Progress | None = None,
    ) -> ObjectInfo:
        """Upload a file, in parallel parts when it is large.

        Args:
            file_path: the file; a pipe or a device is read to its end.
            bucket: the bucket.
            key: the key; by default the file's name.
            content_type: the media type; by default what the key's suffix stands for.
            metadata: the user's own names and values.
            if_absent: write only where nothing is.
            storage_class: the provider's word for the tier.
            encryption: server-side encryption, as `Encryption` or its algorithm's name.
            progress: called with the bytes so far and the total; what it raises ends the upload.

        Raises:
            LocalFileError: the file is not there, not readable, or changes meanwhile; nothing was stored.
            BucketNotFoundError: the bucket is not there.
            PreconditionFailedError: ``if_absent`` does not hold.
        """
        path = Path(file_path)
        key = path.name if key is None else key
        check_bucket_reference(bucket)
        self._check_key(key)
        options = put_options(
            self,
            key,
            content_type=content_type,
            metadata=metadata,
            if_absent=if_absent,
            storage_class=storage_class,
            encryption=encryption,
        )
        with open_local_file(path) as file:
            return _store(self, "upload_file", bucket, key, file_source(file, path), options, progress)


def put_options(
    driver: StorageDriver,
    key: str,
    *,
    content_type: str | None = None,
    metadata: Mapping[str, str] | None = None,
    if_absent: bool = False,
    if_match: str | None = None,
    storage_class: str | None = None,
    encryption: Encryption | str | None = None,
    md5: bytes | None = None,
) -> PutOptions:
    """Validate how an object is to be written, against what the endpoint can do.

    Raises:
        InvalidRequestError: the options contradict each other.
        NotSupportedError: the endpoint lacks a capability that they need.
    """
    require = driver.capabilities.require
    if if_absent:
        require(Capability.IF_ABSENT)
    if if_match is not None:
        require(Capability.IF_MATCH)
        if if_absent:
            raise InvalidRequestError("if_absent and if_match exclude each other.")
    if storage_class is not None:
        require(Capability.STORAGE_CLASS)
    if encryption is not None:
        require(Capability.ENCRYPTION)
    if content_type is None:
        content_type = content_type_of(key)
    else:
        check_content_type(content_type)
    if isinstance(encryption, str):
        encryption = Encryption(encryption)
    _check_words("if_match", if_match)
    _check_words("storage_class", storage_class)
    if encryption is not None:
        _check_words("encryption", encryption.algorithm)
        _check_words("encryption", encryption.key_id)
    return PutOptions(
        content_type=content_type,
        metadata=check_metadata(metadata) if metadata else {},
        if_absent=if_absent,
        if_match=if_match.strip('"') if if_match is not None else None,
        storage_class=storage_class,
        encryption=encryption,
        md5=md5,
    )


def _check_words(name: str, value: str | None) -> None:
    # They become headers: a line break in one would begin another.
    if value is not None and not (value.isascii() and value.isprintable()):
        raise InvalidRequestError(f"{name} is printable ASCII text.")


def content_type_of(key: str) -> str:
    """The media type that the key's suffix stands for, or ``application/octet-stream``."""
    name = key.rpartition("/")[2]
    return _type_of_suffix(name[name.rfind(".") :].lower()) if "." in name else "application/octet-stream"


@lru_cache(maxsize=1024)
def _type_of_suffix(suffix: str) -> str:
    import mimetypes

    # Not mimetypes.guess_type(): it reads the machine's own tables, and gives other answers elsewhere.
    return mimetypes.types_map.get(suffix) or mimetypes.common_types.get(suffix) or "application/octet-stream"


def _store(
    driver: StorageDriver,
    name: str,
    bucket: str,
    key: str,
    source: Source,
    options: PutOptions,
    progress: Progress | None,
) -> ObjectInfo:
    if source.size is not None and source.size <= driver.single_put_limit:
        body = source.take(source.size)
        # A small file is read once, so that what is hashed is what is sent.
        data = b"".join(body.blocks()) if isinstance(body, FileRegion) else body
        source.finish()
        watch = Meter(progress, source.size).watch_sent() if progress is not None else None
        info = driver._put(bucket, key, data, options, watch)
    else:
        info = _store_in_parts(driver, bucket, key, source, options, Meter(progress, source.size))
    record_bytes(driver.provider, name, "transmit", info.size)
    return info


def _store_in_parts(
    driver: StorageDriver, bucket: str, key: str, source: Source, options: PutOptions, meter: Meter
) -> ObjectInfo:
    with driver._begin_upload(bucket, key, options, source.size, meter) as upload:
        try:
            while True:
                size = upload.next_size
                body = source.take(size)
                if len(body):
                    upload.write(body)
                if len(body) < size:
                    break
            upload.flush()
        except CloudError:
            # To the service, a file that changes between its digest and its way looks like damage.
            source.finish()
            raise
        source.finish()
        return upload.commit()
