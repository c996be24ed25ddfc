"""An open object: its bytes, and what is known of just these bytes."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from codomyrmex.cloud.common.errors import BucketNotFoundError, NotFoundError, PreconditionFailedError
from codomyrmex.cloud.common.storage.types import ObjectInfo
from codomyrmex.cloud.common.storage.writing import content_type_of
from codomyrmex.cloud.local.account import Account, open_file, status_of
from codomyrmex.cloud.local.faults import typed_errors
from codomyrmex.cloud.local.keys import path_of
from codomyrmex.cloud.local.records import Record, State, read_record, record_path

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class OpenObject:
    """An object that is open for reading. It stays what it is while others replace or delete it.

    Attributes:
        descriptor: of the file.
        state: of the file when it was opened.
        info: what is known of it.
        record: what is kept of it, where something is.
    """

    descriptor: int
    state: State
    info: ObjectInfo
    record: Record | None

    @property
    def md5(self) -> str | None:
        """The digest of its bytes in hexadecimal, where one is kept."""
        return self.record.md5 if self.record is not None else None

    @property
    def tags(self) -> Mapping[str, str]:
        """Its tags."""
        return self.record.tags if self.record is not None else {}

    def read_at(self, position: int, size: int) -> bytes:
        """At most ``size`` bytes from ``position``; fewer only where the file ends too soon."""
        with typed_errors(f"{self.info.bucket}/{self.info.key}"):
            return os.pread(self.descriptor, size, position)

    def check_unchanged(self) -> None:
        """Find out whether another program wrote into the file since it was opened.

        Raises:
            PreconditionFailedError: it did; what was read may be of two states.
        """
        if State.of(os.fstat(self.descriptor)) != self.state:
            what = f"{self.info.bucket}/{self.info.key}"
            raise PreconditionFailedError(
                f"Another program wrote into {what} while it was read.", retryable=True
            )


def open_newest(account: Account, bucket: str, key: str) -> OpenObject:
    """Open an object, for the caller to close.

    Raises:
        BucketNotFoundError: the bucket is not there.
        NotFoundError: the object is not there.
    """
    found = None
    while found is None:
        found = _open_once(account, bucket, key)
    return found


def describe(bucket: str, key: str, state: State, record: Record | None) -> ObjectInfo:
    """What is known of an object."""
    return ObjectInfo(
        bucket=bucket,
        key=key,
        size=state.size,
        last_modified=modified(state),
        etag=state.etag,
        content_type=record.content_type if record is not None else content_type_of(key),
        metadata=record.metadata if record is not None else {},
        version=record.version if record is not None else None,
        tag_count=len(record.tags) if record is not None else 0,
    )


def modified(state: State) -> datetime | None:
    """The time of a state; ``None`` for one that no `datetime` can be, which other programs can set."""
    try:
        return _EPOCH + timedelta(microseconds=state.modified_ns // 1000)
    except OverflowError:
        return None


def _open_once(account: Account, bucket: str, key: str) -> OpenObject | None:
    """Open an object; ``None`` if it was replaced between opening it and reading its record."""
    path = path_of(key)
    try:
        with account.opened(bucket) as root, account.folder(root, bucket, path[:-1]) as folder:
            descriptor = open_file(path[-1], folder)
            try:
                state = State.of(os.fstat(descriptor))
                record = read_record(root, record_path(bucket, path, state))
                if record is None and _state_at(path[-1], folder) != state:
                    os.close(descriptor)
                    return None
            except BaseException:
                os.close(descriptor)
                raise
    except BucketNotFoundError:
        raise
    except NotFoundError:
        raise NotFoundError(f"{bucket}/{key} is not there.") from None
    return OpenObject(descriptor, state, describe(bucket, key, state, record), record)


def _state_at(name: bytes, folder: int) -> State | None:
    there = status_of(name, folder)
    return State.of(there) if there is not None else None
