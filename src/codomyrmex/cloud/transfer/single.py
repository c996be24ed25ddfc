"""One object from any store to any other: on the server's side where that can be, else through this machine.

The bytes are checked on both ways: the last of them is sent on only when the source's digest was found right,
and the target compares its own before the object appears.
"""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass

from codomyrmex.cloud.common.errors import (
    AuthenticationError,
    CloudError,
    ConflictError,
    InvalidRequestError,
    NotFoundError,
    PermissionDeniedError,
)
from codomyrmex.cloud.common.storage import Capability, ObjectInfo, Progress, StorageClient
from codomyrmex.cloud.common.storage.stream import ObjectStream

_CHUNK = 8 << 20
_USUAL_CLASSES = frozenset({"STANDARD", "Hot"})
"""What an object is kept in when nobody asked for anything else."""


@dataclass(frozen=True, slots=True)
class CopyResult:
    """One object that was copied.

    Attributes:
        info: the copy.
        lost: what the target cannot hold, each in a few words: ``storage class GLACIER``, ``2 tags``.
    """

    info: ObjectInfo
    lost: tuple[str, ...] = ()


def copy_object(
    source: StorageClient,
    source_bucket: str,
    source_key: str,
    target: StorageClient,
    bucket: str,
    key: str,
    *,
    if_absent: bool = False,
    progress: Progress | None = None,
) -> CopyResult:
    """Copy an object with its content type, metadata and tags; of any size, with flat memory.

    Args:
        source: the client of the store where it is.
        source_bucket: its bucket there.
        source_key: its key there.
        target: the client of the store where it goes.
        bucket: the bucket there.
        key: the key there.
        if_absent: copy only where nothing is.
        progress: called with the bytes so far and the total; what it raises ends the copy.

    Raises:
        NotFoundError: the source is not there.
        IntegrityError: other bytes arrived than the source's service keeps; the target is as it was.
        PreconditionFailedError: ``if_absent`` does not hold, or the source was replaced meanwhile.
        NotSupportedError: the target has no ``if_absent``.
    """
    copied = _copied_by_the_server(source, source_bucket, source_key, target, bucket, key, if_absent)
    if copied is not None:
        if progress is not None:
            progress(copied.info.size, copied.info.size)
        return copied
    chunks = source.stream_object(source_bucket, source_key, chunk_size=_CHUNK)
    found = chunks.info
    stored = target.put_object(
        bucket,
        key,
        chunks if progress is None else _counted(chunks, progress),
        content_type=found.content_type,
        metadata=found.metadata,
        if_absent=if_absent,
    )
    return CopyResult(stored, _lost(source, found, target, stored))


def move_object(
    source: StorageClient,
    source_bucket: str,
    source_key: str,
    target: StorageClient,
    bucket: str,
    key: str,
    *,
    if_absent: bool = False,
    progress: Progress | None = None,
) -> CopyResult:
    """Copy an object as `copy_object` does, and delete the source when the copy is there.

    Raises:
        ConflictError: the source was replaced meanwhile: the copy is there, and so is the new source.
        InvalidRequestError: source and target are the same object.
    """
    if (source_bucket, source_key) == (bucket, key) and target._place == source._place:
        raise InvalidRequestError(f"{bucket}/{key} cannot be moved onto itself.")
    before = source.get_metadata(source_bucket, source_key)
    copied = copy_object(
        source, source_bucket, source_key, target, bucket, key, if_absent=if_absent, progress=progress
    )
    now = source.get_metadata(source_bucket, source_key)
    if (now.etag, now.last_modified) != (before.etag, before.last_modified):
        raise ConflictError(
            f"{source_bucket}/{source_key} was replaced while it was being moved; it was kept."
        )
    source.delete_object(source_bucket, source_key)
    return copied


def _copied_by_the_server(
    source: StorageClient,
    source_bucket: str,
    source_key: str,
    target: StorageClient,
    bucket: str,
    key: str,
    if_absent: bool,
) -> CopyResult | None:
    try:
        if target._sees(source):
            return CopyResult(target.copy_object(source_bucket, source_key, bucket, key, if_absent=if_absent))
        stored = target._copy_from(source, source_bucket, source_key, bucket, key, if_absent=if_absent)
    except (AuthenticationError, NotFoundError, PermissionDeniedError):
        # Who may write the target need not be allowed to read the source; what is missing is found again.
        return None
    if stored is None:
        return None
    found = source.get_metadata(source_bucket, source_key)
    return CopyResult(stored, _lost(source, found, target, stored))


def _counted(chunks: ObjectStream, progress: Progress) -> ObjectStream:
    def count() -> Generator[bytes]:
        done = 0
        for chunk in chunks:
            yield chunk
            done += len(chunk)
            progress(done, chunks.info.size)

    return ObjectStream(chunks.info, count(), chunks.md5)


def _lost(
    source: StorageClient, found: ObjectInfo, target: StorageClient, stored: ObjectInfo
) -> tuple[str, ...]:
    """Give the copy its tags; returns what it cannot have."""
    return (*_lost_class(found, stored), *_carry_tags(source, found, target, stored))


def _lost_class(found: ObjectInfo, stored: ObjectInfo) -> list[str]:
    # The words for classes are each provider's own, so none is carried.
    if found.storage_class in (None, stored.storage_class) or found.storage_class in _USUAL_CLASSES:
        return []
    return [f"storage class {found.storage_class}"]


def _carry_tags(
    source: StorageClient, found: ObjectInfo, target: StorageClient, stored: ObjectInfo
) -> list[str]:
    if not found.tag_count:
        return []
    words = "1 tag" if found.tag_count == 1 else f"{found.tag_count} tags"
    if not target.capabilities.has(Capability.TAGS):
        return [words]
    try:
        target.set_tags(stored.bucket, stored.key, source.get_tags(found.bucket, found.key))
    except CloudError as error:
        return [f"{words} ({error.message})"]
    return []
